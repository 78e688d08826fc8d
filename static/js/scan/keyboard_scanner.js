// Scanners that type: a burst of keys ended by Enter, Tab, a line feed (Ctrl and J) or by nothing
// but silence. The state machine is pure; `listenTo` ties it to a document. Those whose keys come
// as slowly as a person's are slow_scanner.js's.
//
// A key is read by its place on the keyboard (`event.code`), because Vietnamese typing (Telex, VNI)
// rewrites the letters that arrive. Digits pressed outside any field are held back for a moment
// until it is clear that a person pressed them, so that a burst never becomes cash given or a
// weight. Letters of a burst that did reach a field are taken out again, and its Enter reaches
// none: a code read into a card's reference would pay for goods that nobody paid.

import { isWhole } from '../model/code_forms.js';

/** A code has at least this many characters. */
const LEAST = 6;
/** The mean time between the keys of a scanner, in ms. */
const MEAN_MS = 35;
/** A longer silence than this, in ms, ends a run of keys. */
const SILENCE_MS = 80;

/** After a burst that nothing ended, an end that comes so late, in ms, is still the scanner's. */
const LATE_MS = 300;

/** Signs by their keys on a US keyboard, as scanners have it: alone, and with Shift. */
const SIGNS = {
  Minus: '-_', Equal: '=+', BracketLeft: '[{', BracketRight: ']}', Backslash: '\\|',
  Semicolon: ';:', Quote: '\'"', Backquote: '\x60~', Comma: ',<', Period: '.>', Slash: '/?',
  Space: '  ', NumpadSubtract: '--', NumpadDecimal: '..', NumpadDivide: '//', NumpadAdd: '++',
};
const OVER_DIGITS = ')!@#$%^&*(';
const QUIET = ['ShiftLeft', 'ShiftRight', 'CapsLock', 'NumLock', 'ControlLeft', 'ControlRight'];
const ENDS = ['Enter', 'NumpadEnter', 'Tab'];
/** Stands for a key that an Android keyboard does not name: its field says what it typed. */
const OTHER = '?';

/**
 * The character of a key's place, in capitals; null for any other key. Digits are so with Shift
 * too, as on keyboards that need it for them.
 */
export function characterOf(code, shift = false) {
  const match = /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(code);
  return match ? match[1] : (SIGNS[code]?.[shift ? 1 : 0] ?? null);
}

/** Between the elements of a GS1 string; scanners type it as Ctrl and the closing bracket. */
const SEPARATOR = '\u001d';

/**
 * The machine. `press(key)` hears `{ code, time, place, repeat, modified, shift, control }`, place
 * being 'free',
 * 'search', 'code' (a field meant for codes, which is left alone) or 'field' (any other, which
 * keeps what a person types), and answers `{ act }`:
 *   'pass'  the key is nobody's business here
 *   'hold'  keep it back; `release` tells which to give back
 *   'take'  the end of a burst, with its `code`; the key and all held ones are the scanner's
 *   'drop'  an end that comes late: the burst was taken already
 * `release` in an answer are held keys that a person pressed after all, to be done first.
 */
export function createKeyboardScanner() {
  let run = null;
  let taken = -Infinity;

  function dropRun() {
    const held = run?.held ?? [];
    run = null;
    return held;
  }

  function isBurst(time) {
    if (!run || run.text.length < LEAST) return false;
    return (time - run.first) / run.text.length <= MEAN_MS && time - run.last <= SILENCE_MS;
  }

  /**
   * A burst that silence ended; keys without a name are too often a person's. Digits are a whole
   * number of goods, or a wireless scanner has only stopped in the middle of them.
   */
  const isSilent = () => isBurst(run?.last) && !run.text.includes(OTHER) && !isCut(run.text);
  const isCut = (text) => /^\d+$/.test(text) && !isWhole(text);

  function end(key) {
    if (!isBurst(key.time)) {
      if (key.time - taken <= LATE_MS) return { act: 'drop', release: dropRun() };
      return { act: 'pass', release: dropRun() };
    }
    const code = run.text;
    run = null;
    return { act: 'take', release: [], code };
  }

  function character(key, char) {
    // A first letter outside any field puts the focus into the search: still the same run.
    const moved = run && run.place !== key.place && key.place !== 'search';
    const broken = moved || (run && key.time - run.last > SILENCE_MS);
    const release = broken ? dropRun() : [];
    run ??= { text: '', first: key.time, held: [] };
    const begins = run.text === '';
    run.text += char;
    run.last = key.time;
    run.place = key.place;
    const hold = key.place === 'free' && (/\d/.test(char) || run.held.length > 0);
    if (hold) run.held.push(key);
    return { act: hold ? 'hold' : 'pass', release, begins };
  }

  function press(key) {
    if (QUIET.includes(key.code)) return { act: 'pass', release: [] };
    const feed = key.control && (key.code === 'KeyJ' || ENDS.includes(key.code));
    const between = key.control && key.code === 'BracketRight' && run;
    if (key.place === 'code' || (key.modified && !feed && !between) || key.repeat) {
      return { act: 'pass', release: dropRun() };
    }
    if (between) return character(key, SEPARATOR);
    // A person's own Ctrl and J, or Enter, is nobody's business here.
    if (feed || ENDS.includes(key.code)) return end(key);
    const other = key.place === 'field' && key.code === '' ? OTHER : null;
    const char = signOver(key) ?? characterOf(key.code, key.shift) ?? other;
    if (char === null) return { act: 'pass', release: dropRun() };
    return character(key, char);
  }

  /** The sign over a digit, in a run that is more than digits: an address, say. */
  function signOver({ code, shift }) {
    const digit = /^Digit(\d)$/.exec(code)?.[1];
    return shift && digit && run && /\D/.test(run.text) ? OVER_DIGITS[digit] : null;
  }

  /** The code of a burst that nothing but silence ended, or null. */
  function silent(time) {
    if (!run || time - run.last < SILENCE_MS || !isSilent()) return null;
    const code = run.text;
    run = null;
    taken = time;
    return code;
  }

  /** Held keys that have waited longer than a scanner would; the run itself may go on. */
  function expire(time) {
    if (!run || time - run.last < SILENCE_MS) return [];
    const { held } = run;
    run.held = [];
    return held;
  }

  return { press, silent, expire, running: (time) => Boolean(run) && time - run.last < SILENCE_MS };
}

/** True for an element that takes text. */
const takesText = (element) =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  element?.isContentEditable ||
  (element instanceof HTMLInputElement && !/^(button|checkbox|file|radio)$/.test(element.type));

function placeOf(element) {
  if (!takesText(element)) return 'free';
  if (element.dataset.focus === 'search') return 'search';
  return 'codes' in element.dataset ? 'code' : 'field';
}

/**
 * Listens before everybody else. `onCode(code)` hears a scanned code. Gives `{ running }`, true
 * while keys come as fast as a scanner's.
 */
export function listenTo(document, onCode) {
  const scanner = createKeyboardScanner();
  const given = new WeakSet();
  let before = null;
  let silence = 0;

  /** Does what a held key would have done, now that a person turns out to have pressed it. */
  function giveBack(keys) {
    for (const { event } of keys) {
      const { key, code } = event;
      const again = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true });
      given.add(again);
      const target = event.target.isConnected ? event.target : document.body;
      const done = !target.dispatchEvent(again);
      const field = document.activeElement;
      if (done || placeOf(field) !== 'search' || key.length !== 1) continue;
      field.setRangeText(key, field.selectionStart, field.selectionEnd, 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  /** Takes what was scanned out of its field, and gives it. */
  function clean() {
    const { field, text, focus } = before ?? {};
    const scanned = field?.value.slice(text.length) ?? '';
    if (field && field.value !== text) {
      // A field that is left tells what it holds, and that is no code.
      field.value = text;
      // A composition under way would put its letters back; leaving the field ends it.
      field.blur();
      field.value = text;
      for (const name of ['input', 'change']) {
        field.dispatchEvent(new Event(name, { bubbles: true }));
      }
    }
    const over = [...document.querySelectorAll('dialog[open]')].at(-1);
    if (!over || over.contains(focus)) backTo(document, focus);
    return scanned;
  }

  function expire() {
    const code = scanner.silent(performance.now());
    if (code === null) return giveBack(scanner.expire(performance.now()));
    clean();
    onCode(code);
  }

  document.addEventListener(
    'keydown',
    (event) => {
      if (given.has(event)) return;
      const modified = event.ctrlKey || event.altKey || event.metaKey;
      const { timeStamp: time, repeat, shiftKey: shift, ctrlKey: control } = event;
      // Of a keyboard that names no key, Enter is known by what it does.
      const code = event.code || (event.key === 'Enter' ? event.key : '');
      const place = placeOf(event.target);
      const key = { code, time, repeat, modified, shift, control, place, event };
      const answer = scanner.press(key);
      clearTimeout(silence);
      silence = setTimeout(expire, SILENCE_MS + 5);
      giveBack(answer.release);
      if (answer.begins) before = whatStands(document, event.target);
      if (code === '' && event.keyCode === 229 && place === 'free') waitInSearch(document);
      if (answer.act === 'pass') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (answer.act === 'take') {
        const scanned = clean();
        onCode(answer.code.includes(OTHER) ? scanned : answer.code);
      }
    },
    true,
  );
  return { running: () => scanner.running(performance.now()) };
}

/** What a run of keys may type into, which it begins in or, from nowhere, the search. */
function whatStands(document, target) {
  const inField = placeOf(target) === 'field';
  const field = inField ? target : document.querySelector('[data-focus="search"]');
  return { field, text: field?.value ?? '', focus: document.activeElement };
}

/**
 * Some Android keyboards name no key (229, no code): what comes next is then read as text, by the
 * search field, which must not open the keyboard of the screen for it.
 */
function waitInSearch(document) {
  const field = document.querySelector('[data-focus="search"]');
  if (!field || document.querySelector('dialog[open]')) return;
  field.inputMode = 'none';
  field.addEventListener('pointerdown', () => (field.inputMode = 'search'), { once: true });
  field.focus({ preventScroll: true });
}

/** The focus goes back to where it was, or to the element drawn anew in its place. */
function backTo(document, element) {
  const name = element?.dataset?.focus;
  const anew = name && document.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  if (element?.isConnected) element.focus({ preventScroll: true });
  else if (anew) anew.focus({ preventScroll: true });
}
