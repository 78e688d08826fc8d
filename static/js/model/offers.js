// What promotions save. An offer takes quantities, not lines, and a fuller cart never costs less;
// the rules, and why they are so, stand in src/sale/cart/offers.rs, step by step the same.
//
//   good    { uid, lines: [n], at: [[price, thousandths]], gross, offers }   a product of the cart
//   pieces  { at, gross }                                                    a part of it

import { allocate, least, percentOf, sumOf } from './amounts.js';

/** The most sets of one kind in a cart, and the most kinds that are weighed against each other. */
const TIMES = 1000n;
const KINDS = 12;

const most = (one, other) => (one > other ? one : other);
const many = (at) => sumOf(at.map((piece) => piece[1]));

/** Puts what promotions save, and their names, on the lines. */
export function promote(items, promotions, priced) {
  const goods = goodsOf(items, promotions, priced);
  const saved = goods.map(() => ({ off: 0n, names: [], times: 0n }));
  for (const set of chosen(setsOf(goods, promotions))) {
    const shares = sharesOf(set, goods);
    set.members.forEach((n, at) => {
      saved[n] = { off: shares[at], names: [set.name], times: set.times };
    });
  }
  goods.forEach((good, n) => {
    const { off, names, times } = saved[n];
    const one = single(without(good, times), good.offers);
    const name = [...names, ...one.names].join(' + ');
    const weights = good.lines.map((line) => priced[line].gross);
    allocate(off + one.off, weights).forEach((share, at) => {
      if (share > 0n) Object.assign(priced[good.lines[at]], { promotion: share, name });
    });
  });
}

const covers = (promotion, item) =>
  !item.sample && !item.free && promotion.products.includes(item.uid);
const isSet = ({ deal }) => deal.bundle !== undefined;

function goodsOf(items, promotions, priced) {
  const goods = [];
  items.forEach((item, n) => {
    const of = promotions.filter((one) => covers(one, item));
    if (!of.length) return;
    let good = goods.find((one) => one.uid === item.uid);
    if (!good) {
      const offers = of.filter((one) => !isSet(one));
      good = { uid: item.uid, lines: [], at: [], gross: 0n, offers };
      goods.push(good);
    }
    good.lines.push(n);
    good.at.push([item.price, item.thousandths]);
    good.gross += priced[n].gross;
  });
  const dearest = ([one], [other]) => (one === other ? 0 : one > other ? -1 : 1);
  for (const good of goods) good.at.sort(dearest);
  return goods;
}

/** What is left of a product when the dearest `units` are taken. */
function without(good, units) {
  if (units <= 0n) return good;
  const [taken, at] = split(good.at, units * 1000n);
  return { at, gross: at.length ? most(good.gross - value(taken), 0n) : 0n };
}

/** What the best of these offers saves, the earlier of equals, and its name. */
function single(pieces, offers) {
  let best = { off: 0n, names: [] };
  for (const { deal, name } of offers) {
    const off = pieces.gross - least(under(deal, pieces), pieces.gross);
    if (off > best.off) best = { off, names: [name] };
  }
  return best;
}

/** Đồng of pieces under one offer; the cheapest are the gift. */
function under(deal, { at, gross }) {
  if (deal.percent !== undefined) return gross - percentOf(gross, deal.percent);
  if (deal.amount !== undefined) {
    return value(at.map(([price, here]) => [most(price - BigInt(deal.amount), 0n), here]));
  }
  const [buy, get] = [deal.buy_get.buy, deal.buy_get.get].map((units) => BigInt(units) * 1000n);
  const all = many(at);
  const free = (all / (buy + get)) * get + most((all % (buy + get)) - buy, 0n);
  return value(split(at, all - free)[0]);
}

/** The first thousandths, and the rest. */
function split(pieces, thousandths) {
  let left = thousandths;
  const [taken, rest] = [[], []];
  for (const [price, here] of pieces) {
    const part = least(here, left);
    left -= part;
    if (part > 0n) taken.push([price, part]);
    if (here > part) rest.push([price, here - part]);
  }
  return [taken, rest];
}

/** Đồng of pieces, halves up. */
const value = (at) => (sumOf(at.map(([price, here]) => price * here)) + 500n) / 1000n;

/** The sets of which something is in the cart and that save something there. */
function setsOf(goods, promotions) {
  const touched = promotions.filter(isSet).map(({ name, products, deal }) => ({
    name,
    price: BigInt(deal.bundle),
    members: goods.flatMap(({ uid }, n) => (products.includes(uid) ? [n] : [])),
  }));
  const sets = touched.filter(({ members }) => members.length).slice(0, KINDS);
  return sets.map((set) => best(goods, set)).filter(({ gain }) => gain > 0n);
}

/** How often a set saves most, the fewest of equals. */
function best(goods, set) {
  const of = set.members.map((n) => goods[n]);
  const leftOf = (good, times) => {
    const rest = without(good, times);
    return rest.gross - single(rest, good.offers).off;
  };
  const left = (times) => sumOf(of.map((good) => leftOf(good, times)));
  const last = (of.map(({ at }) => many(at)).reduce(most) + 999n) / 1000n;
  const apart = left(0n);
  let [times, gain] = [0n, 0n];
  for (let some = 1n; some <= least(last, TIMES); some += 1n) {
    const saved = apart - left(some) - set.price * some;
    if (saved > gain) [times, gain] = [some, saved];
  }
  return { ...set, times, gain };
}

/** What a set takes off each of its products. */
function sharesOf({ members, price, times }, goods) {
  const weights = members.map((n) => goods[n].gross - without(goods[n], times).gross);
  return allocate(most(sumOf(weights) - price * times, 0n), weights);
}

/** The sets that together save most, no product in two of them; the earlier of equals. */
function chosen(sets) {
  const from = (n, held) => {
    if (n === sets.length) return { gain: 0n, all: [] };
    const other = from(n + 1, held);
    const { members, gain } = sets[n];
    if (members.some((one) => held.includes(one))) return other;
    const rest = from(n + 1, [...held, ...members]);
    const own = { gain: rest.gain + gain, all: [sets[n], ...rest.all] };
    return own.gain >= other.gain ? own : other;
  };
  return from(0, []).all;
}
