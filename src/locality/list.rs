//! The list of units, read once out of the program.

use super::{FORMER, Kind, Level, Unit};
use crate::base::{
    fold::{fold, tidy},
    lang::Lang,
};
use flate2::read::GzDecoder;
use jiff::civil::Date;
use std::{collections::HashMap, io::Read, sync::LazyLock};

/// `units.tsv`, packed: a quarter of its size. A test holds the two together.
pub(super) const PACKED: &[u8] = include_bytes!("units.tsv.gz");

struct List {
    units: Vec<Unit>,
    by_key: HashMap<String, usize>,
    /// By the full name in small letters.
    by_full: HashMap<String, Vec<usize>>,
    /// By the name as it is searched.
    by_plain: HashMap<String, Vec<usize>>,
    /// Of each unit, what is within it.
    parts: HashMap<usize, Vec<usize>>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    let mut text = String::new();
    // The file is part of the program; a test reads every row of it.
    let _ = GzDecoder::new(PACKED).read_to_string(&mut text);
    read(&text)
});

/// Every unit, today's before former ones, the larger first.
pub fn all() -> &'static [Unit] {
    &LIST.units
}

/// The unit at this place of the list.
pub(super) fn at(place: usize) -> Option<&'static Unit> {
    LIST.units.get(place)
}

/// The unit with this key: `07093` of today, `205c` of a former one.
pub fn by_key(key: &str) -> Option<&'static Unit> {
    at(*LIST.by_key.get(key)?)
}

/// The units that have or had this official code: today's, then the former one.
pub fn of_code(code: &str) -> impl Iterator<Item = &'static Unit> {
    [by_key(code), by_key(&format!("{code}{FORMER}"))].into_iter().flatten()
}

/// The units whose full name this is: one, or a province of today and the former one of its name.
pub(super) fn of_full(text: &str) -> impl Iterator<Item = &'static Unit> {
    let found = LIST.by_full.get(&tidy(text).to_lowercase());
    found.into_iter().flatten().filter_map(|place| at(*place))
}

/// The units of this name, as it is searched.
pub(super) fn named(plain: &str) -> impl Iterator<Item = &'static Unit> {
    LIST.by_plain.get(plain).into_iter().flatten().filter_map(|place| at(*place))
}

/// What is within this unit, by code.
pub(super) fn parts(unit: &Unit) -> impl Iterator<Item = &'static Unit> + use<> {
    let at_place = LIST.by_key.get(&unit.key()).and_then(|place| LIST.parts.get(place));
    at_place.into_iter().flatten().filter_map(|place| at(*place))
}

/// Reads the rows: list, code, kind, name, within, and what it became or was.
fn read(text: &str) -> List {
    let rows = || text.lines().skip(1).filter_map(row);
    let by_key: HashMap<String, usize> =
        rows().enumerate().map(|(at, row)| (key(row.former, row.code), at)).collect();
    let mut parts: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut units = Vec::with_capacity(by_key.len());
    for (at, row) in rows().enumerate() {
        let within = by_key.get(&key(row.former, row.within)).copied();
        if let Some(within) = within {
            parts.entry(within).or_default().push(at);
        }
        units.push(unit(&row, within, &by_key));
    }
    let mut by_full: HashMap<String, Vec<usize>> = HashMap::with_capacity(units.len());
    let mut by_plain: HashMap<String, Vec<usize>> = HashMap::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        by_plain.entry(unit.plain.clone()).or_default().push(at);
        by_full.entry(full(unit, &units).to_lowercase()).or_default().push(at);
    }
    List { units, by_key, by_full, by_plain, parts }
}

/// A unit's full name of today: `Xã Thụy Xuân, Thái Thụy, Thái Bình`.
fn full(unit: &Unit, units: &[Unit]) -> String {
    let mut text = unit.title();
    let mut around = unit.within;
    while let Some(unit) = around.and_then(|at| units.get(at)) {
        text.push_str(", ");
        text.push_str(&unit.name);
        around = unit.within;
    }
    text
}

struct Row<'a> {
    level: Level,
    former: bool,
    code: &'a str,
    kind: Kind,
    name: &'a str,
    within: &'a str,
    more: &'a str,
}

fn row(line: &str) -> Option<Row<'_>> {
    let mut cells = line.split('\t');
    let (list, code, kind) = (cells.next()?, cells.next()?, cells.next()?);
    let level = match list {
        "p" | "P" => Level::Province,
        "D" => Level::District,
        _ => Level::Commune,
    };
    Some(Row {
        level,
        former: list.chars().all(char::is_uppercase),
        code,
        kind: kind_of(kind)?,
        name: cells.next()?,
        within: cells.next().unwrap_or_default(),
        more: cells.next().unwrap_or_default(),
    })
}

fn kind_of(text: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind.label(Lang::Vi) == text)
}

fn key(former: bool, code: &str) -> String {
    match former {
        true => format!("{code}{FORMER}"),
        false => code.to_owned(),
    }
}

fn unit(row: &Row<'_>, within: Option<usize>, by_key: &HashMap<String, usize>) -> Unit {
    let was = row.more.split_once(" < ").and_then(|(kind, until)| {
        let until: Date = until.parse().ok()?;
        Some((kind_of(kind)?, until))
    });
    let became = match row.former {
        true => row.more.split(' ').filter_map(|code| by_key.get(code).copied()).collect(),
        false => Vec::new(),
    };
    Unit {
        code: row.code.to_owned(),
        level: row.level,
        former: row.former,
        name: row.name.to_owned(),
        kind: row.kind,
        was,
        within,
        became,
        plain: plain(row.name),
    }
}

/// A text as it is searched: folded, hyphens as spaces, without apostrophes (`Ea H'leo`).
pub(super) fn plain(text: &str) -> String {
    let folded = fold(text);
    let words: String = folded
        .chars()
        .filter(|letter| !matches!(letter, '\'' | '’' | '`' | '.'))
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
