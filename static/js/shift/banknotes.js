// Counting money by denomination: a stepper for each note, the pad for many, the sum on top.

import { button, fill, h, icon } from '../lib/dom.js';
import { group, money } from '../model/money.js';
import { askNumber } from '../lib/ask_number.js';
import { say } from '../lib/words.js';

const KINDS = [500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000];

/** The notes that may lie in a drawer; 500 đồng only where cash is rounded to it. */
export const kinds = (rounding) => (rounding === 500 ? [...KINDS, 500] : KINDS);

/** What a count is worth in đồng. */
export const sumOf = (counts) =>
  Object.entries(counts).reduce((sum, [note, count]) => sum + BigInt(note) * BigInt(count), 0n);

/** A count as the server takes it: only notes that are there. */
export const noteList = (counts) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([note, count]) => ({ note: Number(note), count }));

/** A counter that goes on from `counts`; `changed()` hears every step. Gives its element. */
export function counter(rounding, label, counts, changed) {
  const figure = h('output', { class: 'due-figure', 'aria-live': 'polite' });
  const rows = h('ul', { class: 'notes' });
  const set = (note, count) => {
    counts[note] = Math.min(99999, Math.max(0, count));
    draw();
    changed();
  };
  const draw = () => {
    figure.replaceChildren(money(sumOf(counts)));
    fill(rows, kinds(rounding).map((note) => row(note, counts[note] ?? 0, set)));
  };
  draw();
  const name = h('span', { class: 'due-label' }, label);
  const sum = h('div', { class: 'due notes-sum' }, name, figure);
  return h('div', { class: 'notes-counter' }, sum, rows);
}

function row(note, count, set) {
  const name = group(BigInt(note));
  const ask = async () => {
    const value = await askNumber({
      title: say(`Bao nhiêu tờ ${name}?`, `How many ${name} notes?`),
      read: (text) => (/^\d{1,5}$/.test(text) ? Number(text) : null),
      show: (text, value) => h('b', {}, money(BigInt(note) * BigInt(value ?? 0))),
      confirm: () => say('Xong', 'Done'),
    });
    if (value !== undefined) set(note, value);
  };
  const key = (kind, words, act, ...content) =>
    button({ 'data-focus': `${kind}-${note}`, 'aria-label': words, onclick: act }, ...content);
  return h(
    'li',
    { class: count ? 'notes-row some' : 'notes-row', 'data-note': note },
    h('b', { class: 'notes-kind' }, name),
    h(
      'span',
      { class: 'stepper' },
      key('less', say(`Bớt tờ ${name}`, `Less ${name}`), () => set(note, count - 1), icon('minus')),
      key('count', say(`${count} tờ ${name}, sửa`, `${count} × ${name}, edit`), ask, String(count)),
      key('more', say(`Thêm tờ ${name}`, `More ${name}`), () => set(note, count + 1), icon('plus')),
    ),
    h('span', { class: 'notes-amount' }, count ? group(BigInt(note) * BigInt(count)) : '–'),
  );
}
