// What a code says, as pure functions: the one way a code is written, the labels of scales, and
// which product of the booth is meant. In which forms a code may come, code_forms.js knows.

import { isWeighed } from './cart.js';
import { checkDigit, foreign, pieceOf, readings, withoutMark } from './code_forms.js';
import { lineAmount } from './money.js';

export { checkDigit };

/** True for an EAN-8, UPC-A, EAN-13 or GTIN-14 by its length: these carry a check digit. */
const isChecked = (code) => /^(\d{8}|\d{12,14})$/.test(code);

/** True when a number agrees with its check digit; a code that has none does. */
export const isSound = (code) =>
  !isChecked(code) || checkDigit(code.slice(0, -1)) === code.slice(-1);

/**
 * The one way a code is written: without spaces, in capitals, a sound UPC-A or the GTIN-14 of a
 * single piece as its EAN-13.
 */
export function normal(code) {
  const bare = String(code ?? '').replace(/[\s\u001d]+/g, '').toUpperCase();
  if (/^\d{12}$/.test(bare) && isSound(bare)) return `0${bare}`;
  return /^0\d{13}$/.test(bare) && isSound(bare) ? bare.slice(1) : bare;
}

/** Weights of the digits of a value with a verifier (GS1 General Specifications, 7.9). */
const MINUS_2 = '0246891357';
const TIMES_3 = '0369258147';
const PLUS_5 = '0516273849';
const MINUS_5 = '0594837261';
const WEIGHTS = {
  4: [MINUS_2, MINUS_2, TIMES_3, MINUS_5],
  5: [PLUS_5, MINUS_2, MINUS_5, PLUS_5, MINUS_2],
};

/** The verifier of a value of four or five digits on a scale's label. */
export function verifier(digits) {
  const weights = WEIGHTS[digits.length];
  const sum = [...digits].reduce((all, digit, n) => all + Number(weights[n][digit]), 0);
  if (digits.length === 4) return String((sum * 3) % 10);
  return String(MINUS_5.indexOf(String((10 - (sum % 10)) % 10)));
}

/**
 * Reads the label of a scale: `rules` are the fair's `{ prefix, kind, item_digits, step, verifier
 * }`. One of the value is worth `step` thousandths of the unit (kind weight) or `step` đồng (kind
 * price). Gives `{ kind, item, value }` with a BigInt of thousandths or đồng, or null; an amount
 * with the `step` that it was rounded to; `misread` where the verifier of the value disagrees.
 */
export function readLabel(code, rules) {
  const ean = normal(code);
  if (!/^\d{13}$/.test(ean) || !isSound(ean)) return null;
  const rule = rules.find((one) => ean.startsWith(one.prefix));
  if (!rule) return null;
  const start = rule.prefix.length + rule.item_digits;
  const item = ean.slice(rule.prefix.length, start);
  const step = BigInt(rule.step);
  const digits = ean.slice(start + (rule.verifier ? 1 : 0), 12);
  const misread = rule.verifier && verifier(digits) !== ean[start];
  const value = BigInt(digits) * step;
  return {
    kind: rule.kind,
    item,
    value,
    ...(rule.kind === 'price' && { step }),
    ...(misread && { misread }),
  };
}

/** Item codes are compared without leading zeros: the scale writes `00042`, people write `42`. */
const bareItem = (text) => normal(text).replace(/^0+(?=.)/, '');

/**
 * What a scanned text means among these goods:
 *   { kind: 'product', products, … }   its barcode or item code; several products to choose from
 *   { kind: 'label', product, label }  the label of a scale; how much, `ofLabel` says
 *   { kind: 'carton', products, code, many? } a carton of these, perhaps with how many
 *   { kind: 'foreign', what, code }    an address, or a QR to pay by: no code of goods
 *   { kind: 'misread', code } | { kind: 'unknown', code, label }
 * With a GS1 string a product comes with `lot` and `expires` (yyyy-mm-dd), and with `label` where
 * it says a weight.
 *
 * What stands for a product letter by letter goes before whatever else the text could mean, its
 * barcode before an item code; a label comes last.
 */
export function lookUp(text, goods, rules) {
  const all = readings(text).map((one) => ({ ...one, code: normal(one.code) }));
  const whole = String(text ?? '').trim();
  const asRead = [normal(whole), normal(withoutMark(whole))];
  const meant = (one) => !asRead.includes(one.code);
  for (const group of [all.filter((one) => !meant(one)), all.filter(meant)]) {
    const found = product(group, goods);
    if (found) return found;
  }
  return inside(all, goods, rules) ?? unmatched(all, whole, !all.some(meant));
}

/** The product that has one of these readings as its barcode, else as its item code. */
function product(group, goods) {
  for (const field of ['barcode', 'sku']) {
    for (const { code, lot, expires, weight, many } of group) {
      const products = goods.filter((one) => one[field] && normal(one[field]) === code);
      if (!products.length) continue;
      if (many) return { kind: 'carton', products, code, many, lot, expires };
      if (weight && products.length === 1 && isWeighed(products[0])) {
        const label = { kind: 'weight', item: code, value: weight };
        return { kind: 'label', product: products[0], label, lot, expires };
      }
      return { kind: 'product', products, lot, expires };
    }
  }
  return null;
}

/** The label of a scale, or a carton of goods that are known by the piece. */
function inside(all, goods, rules) {
  for (const { code } of all) {
    const label = readLabel(code, rules);
    if (label?.misread) return { kind: 'misread', code };
    if (label) {
      const product = goods.find((one) => one.sku && bareItem(one.sku) === bareItem(label.item));
      return product ? { kind: 'label', product, label } : { kind: 'unknown', code, label };
    }
    const piece = pieceOf(code);
    const products = goods.filter((one) => one.barcode && normal(one.barcode) === piece);
    if (piece && products.length) return { kind: 'carton', products, code };
  }
  return null;
}

/** A code that nothing here has: the last reading is the most of a code that the text is. */
function unmatched(all, text, alone) {
  const { code } = all.at(-1);
  const what = foreign(withoutMark(text));
  if (what === 'payment' || (what && alone)) return { kind: 'foreign', what, code: text };
  return isSound(code) ? { kind: 'unknown', code, label: null } : { kind: 'misread', code };
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
