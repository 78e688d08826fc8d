// What a refund gives back, as the server works it out (src/sale/refund/share.rs): cumulative,
// rounded shares less what was given back already. Whole đồng and thousandths as BigInt.
//
//   sale  { total, rounding, given_back, alone, cash_step, methods, lines: [{ n, quantity, amount,
//           returned, given_back }], ways: [{ method, amount, gone }] }, figures as BigInt; alone:
//           given back without a manager; gone: how much of a way went back by it
//   part  { n, quantity }, thousandths

import { toStep } from './cash_rounding.js';
import { parseQuantity } from './amount_text.js';
import { allocate } from './amounts.js';

const least = (one, other) => (one < other ? one : other);
const most = (one, other) => (one > other ? one : other);

/** Thousandths of decimal text; the lines of a refund are negative. */
const thousandths = (text) =>
  text.startsWith('-') ? -parseQuantity(text.slice(1)) : parseQuantity(text);

/** A payment of a sale, its figures as BigInt. */
export const readWay = ({ method, amount, gone = 0 }) => ({
  method,
  amount: BigInt(amount),
  gone: BigInt(gone),
});

/** A sale as the server tells it, its figures as BigInt. */
export function readSale(data) {
  const line = (one) => ({
    ...one,
    quantity: thousandths(one.quantity),
    returned: thousandths(one.returned),
    amount: BigInt(one.amount),
    given_back: BigInt(one.given_back),
  });
  return {
    ...data,
    total: BigInt(data.total),
    rounding: BigInt(data.rounding),
    given_back: BigInt(data.given_back),
    alone: BigInt(data.alone),
    ways: data.ways.map(readWay),
    lines: data.lines.map(line),
  };
}

/** Takes from a sale what refunds of this device took back of it; gives the sale. */
export function minus(sale, rows) {
  for (const { body, amount, alone } of rows) {
    takeBack(sale.lines, body.lines);
    spend(sale, body.back, -BigInt(amount));
    sale.given_back -= BigInt(amount);
    if (alone !== false) sale.alone -= BigInt(amount);
  }
  return sale;
}

/** Parts of an earlier refund, no more than is left; without any, everything came back. */
function takeBack(lines, parts) {
  for (const line of lines) {
    const part = parts ? parts.find((one) => one.n === line.n)?.quantity : null;
    if (part === undefined) continue;
    const quantity = part === null ? remaining(line) : least(parseQuantity(part), remaining(line));
    line.given_back += goodsBack(line, quantity);
    line.returned += quantity;
  }
}

export const remaining = (line) => line.quantity - line.returned;

/** `amount` × part ÷ whole, halves up; the whole of it for the whole. */
const share = (amount, part, whole) =>
  part === whole ? amount : (2n * amount * part + whole) / (2n * whole);

/** Đồng of goods that these thousandths of a line take back. */
export const goodsBack = (line, quantity) =>
  share(line.amount, line.returned + quantity, line.quantity) - line.given_back;

/** Đồng to hand back for these parts; `method` null: as it was paid. */
export function moneyBack(sale, parts, method) {
  const paid = sale.total + sale.rounding;
  const before = sale.lines.reduce((sum, line) => sum + line.given_back, 0n);
  const goods = parts.reduce((sum, part) => {
    const line = sale.lines.find((one) => one.n === part.n);
    return sum + goodsBack(line, part.quantity);
  }, before);
  const cash = method ? method === 'cash' : sale.methods.every((one) => one === 'cash');
  const due = (goods === sale.total ? paid : least(goods, paid)) - sale.given_back;
  return most(toStep(due, cash ? sale.cash_step : 0), 0n);
}

const sum = (all) => all.reduce((one, other) => one + other, 0n);

/**
 * How `money` goes back as it was paid: đồng for each of the sale's ways. Each has its own
 * cumulative share of all that went back, less what went back by it already; the cash of it is
 * what there are notes for, and the other ways give back what that leaves.
 */
export function byWays(sale, money) {
  const { ways, cash_step: step } = sale;
  const upto = shares(ways, sale.given_back + money);
  const room = ways.map(({ amount, gone }) => amount - gone);
  const wants = ways.map(({ gone }, n) => most(upto[n] - gone, 0n));
  const of = (cash, all) => all.map((one, n) => ((ways[n].method === 'cash') === cash ? one : 0n));
  const others = sum(of(false, room));
  const till = sum(of(true, room));
  if (step <= 1 || !till || !others) return allocate(money, wants);
  const gone = sum(of(true, ways.map((way) => way.gone)));
  const target = toStep(sum(of(true, upto)), step) - gone;
  const bounds = { low: most(money - others, 0n), high: least(money, till), till };
  const cash = inNotes(target, bounds, step);
  const parts = (some, part) => fillUp(part, of(some, wants), of(some, room));
  const rest = parts(false, money - cash);
  return parts(true, cash).map((part, n) => part + rest[n]);
}

/** The share of each way of what went back in all. */
function shares(ways, all) {
  const whole = sum(ways.map(({ amount }) => amount));
  let [before, upto] = [0n, 0n];
  return ways.map(({ amount }) => {
    upto += amount;
    const own = share(upto, all, whole) - before;
    before += own;
    return own;
  });
}

/** Cash near `target` that there are notes for, between what it must and what it can be. */
function inNotes(target, { low, high, till }, step) {
  const size = BigInt(step);
  const [up, down] = [low + ((size - (low % size)) % size), high - (high % size)];
  return till <= low ? till : least(most(least(most(target, up), down), low), high);
}

/** `money` over ways that want so much of it and have room for so much. */
function fillUp(money, wants, room) {
  let more = money - sum(wants);
  if (more <= 0n) return allocate(money, wants);
  return wants.map((want, n) => {
    const part = least(more, room[n] - want);
    more -= part;
    return want + part;
  });
}

/** Marks money as gone by a method, or by the ways it was paid. */
function spend(sale, method, money) {
  if (!method) {
    byWays(sale, money).forEach((part, n) => (sale.ways[n].gone += part));
    return;
  }
  let rest = money;
  for (const way of sale.ways.filter((one) => one.method === method)) {
    const part = least(rest, way.amount - way.gone);
    way.gone += part;
    rest -= part;
  }
}

/** Whether this person sold it: what was sold while nobody was signed in is nobody's own. */
const isOwn = (sale, person) => Boolean(sale.seller_id) && sale.seller_id === person?.id;

/**
 * Why this person needs a manager for it, or null: a seller takes back own sales of the open shift
 * (`in_time`; of the day where the booth works without shifts). All that goes back of a sale
 * without a manager is up to the booth's limit, and up to a smaller one while the laptop is out of
 * reach.
 */
export function needsManager(sale, person, money, offline) {
  if (sale.manages) return null;
  if (!isOwn(sale, person) || !sale.in_time) return 'own';
  const { refund, offline_refund: small } = sale.limits;
  return sale.alone + money > BigInt(offline ? small : refund) ? 'limit' : null;
}
