"""Makes units.tsv of the data of vietnamadminunits (SOURCE.md): units.py DATA_FOLDER UNITS_TSV"""

import collections
import json
import sqlite3
import sys
import unicodedata

data, target = sys.argv[1:]
book = sqlite3.connect(f"{data}/dataset.db")
book.row_factory = sqlite3.Row
former = book.execute("select * from admin_units_legacy").fetchall()
today = book.execute("select * from admin_units").fetchall()
with open(f"{data}/converter_2025.json") as file:
    converter = json.load(file)


def named(full, *kinds):
    """The kind, in small letters, and the name after it."""
    full = unicodedata.normalize("NFC", " ".join(full.split()))
    for kind in kinds:
        if full.lower().startswith(kind + " "):
            return kind, full[len(kind) + 1 :]
    raise ValueError(full)


# What each former commune became, by the package's own key of it.
codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in today}
became = collections.defaultdict(list)
for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
    for new, old in communes.items():
        for key in old:
            became[key].append(codes[province, new])
for province, communes in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
    for key, parts in communes.items():
        for part in parts:
            became[key].append(codes[province, part["newWardKey"]])

# Sorted by the first two: which list, and the code.
rows = set()
provinces = {}
for row in today:
    code = row["provinceCode"]
    kind, name = named(row["province"], "thành phố", "tỉnh")
    was = ""
    if name == "Đồng Nai":
        kind, was = "thành phố", "tỉnh < 2026-04-30"
    rows.add((0, code, "p", kind, name, "", was))
    provinces[row["provinceKey"]] = code
    kind, name = named(row["ward"], "đặc khu", "phường", "xã")
    rows.add((1, row["wardCode"], "c", kind, name, code, ""))

heirs = converter["DICT_PROVINCE"].items()
heirs = {old: provinces[new] for new, all_old in heirs for old in all_old}
for row in former:
    province, district = row["provinceCode"], row["districtCode"]
    kind, name = named(row["province"], "thành phố", "tỉnh")
    rows.add((2, province, "P", kind, name, "", heirs[row["provinceKey"]]))
    key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
    now = " ".join(sorted(became[key]))
    kind, name = named(row["district"], "thành phố", "thị xã", "huyện", "quận")
    # A district without communes, an island, became a unit itself.
    rows.add((3, district, "D", kind, name, province, "" if row["ward"] else now))
    if row["ward"]:
        kind, name = named(row["ward"], "thị trấn", "phường", "xã")
        rows.add((4, row["wardCode"], "C", kind, name, district, now))

with open(target, "w") as file:
    file.write("list\tcode\tkind\tname\twithin\tbecame\n")
    for _, code, level, kind, name, within, now in sorted(rows):
        line = "\t".join((level, code, kind, name, within, now))
        file.write(line.rstrip("\t") + "\n")
