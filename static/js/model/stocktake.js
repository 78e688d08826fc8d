// A stocktake as this device keeps it: which lines there are to count, what was counted of them and
// when. Quantities are whole thousandths, as numbers: no shelf has a quadrillion of anything.

import { parseQuantity } from './amount_text.js';
import { fold } from './fold.js';
import { quantity } from './money.js';

// Units that are measured out; all others are counted whole (catalog/kinds.rs).
const MEASURED =
  ['kg', 'g', 'gam', 'gram', 'lang', 'yen', 'ta', 'tan', 'l', 'lit', 'ml', 'm', 'met'];

/** Whether a part of such a unit makes sense. */
export const measured = (unit) => MEASURED.includes(fold(unit));

/** A line sold within so many ms of its count wants counting again. */
export const NEAR_MS = 5 * 60000;

/** The most lines that the laptop takes at once. */
export const LINES = 300;

/** What names a line: a lot of a product. */
export const keyOf = ({ product, owner, lot }) => `${product} ${owner ?? ''} ${lot}`;

const thousandths = (text) => Math.round(Number(text) * 1000);

/**
 * The lines to count: lots that the laptop told of, and goods of which it told none. Counted lines
 * that stand nowhere else (any more) stay.
 */
export function shelf(products, levels, counted) {
  const held = new Map((levels ?? []).map((one) => [one.product, one]));
  const lines = [];
  const add = (name, unit, line) => lines.push({ name, unit, ...line, key: keyOf(line) });
  for (const { uid, name, unit: known, packs: told } of products) {
    const unit = held.get(uid)?.unit ?? known;
    const packs = packsOf(held.get(uid)?.packs ?? told);
    const pack = packs.length ? { packs } : {};
    const lots = (held.get(uid)?.lots ?? []).filter((lot) => lot.tracked || lot.quantity !== '0');
    const several = new Set(lots.map(({ owner }) => owner)).size > 1;
    for (const { lot, owner, owner_name, expires_on, quantity, tracked } of lots) {
      // Where no stock was kept yet the book has no figure to differ from.
      const book = tracked ? thousandths(quantity) : null;
      const whose = several ? owner_name : undefined;
      add(name, unit, { product: uid, owner, whose, lot, expires_on, book, ...pack });
    }
    if (!lots.length) add(name, unit, { product: uid, lot: '', ...pack });
  }
  const known = new Set(lines.map(({ key }) => key));
  for (const one of Object.values(counted)) {
    if (!known.has(keyOf(one))) add(one.name, one.unit, one);
  }
  return lines;
}

/**
 * A line is counted. The first number stays beside one that was typed when the book's figure had
 * been seen; `seen` is such a number of a line that was left out meanwhile.
 */
export function count(counted, line, { quantity, at, by, book, seen }) {
  const before = counted[line.key];
  const { product, owner, whose, lot, expires_on, name, unit, packs } = line;
  const told = before && before.book !== null && before.book !== undefined;
  // What was counted in another unit is no first figure of this one.
  const first = before && otherUnit(before, line)
    ? undefined
    : before?.first ?? seen ?? (told ? before.quantity : undefined);
  const about = { product, owner, whose, lot, expires_on, name, unit, ...(packs && { packs }) };
  return { ...counted, [line.key]: { ...about, quantity, at, by, book, first } };
}

/** Whether a line was counted in another unit than its goods have by now. */
export const otherUnit = (one, { unit }) => one.unit !== undefined && one.unit !== unit;

/** The line is not counted after all. */
export function forget(counted, line) {
  const { [line.key]: _, ...rest } = counted;
  return rest;
}

/** The number of a counted line that was typed before the book's figure was seen, once it was. */
export const firstOf = ({ first, book, quantity }) =>
  first ?? (book === null || book === undefined ? undefined : quantity);

/** What differs from the book, in thousandths; null while the book's figure is not known. */
export const difference = ({ quantity, book }) =>
  book === undefined || book === null ? null : quantity - book;

/** A count without this line; should it be counted again, what was typed first is known. */
export function leftOut({ seen, counted, ...it }, line) {
  const one = counted[line.key];
  const first = one && !otherUnit(one, line) ? firstOf(one) : undefined;
  return { ...it, seen: { ...seen, [line.key]: first }, counted: forget(counted, line) };
}

/** A count with what the book had of a line, unless that was counted again since `at`. */
export function withBook(it, { key }, at, book) {
  const one = it.counted[key];
  return one?.at === at ? { ...it, counted: { ...it.counted, [key]: { ...one, book } } } : it;
}

/** The states of a line, by what was counted of it. */
export const STATES = {
  left: (one) => !one,
  done: (one) => Boolean(one),
  off: (one) => one && difference(one) !== 0 && difference(one) !== null,
};

/** Whether goods of a line were sold on this device so near its count that it may be wrong. */
export const soldNear = (one, sales) =>
  sales.some(
    ({ kind, body }) =>
      kind === 'sale' &&
      Math.abs(body.paid_at_ms - one.at) <= NEAR_MS &&
      body.lines.some(({ product }) => product === one.product),
  );

/** Decimal text for the laptop. */
const plain = (value) => {
  const whole = Math.trunc(value / 1000);
  const rest = String(value % 1000).padStart(3, '0').replace(/0+$/, '');
  return rest ? `${whole}.${rest}` : String(whole);
};

/** What was counted, in parts of at most three hundred lines, by when. */
export function batches(counted) {
  const all = Object.entries(counted).sort(([, one], [, other]) => one.at - other.at);
  const out = [];
  for (let n = 0; n < all.length; n += LINES) out.push(Object.fromEntries(all.slice(n, n + LINES)));
  return out;
}

/** Counted lines as the laptop takes them. */
export function linesOf(counted) {
  const line = ({ product, owner, lot, unit, quantity, first, at, by }) => ({
    product,
    ...(unit && { unit }),
    ...(owner && { owner }),
    lot,
    quantity: plain(quantity),
    ...(first !== undefined && first !== quantity && { first: plain(first) }),
    at_ms: at,
    ...(by && { by }),
  });
  return Object.values(counted).map(line);
}

// Quantities in packs, as people say them. The rules are those of the server
// (catalog/pack/mixed.rs).

const ONE = 1000;

const figure = (value) => quantity(BigInt(value));

/** What a unit is called beside a figure: of `gói 500 g` it is `gói`. */
export function spoken(unit) {
  const at = unit.search(/\d/);
  if (at < 0) return unit;
  const words = unit.slice(0, at);
  return /[ (]$/.test(words) ? words.replace(/[ (]+$/, '') || unit : unit;
}

/** Packs as the server tells them, with thousandths. */
export const packsOf = (told) =>
  (told ?? []).map(({ name, holds }) => ({ name, holds: Math.round(Number(holds) * ONE) }));

/** `2 thùng 5 chai`; of a product without packs the figure alone. */
export function mixed(value, unit, packs) {
  if (!packs?.length) return figure(value);
  const parts = [];
  let rest = Math.abs(value);
  for (const { name, holds } of packs.filter((pack) => pack.holds > ONE)) {
    const count = Math.floor(rest / holds);
    rest -= count * holds;
    if (count > 0) parts.push(`${figure(count * ONE)}\u00a0${name}`);
  }
  if (rest > 0 || !parts.length) parts.push(`${figure(rest)}\u00a0${spoken(unit)}`);
  return `${value < 0 ? '−' : ''}${parts.join(' ')}`;
}

/** A part as it is typed; its figure is null where it cannot be read (a fourth decimal, say). */
export function typedPart({ text, holds }) {
  const count = parseQuantity(text);
  return { count: count === null ? null : Number(count), holds };
}

/**
 * The thousandths of parts (a figure in thousandths, and thousandths of the unit in one of what it
 * counts), or null where they come to no exact number or one of them cannot be read; whole pieces
 * where pieces are counted.
 */
export function summed(parts, measured) {
  const least = measured ? ONE : ONE * ONE;
  let sum = 0;
  for (const { count, holds } of parts) {
    if (count === null) return null;
    const millionths = count * holds;
    if (millionths % least !== 0) return null;
    sum += millionths / ONE;
  }
  return sum;
}
