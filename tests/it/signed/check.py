"""Checks a receipt's code by a public key, after RFC 8032 and docs/rooms/print.md alone.

    python3 check.py KEY CODE
"""

import hashlib
import sys

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def add(p, q):
    (x1, y1), (x2, y2) = p, q
    k = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P)
    return x % P, y % P


def times(n, p):
    out = (0, 1)
    while n:
        out = add(out, p) if n & 1 else out
        p, n = add(p, p), n >> 1
    return out


def point(text):
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - xx) % P:
        raise ValueError("no point of the curve")
    return (P - x if x & 1 != sign else x), y


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def holds(key, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    return s < L and times(s, BASE) == add(point(r), times(h, point(key)))


def varint(text):
    value = shift = 0
    for n, byte in enumerate(text):
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, text[n + 1 :]
    raise ValueError("a number without an end")


def main(key, code):
    letters = code.rsplit("#", 1)[-1].upper()
    bits = "".join(format(LETTERS.index(it), "05b") for it in letters)
    text = bytes(int(bits[n : n + 8], 2) for n in range(0, len(bits) // 8 * 8, 8))
    said, signature = text[:-64], text[-64:]
    try:
        good = said[0] == 1 and holds(bytes.fromhex(key), b"chophien receipt" + said, signature)
    except ValueError:
        good = False
    if not good:
        return print("forged")
    _, rest = varint(said[5:])
    due, rest = varint(rest)
    paid, rest = varint(rest)
    print("genuine", rest[8:].decode(), (due >> 1) ^ -(due & 1), paid)


main(*sys.argv[1:])
