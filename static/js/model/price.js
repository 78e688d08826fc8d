// The price of a cart: promotions, then what the seller takes off a line, then off the whole. The
// server decides by the same rules (src/sale/cart.rs); a property test holds the two together to
// the last đồng. Whole đồng as BigInt, halves away from zero.
//
//   item       { uid, thousandths, price, discount?, sample?, free? }
//   discount   { percent: 10 } or { amount: 5000 }, as the server takes it
//   promotion  { name, products: [uid], deal: { percent } | { amount } | { buy_get: { buy, get } }
//              | { bundle } }

import { allocate, least, percentOf, sumOf } from './amounts.js';
import { lineAmount } from './money.js';
import { promote } from './offers.js';

/** The most that a line, a sale or a payment may come to, in đồng; the laptop's own limit. */
export const LIMIT = 100000000000n;

/** What a discount takes off `base`. */
function off(discount, base) {
  if (!discount) return 0n;
  if (discount.percent !== undefined) return percentOf(base, discount.percent);
  return least(BigInt(discount.amount), base);
}

export const net = (line) => line.gross - line.promotion - line.line - line.cart;

/**
 * The lines with their prices: { gross, promotion, name, line, cart }, in the order of the items.
 * Of two promotions that save the same, the earlier is taken. Null beyond what a sale may carry.
 */
export function priceItems(items, promotions, discount) {
  const priced = items.map((item) => ({
    gross: item.sample ? 0n : lineAmount(item.price, item.thousandths),
    promotion: 0n,
    name: '',
    line: 0n,
    cart: 0n,
  }));
  if (priced.some((line) => line.gross > LIMIT)) return null;
  promote(items, promotions, priced);
  lineDiscounts(items, priced);
  const nets = priced.map(net);
  const cut = off(discount, sumOf(nets));
  if (cut > 0n) {
    allocate(cut, nets).forEach((share, n) => {
      priced[n].cart = share;
    });
  }
  return priced;
}

/** The same per cents off two lines of one product are reckoned over both. */
function lineDiscounts(items, priced) {
  const done = new Set();
  items.forEach((item, n) => {
    if (!item.discount || done.has(n)) return;
    const lines = items.map((_, m) => m).filter((m) => m === n || (m > n && alike(item, items[m])));
    const bases = lines.map((m) => net(priced[m]));
    allocate(off(item.discount, sumOf(bases)), bases).forEach((share, at) => {
      priced[lines[at]].line = share;
      done.add(lines[at]);
    });
  });
}

/** Whether two lines could as well have been one, per cents included. */
const alike = (one, other) =>
  one.discount.percent !== undefined &&
  one.discount.percent === other.discount?.percent &&
  one.uid === other.uid &&
  one.price === other.price &&
  ![one, other].some(({ free, sample }) => free || sample);
