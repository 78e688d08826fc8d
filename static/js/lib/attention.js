// What is to be seen to (src/web/office/attention/mod.rs), asked for again while the page is open:
// a booth falls silent though nothing is written. A line that somebody is putting off stays.

import { whenFree } from './dom.js';

const EVERY_MS = 30_000;
const SILENT_MS = 10_000;

/** Keeps the lines of a place fresh. */
export function keepFresh(place) {
  async function ask() {
    if (document.visibilityState !== 'visible' || place.querySelector('details[open]')) return;
    try {
      const answer = await fetch(place.dataset.attention, {
        signal: AbortSignal.timeout(SILENT_MS),
      });
      if (!answer.ok || answer.redirected) return;
      const lines = await answer.text();
      whenFree(place, () => {
        if (!place.querySelector('details[open]')) place.innerHTML = lines;
      });
    } catch {
      // The lines that stand say what was so a moment ago; the next time comes.
    }
  }
  setInterval(ask, EVERY_MS);
  document.addEventListener('visibilitychange', ask);
}
