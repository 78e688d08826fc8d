// The number pad: for weights, sums and PINs. Digits of a keyboard work as well.

import { button, h, icon } from './dom.js';
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
