// The price of a cart: promotions, then what the seller takes off a line, then off the whole. The
// server decides by the same rules (src/sale/cart.rs); a property test holds the two together to
// the last đồng. Whole đồng as BigInt, halves away from zero.
//
//   item       { uid, thousandths, price, discount?, sample?, free? }
//   discount   { percent: 10 } or { amount: 5000 }, as the server takes it
//   promotion  { name, products: [uid], deal: { percent } | { amount } | { buy_get: { buy, get } }
//              | { bundle } }

import { lineAmount } from './money.js';

/** The most that a line, a sale or a payment may come to, in đồng; the laptop's own limit. */
export const LIMIT = 100000000000n;
const least = (one, other) => (one < other ? one : other);
const sumOf = (amounts) => amounts.reduce((sum, one) => sum + one, 0n);

/** A percentage of an amount from 0 up, halves up. */
export const percentOf = (base, percent) => (base * BigInt(percent) + 50n) / 100n;

/** What a discount takes off `base`. */
function off(discount, base) {
  if (!discount) return 0n;
  if (discount.percent !== undefined) return percentOf(base, discount.percent);
  return least(BigInt(discount.amount), base);
}

/** Splits an amount over weights; what rounding leaves goes to the largest remainders first. */
export function allocate(whole, weights) {
  const total = sumOf(weights);
  if (total === 0n) return weights.map((_, n) => (n === 0 ? whole : 0n));
  const parts = weights.map((weight) => (whole * weight) / total);
  const rest = (n) => (whole * weights[n]) % total;
  const compare = (one, other) => {
    const [a, b] = [rest(one), rest(other)];
    if (a === b) return one - other;
    return a > b ? -1 : 1;
  };
  const order = weights.map((_, n) => n).sort(compare);
  const left = Number(whole - sumOf(parts));
  for (const n of order.slice(0, left)) parts[n] += 1n;
  return parts;
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
  priced.forEach((line, n) => {
    line.line = off(items[n].discount, net(line));
  });
  const nets = priced.map(net);
  const cut = off(discount, sumOf(nets));
  if (cut > 0n) {
    allocate(cut, nets).forEach((share, n) => {
      priced[n].cart = share;
    });
  }
  return priced;
}

/** Each line gets what saves it most; then a set takes its lines over where it saves more. */
function promote(items, promotions, priced) {
  items.forEach((item, n) => {
    for (const promotion of promotions.filter((one) => covers(one, item))) {
      const saved = alone(promotion.deal, item, priced[n].gross);
      if (saved > priced[n].promotion) {
        Object.assign(priced[n], { promotion: saved, name: promotion.name });
      }
    }
  });
  const held = new Set();
  for (const promotion of promotions.filter((one) => one.deal.bundle !== undefined)) {
    const lines = set(items, promotion, held);
    const found = lines && saving(items, lines, BigInt(promotion.deal.bundle));
    if (!found || found.saved <= sumOf(lines.map((n) => priced[n].promotion))) continue;
    allocate(found.saved, found.weights).forEach((share, at) => {
      Object.assign(priced[lines[at]], { promotion: share, name: promotion.name });
      held.add(lines[at]);
    });
  }
}

const covers = (promotion, item) =>
  !item.sample && !item.free && promotion.products.includes(item.uid);

/** What a promotion saves a line by itself; a set saves nothing so. */
function alone(deal, item, gross) {
  if (deal.percent !== undefined) return percentOf(gross, deal.percent);
  if (deal.amount !== undefined) {
    return least(lineAmount(BigInt(deal.amount), item.thousandths), gross);
  }
  if (deal.buy_get) {
    const [buy, get] = [BigInt(deal.buy_get.buy), BigInt(deal.buy_get.get)];
    return item.price * ((item.thousandths / 1000n / (buy + get)) * get);
  }
  return 0n;
}

/** The first free line of each product of a set; null when one is not in the cart. */
function set(items, promotion, held) {
  const of = (uid) =>
    items.findIndex((item, n) => item.uid === uid && covers(promotion, item) && !held.has(n));
  const lines = promotion.products.map(of);
  return lines.includes(-1) ? null : lines;
}

/** What whole sets save, and by which weights their lines share it; null when nothing. */
function saving(items, lines, together) {
  const sets = lines.map((n) => items[n].thousandths / 1000n).reduce(least);
  const weights = lines.map((n) => items[n].price * sets);
  const saved = sumOf(weights) - together * sets;
  return saved > 0n ? { saved, weights } : null;
}
