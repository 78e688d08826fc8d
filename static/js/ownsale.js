// A sale as this device remembers it, for when the laptop is out of reach.

import { left, goodsBack } from './returns.js';
import { parseQuantity } from './money.js';
import { day } from './words.js';

/** The sale of this id in the outbox, with what this device took back of it; null if unknown. */
export async function ownSale(app, id) {
  const rows = (await Promise.all(['unsent', 'kept'].map(app.outbox.list))).flat();
  const row = rows.find((one) => one.id === id && one.kind === 'sale');
  if (!row?.shown) return null;
  const lines = row.shown.map((line, n) => ({
    ...line,
    n,
    quantity: parseQuantity(line.quantity),
    amount: BigInt(line.amount),
    returned: 0n,
    given_back: 0n,
  }));
  const refunds = rows.filter((one) => one.void_of === id);
  for (const { body } of refunds) takeBack(lines, body.lines);
  const { booth, person } = app.till;
  const total = BigInt(row.body.expected_total);
  return {
    id,
    lines,
    total,
    rounding: BigInt(row.amount) - total,
    given_back: refunds.reduce((sum, one) => sum - BigInt(one.amount), 0n),
    receipt_no: row.answer?.receipt_no ?? null,
    provisional_no: row.provisional_no,
    at_ms: row.made_ms,
    methods: row.methods,
    seller: row.seller,
    cash_step: booth.rounding ?? 0,
    limits: booth.limits,
    in_time: row.body.shift
      ? row.body.shift === app.shift?.id
      : day(row.made_ms) === day(app.now()),
    manages: person?.role === 'manager',
  };
}

/** Parts of an earlier refund; without any, everything came back. */
function takeBack(lines, parts) {
  for (const line of lines) {
    const part = parts ? parts.find((one) => one.n === line.n)?.quantity : null;
    if (parts && part === undefined) continue;
    const quantity = parts ? parseQuantity(part) : left(line);
    line.given_back += goodsBack(line, quantity);
    line.returned += quantity;
  }
}
