// A sale as this device remembers it: for when the laptop is out of reach, and for what the laptop
// has not heard of yet.

import { minus, readWay } from '../model/refund_math.js';
import { parseQuantity } from '../model/amount_text.js';
import { day } from '../lib/words.js';

const rowsIn = async (app, states) => (await Promise.all(states.map(app.outbox.list))).flat();

/** The sale of this id in the outbox, with what this device took back of it; null if unknown. */
export async function ownSale(app, id) {
  const rows = await rowsIn(app, ['unsent', 'attention', 'kept']);
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
  const { booth, person } = app.till;
  const total = BigInt(row.body.expected_total);
  const sale = {
    id,
    lines,
    total,
    rounding: BigInt(row.amount) - total,
    given_back: 0n,
    alone: 0n,
    receipt_no: row.answer?.receipt_no ?? null,
    provisional_no: row.provisional_no,
    at_ms: row.made_ms,
    methods: row.methods,
    ways: row.body.payments.map(readWay),
    payments: row.body.payments,
    seller: row.seller,
    seller_id: row.body.seller,
    cash_step: row.step ?? booth.rounding ?? 0,
    limits: booth.limits,
    in_time: row.body.shift
      ? row.body.shift === app.shift?.id
      : day(row.made_ms) === day(app.now()),
    manages: person?.role === 'manager',
  };
  return minus(sale, refundsOf(rows, id));
}

/** What the laptop refused before any money was handed out took nothing back. */
export const nothingBack = (row) => row.state === 'attention' && Boolean(row.unpaid);

const refundsOf = (rows, id) => rows.filter((one) => one.void_of === id && !nothingBack(one));

/**
 * A sale as the laptop tells it, less what this device gave back and the laptop does not tell of: a
 * refund may have come to it, and be kept here, while its answer was on the way.
 */
export async function lessOwn(app, sale) {
  const rows = await rowsIn(app, ['unsent', 'attention', 'kept']);
  const news = (row) => !sale.refund_ids.includes(row.id);
  return minus(sale, refundsOf(rows, sale.id).filter(news));
}
