// A laptop that was restored from an older copy lacks what it had answered for since. The device
// still has it: everything it kept goes again with the same ids, so that nothing counts twice, and
// with the numbers that were printed, so that they stay.

import { call } from './api.js';
import { question } from './goods.js';
import * as disk from './store.js';

/** At which booth a row was made: what says nothing of it belongs to what it needs. */
export async function boothOf(app, row) {
  const needed = row.body.booth || !row.needs ? null : await app.outbox.known(row.needs);
  return row.body.booth ?? needed?.body.booth ?? app.till?.booth.id;
}

/** What stands on the row's paper: the number that was answered, and by which node. */
function printedNumber({ answer }) {
  const number = answer?.receipt_no ?? answer?.z_no;
  return number && answer.node ? { node: answer.node, receipt_no: number } : undefined;
}

/** Puts what was kept of this booth into the queue once more; tells how many rows. */
export async function sendAgain(app, store = disk) {
  // Should the page be closed meanwhile, it goes on when it is opened (background.js).
  await store.set('again', true);
  let count = 0;
  for (const row of await app.outbox.list('kept')) {
    if ((await boothOf(app, row)) !== app.till?.booth.id) continue;
    await app.outbox.mark(row, { state: 'unsent', acknowledged: printedNumber(row) });
    count += 1;
  }
  await store.set('again', false);
  app.outbox.flush();
  return count;
}

/** Whether another book answers than the one that everything here was sent to. */
async function elsewhere(answer, store) {
  const node = await store.get('node');
  return Boolean(node && answer.node && answer.node !== node);
}

/**
 * Whether the laptop's answer shows a book that is older than what it told before: it was restored
 * from a copy, its journal is shorter, or a number of this device that it had taken is unknown to
 * it.
 */
export async function lacks(app, known, answer, store = disk) {
  if (answer.pos < known?.pos || (await elsewhere(answer, store))) return true;
  const { device } = answer;
  if (!device || (await store.get('seq')) <= device.next_seq) return false;
  return unknown(answer, await app.outbox.list('kept'));
}

/** Whether a number of these rows is beyond those the laptop knows. */
const unknown = ({ device }, rows) =>
  rows.some(({ body }) => body.device === device?.id && body.device_seq >= device.next_seq);

/**
 * Whether it is so still. What came to the laptop while it answered is kept here and not in that
 * answer, so it is asked once more, for what it had taken before the question.
 */
async function lacksStill(app, known, { ask, store }) {
  const kept = await app.outbox.list('kept');
  const { status, data } = await ask('GET', await path(app, known, store));
  if (status !== 200) return false;
  return data.pos < known?.pos || unknown(data, kept) || elsewhere(data, store);
}

/** Where it is asked: a gate has no till. */
const path = async (app, known, store) =>
  app.till ? question(known, await store.get('seq')) : '/api/v1/gate';

let looking = false;
let tried = null;

/** Looks at an answer of the laptop, and sends again what it lacks: once for each such answer. */
export async function resendIfLacking(app, known, answer, { ask = call, store = disk } = {}) {
  const next = answer.device?.next_seq ?? answer.pos;
  if (looking || tried === next) return;
  looking = true;
  try {
    if (!(await lacks(app, known, answer, store))) {
      tried = null;
    } else {
      if (!(await lacksStill(app, known, { ask, store }))) return;
      tried = next;
      await sendAgain(app, store);
    }
    if ((await store.get('node')) !== answer.node) await store.set('node', answer.node);
  } finally {
    looking = false;
  }
}

/** Goes on with what a closed page had begun. */
export const resumeResend = async (app) => (await disk.get('again')) && sendAgain(app);
