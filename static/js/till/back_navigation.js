// The phone's own Back. The till is one page, so Back would leave it in the middle of a sale: it
// closes the sheet that is open, or does what Escape does on the screen, and leaves only from the
// selling screen, when it is pressed twice.

import { toast } from '../lib/toast.js';
import { say } from '../lib/words.js';

const AGAIN_MS = 3000;

/** Hears Back from now on. Each press spends an entry of the history, which is made anew. */
export function listenBack(app) {
  const hold = () => history.pushState({ till: true }, '');
  if (!history.state?.till) hold();
  const view = { app, warned: -Infinity };
  globalThis.addEventListener('popstate', () => (step(view) ? hold() : history.back()));
}

/** Goes one step back inside the till; false when there is none. */
function step(view) {
  const sheet = [...document.querySelectorAll('dialog[open]')].at(-1);
  if (sheet) {
    sheet.close();
    return true;
  }
  const { screen } = view.app;
  if (screen?.onKey && screen.name !== 'sell' && screen.name !== 'signin') {
    screen.onKey(new KeyboardEvent('keydown', { key: 'Escape' }));
    return true;
  }
  if (performance.now() - view.warned <= AGAIN_MS) return false;
  view.warned = performance.now();
  toast(say('Bấm Quay lại lần nữa để rời quầy', 'Press Back again to leave the till'));
  return true;
}
