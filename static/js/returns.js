// What a refund gives back, as the server works it out (src/sale/refund/share.rs): cumulative,
// rounded shares less what was given back already. Whole đồng and thousandths as BigInt.
//
//   sale  { total, rounding, given_back, alone, cash_step, methods, lines: [{ n, quantity, amount,
//           returned, given_back }] }, figures as BigInt; alone: given back without a manager
//   part  { n, quantity }, thousandths

import { parseQuantity, toStep } from './money.js';

const least = (one, other) => (one < other ? one : other);
const most = (one, other) => (one > other ? one : other);

/** Thousandths of decimal text; the lines of a refund are negative. */
const thousandths = (text) =>
  text.startsWith('-') ? -parseQuantity(text.slice(1)) : parseQuantity(text);

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
    lines: data.lines.map(line),
  };
}

/** Takes from a sale what refunds of this device took back of it; gives the sale. */
export function minus(sale, rows) {
  for (const { body, amount, alone } of rows) {
    takeBack(sale.lines, body.lines);
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
    const quantity = part === null ? left(line) : least(parseQuantity(part), left(line));
    line.given_back += goodsBack(line, quantity);
    line.returned += quantity;
  }
}

export const left = (line) => line.quantity - line.returned;

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
  const due = goods === sale.total ? paid : least(toStep(goods, cash ? sale.cash_step : 0), paid);
  return most(due - sale.given_back, 0n);
}

/** Whether this person sold it; a sale of an older program knows its seller by name alone. */
const isOwn = (sale, person) =>
  sale.seller_id ? sale.seller_id === person?.id : sale.seller === person?.name;

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
