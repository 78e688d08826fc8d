// Quantities in packs, as people say them. The rules are those of the server (catalog/pack/mixed.rs).
// Quantities are whole thousandths of the product's unit, as numbers.

import { quantity } from './money.js';

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

/**
 * The thousandths of parts (a figure in thousandths, and thousandths of the unit in one of what it
 * counts), or null where they come to no exact number; whole pieces where pieces are counted.
 */
export function summed(parts, measured) {
  const least = measured ? ONE : ONE * ONE;
  let sum = 0;
  for (const { count, holds } of parts) {
    const millionths = count * holds;
    if (millionths % least !== 0) return null;
    sum += millionths / ONE;
  }
  return sum;
}
