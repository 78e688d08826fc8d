// What a code says, as pure functions: check digits, the one way a code is written, the labels of
// scales, and which product of the booth is meant.

import { isWeighed } from './cart.js';
import { lineAmount } from './money.js';

/** The check digit of an EAN or UPC without its last digit: weights 3 and 1 from the right. */
export function checkDigit(digits) {
  let sum = 0;
  for (let n = 0; n < digits.length; n += 1) {
    sum += Number(digits[digits.length - 1 - n]) * (n % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

/** True for 8 (EAN-8), 12 (UPC-A) or 13 (EAN-13) digits, which carry a check digit. */
const isChecked = (code) => /^(\d{8}|\d{12,13})$/.test(code);

/** True when an EAN-8, UPC-A or EAN-13 agrees with its last digit; no other code has one. */
export const isSound = (code) =>
  !isChecked(code) || checkDigit(code.slice(0, -1)) === code.slice(-1);

/** The one way a code is written: without spaces, in capitals, a sound UPC-A as its EAN-13. */
export function normal(code) {
  const bare = String(code ?? '').replace(/\s+/g, '').toUpperCase();
  return /^\d{12}$/.test(bare) && isSound(bare) ? `0${bare}` : bare;
}

/**
 * Reads the label of a scale: `rules` are the fair's `{ prefix, kind, item_digits, step }`. One of
 * the value is worth `step` thousandths of the unit (kind weight) or `step` đồng (kind price).
 * Gives `{ kind, item, value }` with a BigInt of thousandths or đồng, or null; an amount with the
 * `step` that it was rounded to.
 */
export function readLabel(code, rules) {
  const ean = normal(code);
  if (!/^\d{13}$/.test(ean) || !isSound(ean)) return null;
  const rule = rules.find((one) => ean.startsWith(one.prefix));
  if (!rule) return null;
  const start = rule.prefix.length;
  const item = ean.slice(start, start + rule.item_digits);
  const step = BigInt(rule.step);
  const value = BigInt(ean.slice(start + rule.item_digits, 12)) * step;
  return { kind: rule.kind, item, value, ...(rule.kind === 'price' && { step }) };
}

/** Item codes are compared without leading zeros: the scale writes `00042`, people write `42`. */
const bareItem = (text) => normal(text).replace(/^0+(?=.)/, '');

/**
 * What a scanned code means among these goods:
 *   { kind: 'product', products }      its barcode or item code; several products to choose from
 *   { kind: 'label', product, label }  the label of a scale; how much, `ofLabel` says
 *   { kind: 'misread', code } | { kind: 'unknown', code, label }
 *
 * A full barcode wins over a label, and both over an item code.
 */
export function lookUp(text, goods, rules) {
  const code = normal(text);
  const coded = goods.filter((product) => product.barcode && normal(product.barcode) === code);
  if (coded.length) return { kind: 'product', products: coded };
  if (!isSound(code)) return { kind: 'misread', code };
  const label = readLabel(code, rules);
  if (label) {
    const product = goods.find((one) => one.sku && bareItem(one.sku) === bareItem(label.item));
    if (!product) return { kind: 'unknown', code, label };
    return { kind: 'label', product, label };
  }
  const named = goods.filter((product) => product.sku && normal(product.sku) === code);
  return named.length ? { kind: 'product', products: named } : { kind: 'unknown', code, label };
}

/**
 * How much of a product a label stands for, in thousandths, or null when it cannot be said. A
 * weight fits only goods sold by the kilogram. An amount fits only when some quantity at our price
 * comes to it: exactly, so that the customer pays what the label says; of a scale that rounds its
 * amounts, the quantity that comes nearest, within the half of a step that rounding took or gave.
 */
export function ofLabel(product, label) {
  if (label.value <= 0n) return null;
  if (label.kind === 'weight') return isWeighed(product) ? label.value : null;
  return ofAmount(BigInt(product.price), label, isWeighed(product) ? 1n : 1000n);
}

/** The multiple of `unit` thousandths that comes nearest to an amount; null if none does. */
function ofAmount(price, { value, step }, unit) {
  if (price <= 0n) return null;
  const near = (value * 1000n + (price * unit) / 2n) / (price * unit);
  const off = (count) => {
    const gap = lineAmount(price, count * unit) - value;
    return gap < 0n ? -gap : gap;
  };
  const counts = [near, near - 1n, near + 1n].filter((count) => count > 0n);
  const [best] = counts.sort((one, other) => Number(off(one) - off(other)));
  return off(best) * 2n <= step ? best * unit : null;
}
