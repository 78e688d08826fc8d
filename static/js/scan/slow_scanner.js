// Scanners whose keys come as slowly as a person's (60 to 100 ms each) and end with nothing: what
// they type stands in the search field. A whole number with the right check digit, typed evenly
// from an empty field and followed by silence, is a code, whoever typed it. Pure, but `hearSlow`.

import { isWhole } from '../model/code_forms.js';

/** The longest between two keys, and the longest on the average, in ms. */
const GAP_MS = 160;
const MEAN_MS = 115;
/** A silence after which no key follows, in ms. */
const IDLE_MS = 400;

/** Watches a field grow letter by letter: `heard(text, time)` after each change, then `code()`. */
export function createSlowScanner() {
  let run = null;

  function heard(text, time) {
    const begins = text.length === 1;
    const grows = run && text.length === run.text.length + 1 && text.startsWith(run.text);
    if (begins) run = { text, first: time, last: time };
    else if (grows && time - run.last <= GAP_MS) run = { ...run, text, last: time };
    else run = null;
  }

  /** The code that was typed, or null. */
  function code() {
    const even = run && (run.last - run.first) / run.text.length <= MEAN_MS;
    return even && isWhole(run.text) ? run.text : null;
  }

  return { heard, code };
}

/** Hears the search field of a document; `onCode(code)` gets what a slow scanner typed there. */
export function hearSlow(document, onCode) {
  const scanner = createSlowScanner();
  let idle = 0;
  document.addEventListener('input', ({ target, timeStamp }) => {
    if (target.dataset?.focus !== 'search') return;
    clearTimeout(idle);
    scanner.heard(target.value, timeStamp);
    if (!target.value) return;
    idle = setTimeout(() => {
      const code = scanner.code();
      if (!code || target.value !== code) return;
      target.value = '';
      target.dispatchEvent(new Event('input', { bubbles: true }));
      onCode(code);
    }, IDLE_MS);
  });
}
