// What a till sends of its shift: rows of the outbox like sales, so that a shift opened without a
// network comes before its sales. The till keeps the open shift to name it in sales; it changes
// only once the row is on the disk, so that a disk that refuses leaves everything as it was.

import { linked } from '../net/api.js';
import { uuid7 } from '../model/ids.js';
import { rowOrigin } from '../till/outbox_rows.js';
import { KIND } from '../till/open_shift.js';
import { say } from '../lib/words.js';

const row = (app, id, shift, path, body, label) => ({
  id,
  kind: KIND,
  path: shift ? `/api/v1/shifts/${shift.id}${path}` : '/api/v1/shifts',
  echo: true,
  // What happens in a shift waits for its opening, and for nothing else.
  needs: shift?.id,
  made_ms: body.at_ms,
  label,
  body: { id, ...rowOrigin(app), ...body },
});

/** Adds the row and then changes the open shift, on the disk in one transaction. */
async function change(app, row, shift) {
  const kept = await app.outbox.add(row, undefined, { shift });
  app.shift = shift;
  return kept;
}

/** A count without the laptop is of its own moment, however late it arrives. */
const alone = () => (linked() === false ? { offline: true } : {});

/** Opens the booth's shift with what was counted. */
export function recordOpening(app, float) {
  const at = app.now();
  const id = uuid7(at);
  const by = app.till.person?.name ?? '';
  const body = { at_ms: at, float, ...alone() };
  const open = row(app, id, null, '', body, say('Mở ca', 'Shift opened'));
  return change(app, open, { id, opened_at_ms: at, opened_by: by, holder: by });
}

/**
 * Money into the drawer, or (below zero) out of it, naming the shift in which that was begun.
 * Another device may have closed that and opened the next: the laptop books it by its moment.
 */
export function recordMove(app, shift, amount, reason) {
  const at = app.now();
  const label = amount < 0 ? say('Chi ra từ két', 'Paid out') : say('Thu thêm vào két', 'Paid in');
  const body = { at_ms: at, amount, reason };
  return app.outbox.add(row(app, uuid7(at), shift, '/movements', body, label));
}

/** Hands the drawer to someone of the booth; `counted` may be left out. */
export function recordHandOver(app, person, counted) {
  const at = app.now();
  const body = { at_ms: at, to: person.id, ...(counted && { counted, ...alone() }) };
  const label = say('Bàn giao ca', 'Handover');
  const hand = row(app, uuid7(at), app.shift, '/handovers', body, label);
  return change(app, hand, { ...app.shift, holder: person.name });
}

/** Closes the shift with what was counted. Sales from now on belong to no shift or the next. */
export function recordClosing(app, count) {
  const at = app.now();
  const body = { at_ms: at, count, ...alone() };
  const close = row(app, uuid7(at), app.shift, '/closings', body, say('Chốt ca', 'Shift closed'));
  return change(app, close, null);
}
