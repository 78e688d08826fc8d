// What becomes of a cart's lines when the first screen stands: samples, and the lines of a sale.
// Pure, as the cart is (cart.js).

import { find, keyOf } from './cart.js';
import { plainQuantity } from './money.js';

/** Gives a line away as a free sample, or (without a reason) sells it again. */
export function giveAway(cart, key, reason) {
  const { discount: _, sample: __, key: ___, ...line } = find(cart, key);
  const to = reason ? `${line.uid}:sample` : line.uid;
  const known = to === key ? undefined : find(cart, to);
  const thousandths = line.thousandths + (known?.thousandths ?? 0n);
  const given = { ...line, ...(reason && { key: to, sample: reason }), thousandths };
  const rest = cart.lines.filter((one) => keyOf(one) !== to || to === key);
  return { ...cart, lines: rest.map((one) => (keyOf(one) === key ? given : one)) };
}

/** The lines as the server takes them, each with the price its customer was told. */
export const saleLines = (cart) =>
  cart.lines.map((line) => ({
    product: line.uid,
    quantity: plainQuantity(line.thousandths),
    ...(!line.free && !line.sample && { price: Number(line.price) }),
    ...(line.note && { note: line.note }),
    ...(line.discount && { discount: line.discount }),
    ...(line.sample && { sample: line.sample }),
    ...(line.free && { amount: Number(line.price) }),
  }));
