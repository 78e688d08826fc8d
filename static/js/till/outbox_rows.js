// What a till sends: the rows of its outbox, made once and frozen.

import { priceOf, total } from '../model/cart.js';
import { saleLines } from '../model/cart_lines.js';
import { provisional, uuid7 } from '../model/ids.js';
import { toStep } from '../model/cash_rounding.js';
import { plainQuantity } from '../model/amount_text.js';
import { net } from '../model/price.js';
import { byId } from '../net/store.js';

/** What cash is due: the sum rounded to the booth's step. Transfers are never rounded. */
export const cashDue = (app, cart) => toStep(total(cart), app.till.booth.rounding ?? 0);

/** Gives a row its number of this device, inside the transaction that writes it. */
const numberRow = (app) => (row, seq) => {
  const { booth, device } = app.till;
  // A browser of the office sells without being a device, and has no numbers of its own.
  if (!device) return;
  row.provisional_no = provisional(booth.code, device.letter, seq);
  row.body = { ...row.body, device_seq: seq, provisional_no: row.provisional_no };
};

/** The lines as they were charged, for refunds while the laptop is out of reach. */
function chargedLines(cart) {
  const priced = priceOf(cart);
  return cart.lines.map(({ name, unit, thousandths }, n) => ({
    name,
    unit,
    quantity: plainQuantity(thousandths),
    amount: Number(net(priced[n])),
  }));
}

/**
 * What a row says of itself, whoever delivers it and whenever: at which booth, on which device,
 * by whom.
 */
export const rowOrigin = (app) => ({
  booth: app.till.booth.id,
  device: app.till.device?.id,
  seller: app.till.person?.id,
});

/**
 * Writes a paid sale to the outbox; `payments` are its tenders, `due` what the customer was told
 * and `values` what leaves the screen with it. Resolves when it is on disk; `known` when another
 * window of this device had written a sale of this id before, which then stands alone.
 */
export async function recordSale(app, id, cart, payments, { due, values }) {
  const at = app.now();
  const body = {
    id,
    ...rowOrigin(app),
    paid_at_ms: at,
    lines: saleLines(cart),
    payments,
    expected_total: due,
    priced_at_seq: cart.priced.seq,
    priced_at_ms: cart.priced.ms,
    discount: cart.discount,
    print: app.print && app.till.booth.prints,
    ...(app.shift && { shift: app.shift.id }),
  };
  const row = {
    id,
    kind: 'sale',
    path: '/api/v1/sales',
    body,
    echo: true,
    amount: payments.reduce((sum, payment) => sum + payment.amount, 0),
    made_ms: at,
    methods: [...new Set(payments.map((payment) => payment.method))],
    shown: chargedLines(cart),
    step: app.till.booth.rounding ?? 0,
    seller: app.till.person?.name ?? null,
  };
  const before = await byId('outbox', id);
  const kept = await app.outbox.add(row, numberRow(app), values);
  return before ? { ...kept, known: true } : kept;
}

/**
 * Shows the end of a sale that another window of this device has written under this id, instead of
 * asking for its money again. Tells whether there is one. A screen that was left (`view.left`)
 * shows nothing over the next one: it is found again when the cart is opened.
 */
export async function lookUp(app, id, view) {
  const row = await byId('outbox', id);
  if (!row) return false;
  if (view.left) return true;
  await app.setParked(app.parked.filter((one) => one.id !== id));
  if (!view.left) app.go('done', { row: { ...row, known: true }, change: 0n });
  return true;
}

/**
 * Takes goods of a sale back: a sale of negative lines with a number of its own. `ask` is
 * { id, reason, lines, method, offline, amount, alone, ways, unpaid }; without a method money goes
 * back as it was paid, by these `ways`; `alone` says that no manager had a word in it, and `unpaid`
 * that the money is handed out when the laptop has written it down, and not before.
 */
export function recordRefund(app, sale, ask) {
  const { id, reason, lines, method, offline, amount, alone, ways, unpaid } = ask;
  const at = app.now();
  const row = {
    id,
    kind: 'refund',
    path: `/api/v1/sales/${sale.id}/refunds`,
    echo: true,
    body: {
      id,
      ...rowOrigin(app),
      reason,
      at_ms: at,
      ...(app.shift && { shift: app.shift.id }),
      lines,
      expected_back: Number(amount),
      ...(method && { back: method }),
      ...(offline && { offline }),
    },
    needs: sale.id,
    amount: Number(-amount),
    made_ms: at,
    void_of: sale.id,
    alone,
    ways,
    unpaid,
    methods: method ? [method] : sale.methods,
    seller: app.till.person?.name ?? null,
  };
  return app.outbox.add(row, numberRow(app));
}

/** Records that a transfer was asked for; it has no number and is no revenue. */
export function recordRequest(app, request, values) {
  const { id, reference, amount, at_ms: at } = request;
  const row = {
    id,
    kind: 'request',
    path: '/api/v1/payments/requests',
    echo: true,
    made_ms: at,
    body: { id, ...rowOrigin(app), reference, amount, at_ms: at },
  };
  return app.outbox.add(row, undefined, values);
}

/** Withdraws a request whose customer pays in another way. */
export function recordWithdrawal(app, request, values) {
  const at = app.now();
  const id = uuid7(at);
  const row = {
    id,
    kind: 'withdrawal',
    path: `/api/v1/payments/requests/${request.id}/withdrawals`,
    echo: request.id,
    needs: request.id,
    made_ms: at,
    body: { id, at_ms: at },
  };
  return app.outbox.add(row, undefined, values);
}
