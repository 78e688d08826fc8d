// What became of the booth's papers, as the laptop tells it when its stream says that one moved on.

import { say } from '../lib/words.js';
import { call } from '../net/api.js';

// A paper moves on two or three times within a moment.
const PAUSE_MS = 250;
// After a question without an answer: the next sign may be far off.
const RETRY_MS = 10_000;

let timer = null;
let asking = null;

/** Begins to follow the booth's papers; `heard` is to be called at each sign. */
export function followPrints(app) {
  app.prints ??= { printer: null, bySubject: new Map(), all: [] };
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => readPrints(app), PAUSE_MS);
  };
  heard();
  return heard;
}

/** Asks what became of the papers, and tells the screen. One question at a time. */
export async function readPrints(app) {
  if (!app.till?.booth.prints) return;
  // What moved on meanwhile may be missing in the answer under way.
  while (asking) await asking;
  asking = call('GET', '/api/v1/prints', undefined, 5000);
  const { status, data } = await asking;
  asking = null;
  if (status === 0 || status >= 500) {
    clearTimeout(timer);
    timer = setTimeout(() => readPrints(app), RETRY_MS);
  }
  if (status !== 200) return;
  const bySubject = new Map();
  // The newest first: the first of a subject is its last paper.
  for (const print of data.prints) {
    if (!bySubject.has(print.subject)) bySubject.set(print.subject, print);
  }
  const { printer, prints } = data;
  app.prints = { printer, chip: chipOf(printer), bySubject, all: prints };
  app.screen?.onPrint?.();
  app.onPrints?.();
  app.screen?.onStatus?.();
}

/** What the till's head says of the printer, as its kind, sign and words; null when all is well. */
function chipOf(printer) {
  const { trouble, waiting, amiss } = printer ?? {};
  if (trouble)
    return ['wait', 'printer', say(`Máy in: ${waiting} phiếu chờ`, `Printer: ${waiting} waiting`)];
  if (amiss)
    return ['gold', 'printer', say(`Máy in: ${amiss} phiếu cần xem`, `Printer: look at ${amiss}`)];
  return null;
}

/** The last paper of a sale; none that is known. */
export const printOf = (app, sale) => app.prints?.bySubject.get(sale) ?? null;

/** Whether a paper is still on its way by itself. */
export const underWay = (print) => ['queued', 'sending'].includes(print?.state);

/** Whether a person should look: it did not come out, or may not have. */
export const inTrouble = (print) =>
  print?.state === 'failed' ||
  print?.state === 'uncertain' ||
  (print?.state === 'queued' && Boolean(print.trouble));

/** How a state is drawn: the kind of its tag and its sign. */
export function signOf(print) {
  if (print.state === 'failed') return ['stop', 'close'];
  if (print.state === 'uncertain') return ['gold', 'printer'];
  if (print.state === 'confirmed' || print.state === 'sent') return ['good', 'check'];
  return ['wait', 'clock'];
}

/** Where it stands, and what to do when something is wrong. */
export const statusWords = (print) =>
  print.trouble ? `${print.label} – ${print.trouble}` : print.label;
