// What becomes of a cart's lines when the first screen stands: samples, lots that are not to be
// sold any more, and the lines of a sale.
// Pure, as the cart is (cart.js).

import { find, keyOf } from './cart.js';
import { plainQuantity } from './amount_text.js';

/**
 * Gives a line away as a free sample, or (without a reason) sells it again; `{ cart, key }`, where
 * the line is now. It joins a line of the same kind, which stays what it was.
 */
export function giveAway(cart, key, reason) {
  const { discount: _, sample: __, key: ___, ...line } = find(cart, key);
  const to = reason ? sampleKey(cart, key, reason) : line.uid;
  const known = to === key ? undefined : find(cart, to);
  const fresh = { ...line, ...(reason && { key: to, sample: reason }) };
  const thousandths = line.thousandths + (known?.thousandths ?? 0n);
  const given = { ...(known ?? fresh), thousandths };
  const rest = cart.lines.filter((one) => keyOf(one) !== to || to === key);
  const lines = rest.map((one) => (keyOf(one) === key ? given : one));
  return { cart: { ...cart, lines }, key: to };
}

/** Samples of one product stand together by their reason. */
function sampleKey(cart, key, reason) {
  const { uid, sample } = find(cart, key);
  const same = cart.lines.find((one) => one.uid === uid && one.sample === reason);
  if (same) return keyOf(same);
  if (sample) return key;
  let n = 1;
  while (find(cart, `${uid}:sample${n}`)) n += 1;
  return `${uid}:sample${n}`;
}

/**
 * The lines that may be sold from blocked lots, in the order of the cart: the line with its key,
 * such a lot, and the others of which something is here. While a blocked lot lies here, whoever
 * names no lot may have it in hand, whatever the laptop would draw.
 */
export function blockedLines(cart, blocked) {
  const here = new Map(blocked.map((one) => [one.product, one]));
  const asked = [];
  for (const line of cart.lines) {
    const { lots, others } = here.get(line.uid) ?? {};
    const held = ({ lot, left }) => (line.lot === undefined ? left > 0 : lot === line.lot);
    const lot = lots?.find(held)?.lot;
    if (lot !== undefined && !line.meant) {
      asked.push({ line, key: keyOf(line), lot, others: byName(others) });
    }
  }
  return asked;
}

/** Lots of one name, whoever owns them, are one to the seller. */
function byName(others) {
  const names = new Map();
  for (const one of others) {
    const known = names.get(one.lot);
    names.set(one.lot, known ? { ...known, left: known.left + one.left } : one);
  }
  return [...names.values()];
}

/** The lines as the server takes them, each with the price its customer was told. */
export const saleLines = (cart) =>
  cart.lines.map((line) => ({
    product: line.uid,
    quantity: plainQuantity(line.thousandths),
    unit: line.unit,
    ...(!line.free && !line.sample && { price: Number(line.price) }),
    ...(line.note && { note: line.note }),
    ...(line.discount && { discount: line.discount }),
    ...(line.sample && { sample: line.sample }),
    ...(line.free && { amount: Number(line.price) }),
    ...(line.lot !== undefined && { lot: line.lot }),
  }));
