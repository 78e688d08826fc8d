// A sale paid in several ways, as pure arithmetic over its parts, in đồng as BigInt.
//
// A part: { method, amount, given? (cash), reference? (card, wallet), qr? (VietQR: its request),
// got_ms? (VietQR: when the seller saw the money) }. Only when every part is cash is the sum
// rounded, as the laptop does it; change comes out of cash alone. Each part in cash is a sum that
// notes can pay, so beside another way of paying the odd đồng are left to that one.

import { toStep } from './cash_rounding.js';

/** The most payments one sale may have. */
export const MOST = 8;

export const sumOf = (parts) => parts.reduce((sum, part) => sum + part.amount, 0n);

const allCash = (parts) => parts.every((part) => part.method === 'cash');

/** As much of an amount as can be paid in notes where cash is rounded to `step` đồng. */
export const notesOf = (amount, step) => (step > 1 ? amount - (amount % BigInt(step)) : amount);

export const inNotes = (amount, step) => amount === notesOf(amount, step);

/** What is left to pay when the next part is paid by `method`. */
export function restFor(method, total, parts, step) {
  const cash = method === 'cash';
  const rest = (cash && allCash(parts) ? toStep(total, step) : total) - sumOf(parts);
  if (rest <= 0n) return 0n;
  return cash ? notesOf(rest, step) : rest;
}

/** Whether the parts are the sum: in cash alone rounded, else to the last đồng. */
export const covers = (total, parts, step) =>
  parts.length > 0 && sumOf(parts) === (allCash(parts) ? toStep(total, step) : total);

/** What the screen says is left: nothing once the parts are the sum. */
export const restOf = (total, parts, step) =>
  covers(total, parts, step) ? 0n : restFor('', total, parts, step);

/** What cash alone would take of the rest, where notes make that another sum; else null. */
export function allInCash(total, parts, step) {
  const rest = restOf(total, parts, step);
  const cash = restFor('cash', total, parts, step);
  return rest > 0n && cash !== rest && (cash > rest || allCash(parts)) ? cash : null;
}

/** What the customer's screen shows of it, in đồng as numbers. */
export function shownOf(total, parts, step) {
  const cash = allInCash(total, parts, step);
  return {
    paid: Number(inHand(parts)),
    left: Number(restOf(total, parts, step)),
    awaited: Number(sumOf(unseenTransfers(parts))),
    ...(cash !== null && { cash: Number(cash) }),
  };
}

/** Cash of this much handed over towards what is left: what is more than that is change. */
export const cashPart = (rest, given) => ({
  method: 'cash',
  amount: given < rest ? given : rest,
  given,
});

/** The change to give back. */
export const changeOf = (parts) =>
  parts.reduce((sum, part) => sum + ((part.given ?? part.amount) - part.amount), 0n);

/** Transfers whose money the seller has not seen yet. */
export const unseenTransfers = (parts) => parts.filter((part) => part.qr && !part.got_ms);

/** The money that is already in hand or on the account. */
export const inHand = (parts) => sumOf(parts.filter((part) => !part.qr || part.got_ms));

/** The parts as the server takes them. */
export const tenders = (parts) =>
  parts.map(({ method, amount, given, reference, qr }) => ({
    method,
    amount: Number(amount),
    ...(given !== undefined && { given: Number(given) }),
    ...((qr || reference) && { reference: qr ? qr.reference : reference }),
  }));
