// The open shift as the till knows it.

import { set } from '../net/store.js';

/** The kind of a shift's rows in the outbox. */
export const KIND = 'shift';

export const isShift = (row) => row?.kind === KIND;

/**
 * Believes the laptop about the open shift, unless what this device did is still on its way. What
 * hangs on a row that a person must look at is not: it may stay here for the rest of the fair.
 */
export async function adoptShift(app, shift) {
  const parked = new Set((await app.outbox.list('attention')).map((row) => row.id));
  const unsent = await app.outbox.list('unsent');
  if (unsent.some((row) => isShift(row) && !parked.has(row.needs))) return false;
  app.shift = shift ?? null;
  await set('shift', app.shift);
  app.screen?.onStatus?.();
  return true;
}
