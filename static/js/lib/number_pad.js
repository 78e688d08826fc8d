// The number pad: for weights, sums and PINs. Digits of a keyboard work as well.

import { button, h, icon } from './dom.js';
import { openSheet } from './sheet.js';
import { say } from './words.js';

/** A grid of keys; `press` hears a digit, ',', '000' or 'erase'. `extra` is the key beside 0. */
export function padKeys(press, extra) {
  const key = (name, ...content) =>
    button({ class: 'pad-key', 'data-key': name, onclick: () => press(name) }, ...content);
  const erase = key('erase', icon('erase'));
  erase.setAttribute('aria-label', say('Xóa một số', 'Delete one digit'));
  const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => key(digit, digit));
  const corner = extra ? key(extra, extra) : h('span');
  return h('div', { class: 'pad' }, digits, corner, key('0', '0'), erase);
}

/** The key a keyboard event means, or null. */
export function padKey(event, extra) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (/^[0-9]$/.test(event.key)) return event.key;
  if (event.key === 'Backspace') return 'erase';
  if (extra === ',' && (event.key === ',' || event.key === '.')) return ',';
  return null;
}

/** The text after a key. */
export function press(text, key) {
  if (key === 'erase') return text.slice(0, -1);
  if (key === ',' && (text.includes(',') || text === '')) return text === '' ? '0,' : text;
  const next = text + key;
  return next.length > 12 ? text : next;
}

/** What the button says of a number beyond what a sale may carry. */
export const tooMuch = () => say('Nhiều quá', 'Too much');

/**
 * Asks for a number in a sheet. `read(text)` gives the value or null, `show(text, value)` the
 * element that explains it, `confirm(value, text)` the words of the button. Resolves with the
 * value, or undefined when the person went back.
 */
export function askNumber({ title, extra, text = '', read, show, confirm }) {
  return openSheet(
    title,
    (close) => {
      let fresh = true;
      const display = h('output', { class: 'pad-display', 'aria-live': 'polite' });
      const note = h('div', { class: 'pad-note' });
      const go = button({ class: 'main', onclick: () => finish() });
      const draw = () => {
        const value = read(text);
        display.replaceChildren(text === '' ? '0' : text);
        note.replaceChildren(show(text, value));
        go.replaceChildren(confirm(value, text));
        go.setAttribute('aria-disabled', value === null);
      };
      const finish = () => {
        const value = read(text);
        if (value !== null) close(value);
      };
      const onPress = (key) => {
        // The first key replaces what stood there, as on every scale.
        text = press(fresh && key !== 'erase' ? '' : text, key);
        fresh = false;
        draw();
      };
      const onKey = (event) => {
        const key = padKey(event, extra);
        if (key) onPress(key);
        else if (event.key === 'Enter') finish();
        else return;
        event.preventDefault();
      };
      draw();
      const body = h(
        'div',
        { class: 'pad-body', tabindex: '-1', autofocus: true, onkeydown: onKey },
        display,
        note,
        padKeys(onPress, extra),
        go,
      );
      return body;
    },
    'sheet-pad',
  );
}
