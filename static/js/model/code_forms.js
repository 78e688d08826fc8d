// The forms in which one code may come: with a scanner's mark of the symbology (AIM), in a GS1
// element string (GS1-128, DataMatrix, GS1 QR), in an address (GS1 Digital Link and others), with
// an add-on of two or five digits, shortened (UPC-E), or as the code of a carton (GTIN-14). Pure.
// GS1 General Specifications 24, sections 3, 5.10 and 7.9; GS1 Digital Link 1.4.

/** Between elements of a GS1 string; scanners that type send it as Ctrl and a bracket. */
export const SEPARATOR = '\u001d';

/** The check digit of an EAN or UPC without its last digit: weights 3 and 1 from the right. */
export function checkDigit(digits) {
  let sum = 0;
  for (let n = 0; n < digits.length; n += 1) {
    sum += Number(digits[digits.length - 1 - n]) * (n % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

const ends = (code) => checkDigit(code.slice(0, -1)) === code.slice(-1);
const isGtin = (code) => /^(\d{8}|\d{12,14})$/.test(code) && ends(code);

/** The UPC-A that eight digits of a UPC-E stand for; null if they are none. */
export function fromUpcE(code) {
  const match = /^([01])(\d{5})(\d)(\d)$/.exec(code);
  if (!match) return null;
  const [, system, five, last, check] = match;
  const [a, b, c, d, e] = five;
  let long;
  if (last <= '2') long = `${a}${b}${last}0000${c}${d}${e}`;
  else if (last === '3') long = `${a}${b}${c}00000${d}${e}`;
  else if (last === '4') long = `${a}${b}${c}${d}00000${e}`;
  else long = `${five}0000${last}`;
  const whole = system + long + check;
  return ends(whole) ? whole : null;
}

/** Elements of a length of their own, by the first two digits of their identifier. */
const FIXED = {
  '00': 18, '01': 14, '02': 14, '03': 14, '04': 16, '11': 6, '12': 6, '13': 6, '14': 6, '15': 6,
  '16': 6, '17': 6, '18': 6, '19': 6, '20': 2, '31': 6, '32': 6, '33': 6, '34': 6, '35': 6,
  '36': 6, '41': 13,
};

/** How many digits an identifier has, by its first two. */
function widthOf(start) {
  if (/^(0\d|1\d|2[0-2]|30|37|9\d)$/.test(start)) return 2;
  if (/^(2[3-5]|4[0-2])$/.test(start)) return 3;
  if (/^(3[1-69]|43|7\d|8\d)$/.test(start)) return 4;
  return 0;
}

/** The elements of a GS1 string as `{ '01': …, '10': … }`; null if it is none. */
export function elements(text) {
  const found = {};
  // As people read it: (01)08938505974194(10)L01.
  if (/^\(\d{2,4}\)/.test(text)) {
    for (const [, id, value] of text.matchAll(/\((\d{2,4})\)([^(]+)/g)) found[id] = value;
    return found;
  }
  let rest = text;
  while (rest) {
    if (rest[0] === SEPARATOR) {
      rest = rest.slice(1);
      continue;
    }
    const id = /^\d{2}/.test(rest) ? rest.slice(0, widthOf(rest.slice(0, 2))) : '';
    if (!/^\d{2,4}$/.test(id)) return null;
    rest = rest.slice(id.length);
    const fixed = FIXED[id.slice(0, 2)];
    const end = fixed ?? (rest.indexOf(SEPARATOR) + 1 || rest.length + 1) - 1;
    if (rest.length < end || end === 0) return null;
    found[id] = rest.slice(0, end);
    rest = rest.slice(end);
  }
  return text.includes(SEPARATOR) ? found : withoutDays(found);
}

/**
 * Some printers leave out the mark that ends a lot, and the days behind it are read as its letters:
 * `L0117270201` is lot `L01`, to be used until 1 February 2027.
 */
function withoutDays(found) {
  const [, lot, id, day] = /^(.+?)(1[1357])(\d{6})$/.exec(found['10'] ?? '') ?? [];
  if (!lot || id in found || !dateOf(day)) return found;
  return withoutDays({ ...found, 10: lot, [id]: day });
}

/** `2026-06-30` of `260630`; day 00 is the last of its month. */
function dateOf(yymmdd) {
  const [, year, month, day] = /^(\d\d)(\d\d)(\d\d)$/.exec(yymmdd ?? '') ?? [];
  if (!year || month < '01' || month > '12') return null;
  const last = new Date(Date.UTC(2000 + Number(year), Number(month), 0)).getUTCDate();
  const of = day === '00' ? last : Number(day);
  return of <= last ? `20${year}-${month}-${String(of).padStart(2, '0')}` : null;
}

/** Thousandths of a kilogram of `3103` and six digits, as far as they are whole. */
function weightOf(found) {
  const id = Object.keys(found).find((one) => /^310[0-6]$/.test(one));
  if (!id || !/^\d{6}$/.test(found[id])) return null;
  const [value, unit] = [BigInt(found[id]) * 1000n, 10n ** BigInt(id[3])];
  return value % unit === 0n ? value / unit : null;
}

function ofElements(found) {
  const gtin = found?.['01'] ?? found?.['02'];
  if (!gtin || !isGtin(gtin.padStart(14, '0'))) return null;
  // What is in a carton or on a pallet (02), and how many of it (37, 30): no single piece.
  const count = Number(found['37'] ?? found['30'] ?? 0);
  const many = count > 1 ? String(count) : !found['01'] && '?';
  return {
    code: gtin,
    lot: found['10'] ?? '',
    expires: dateOf(found['17'] ?? found['15']),
    weight: weightOf(found),
    ...(many && { many }),
  };
}

/** What an address says: the elements of a Digital Link, else the only sound number in it. */
function ofAddress(text) {
  const path = text.replace(/^https?:\/\/[^/]*/i, '');
  const found = {};
  const pairs = /(?:^|[/?&])(\d{2,4})[/=]([^/?&#]+)/g;
  for (const [, id, value] of path.matchAll(pairs)) found[id] ??= decode(value);
  const linked = ofElements(found['01'] && { ...found, '01': found['01'].padStart(14, '0') });
  if (linked) return linked;
  const numbers = [...new Set(path.match(/\d+/g) ?? [])].filter(isGtin);
  return numbers.length === 1 ? { code: numbers[0] } : null;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The number before an add-on of two or five digits, as magazines have it. */
function withoutAddOn(digits) {
  for (const [whole, base] of [[15, 13], [18, 13], [14, 12], [17, 12], [10, 8]]) {
    if (digits.length === whole && ends(digits.slice(0, base))) return digits.slice(0, base);
  }
  return null;
}

/** A text without the scanner's mark of the symbology. */
export const withoutMark = (text) => text.replace(/^\][A-Za-z][0-9A-Za-z]/, '');

/** What kind of text a code is that is no code of goods: 'address', 'payment', or ''. */
export function foreign(text) {
  if (/^000201.*6304[0-9A-F]{4}$/i.test(text)) return 'payment';
  return /^(https?:\/\/|www\.)/i.test(text) ? 'address' : '';
}

/**
 * The readings of a scanned text, the likeliest first: `{ code, lot?, expires?, weight?, many? }`,
 * the code as digits or letters, the weight in thousandths of a kilogram (BigInt); `many` tells how
 * many pieces the label stands for ('?': it does not say), and is absent for one.
 */
export function readings(text) {
  const trimmed = String(text ?? '').trim();
  const bare = withoutMark(trimmed);
  const all = bare === trimmed ? [{ code: bare }] : [{ code: trimmed }, { code: bare }];
  if (foreign(bare) === 'address') return [...all, ofAddress(bare)].filter(Boolean);
  // FNC1 at the very start marks a GS1 string for scanners that send no mark of their own.
  const body = bare.replace(/^\u001d+/, '');
  const packed = body.replace(/[ \t]+/g, '');
  const long = packed.length >= 16 || packed.startsWith('(');
  if (long) all.push(ofElements(elements(packed)));
  const digits = packed.replace(/\D/g, '') === packed ? packed : '';
  const short = digits.length === 8 && fromUpcE(digits);
  if (short) all.push({ code: short });
  const base = digits && !isGtin(digits) && withoutAddOn(digits);
  if (base) all.push({ code: base });
  return all.filter(Boolean);
}

/** Whether a text holds a whole number of goods, with its check digit. */
export const isWhole = (text) => readings(text).some(({ code }) => isGtin(code));

/** The number of one piece in a carton's GTIN-14 (its first digit from 1 to 8), else null. */
export function pieceOf(code) {
  if (!/^[1-8]\d{13}$/.test(code) || !ends(code)) return null;
  const piece = code.slice(1, 13);
  return piece + checkDigit(piece);
}
