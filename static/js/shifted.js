// The open shift as the till knows it.

import { set } from './store.js';

/** The kind of a shift's rows in the outbox. */
export const KIND = 'shift';

export const isShift = (row) => row?.kind === KIND;

/** Believes the laptop about the open shift, unless what this device did is still on its way. */
export async function adoptShift(app, shift) {
  const unsent = await app.outbox.list('unsent');
  if (unsent.some(isShift)) return;
  app.shift = shift ?? null;
  await set('shift', app.shift);
  app.screen?.onStatus?.();
}
