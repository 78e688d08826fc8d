// A sale paid in several ways, as pure arithmetic over its parts, in đồng as BigInt.
//
// A part: { method, amount, given? (cash), reference? (card, wallet), qr? (VietQR: its request),
// got_ms? (VietQR: when the seller saw the money) }. Only when every part is cash is the sum
// rounded, as the laptop does it; change comes out of cash alone.

import { toStep } from './money.js';

/** The most payments one sale may have. */
export const MOST = 8;

export const sumOf = (parts) => parts.reduce((sum, part) => sum + part.amount, 0n);

const allCash = (parts) => parts.every((part) => part.method === 'cash');

/** What is left to pay when the next part is paid by `method`. */
export function restFor(method, total, parts, step) {
  const cash = method === 'cash' && allCash(parts);
  const rest = (cash ? toStep(total, step) : total) - sumOf(parts);
  return rest > 0n ? rest : 0n;
}

/** Whether the parts are the sum, to the last đồng. */
export function covers(total, parts, step) {
  const sum = sumOf(parts);
  if (parts.length === 0) return false;
  return sum === total || (allCash(parts) && sum === toStep(total, step));
}

/** What the screen says is left: nothing once the parts are the sum. */
export const restOf = (total, parts, step) =>
  covers(total, parts, step) ? 0n : restFor('', total, parts, step);

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
export const awaited = (parts) => parts.filter((part) => part.qr && !part.got_ms);

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
