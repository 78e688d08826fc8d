// A stocktake as this device keeps it: which lines there are to count, what was counted of them and
// when. Quantities are whole thousandths, as numbers: no shelf has a quadrillion of anything.

import { fold } from './fold.js';

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
  for (const { uid, name, unit } of products) {
    const lots = (held.get(uid)?.lots ?? []).filter((lot) => lot.tracked || lot.quantity !== '0');
    for (const { lot, owner, owner_name, expires_on, quantity } of lots) {
      const book = thousandths(quantity);
      add(name, unit, { product: uid, owner, owner_name, lot, expires_on, book });
    }
    if (!lots.length) add(name, unit, { product: uid, lot: '' });
  }
  const known = new Set(lines.map(({ key }) => key));
  for (const one of Object.values(counted)) {
    if (!known.has(keyOf(one))) add(one.name, one.unit, one);
  }
  return lines;
}

/**
 * A line is counted. The first number stays beside a changed one: the second was typed when the
 * book's figure was seen.
 */
export function count(counted, line, { quantity, at, by, book }) {
  const before = counted[line.key];
  const { product, owner, lot, expires_on, name, unit } = line;
  const changed = before && before.quantity !== quantity;
  const first = before?.first ?? (changed ? before.quantity : undefined);
  const now = { product, owner, lot, expires_on, name, unit, quantity, at, by, book, first };
  return { ...counted, [line.key]: now };
}

/** The line is not counted after all. */
export function forget(counted, line) {
  const { [line.key]: _, ...rest } = counted;
  return rest;
}

/** What differs from the book, in thousandths; null while the book's figure is not known. */
export const difference = ({ quantity, book }) =>
  book === undefined || book === null ? null : quantity - book;

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

/** Counted lines as the laptop takes them, at most three hundred at once. */
export function parts(counted) {
  const line = ({ product, owner, lot, expires_on, quantity, first, at, by }) => ({
    product,
    ...(owner && { owner }),
    lot,
    ...(expires_on && { expires_on }),
    quantity: plain(quantity),
    ...(first !== undefined && first !== quantity && { first: plain(first) }),
    at_ms: at,
    ...(by && { by }),
  });
  const all = Object.values(counted).sort((one, other) => one.at - other.at).map(line);
  const out = [];
  for (let n = 0; n < all.length; n += LINES) out.push(all.slice(n, n + LINES));
  return out;
}
