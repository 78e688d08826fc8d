// Cash on the table: what the customer hands over, and what goes back.

import { button, h, icon } from '../lib/dom.js';
import { group, money } from '../model/money.js';
import { parseMoney } from '../model/amount_text.js';
import { askNumber, tooMuch } from '../lib/ask_number.js';
import { LIMIT } from '../model/price.js';
import { openSheet } from '../lib/sheet.js';
import { say } from '../lib/words.js';

// The notes in use, largest first, in đồng.
const NOTES = [500000n, 200000n, 100000n, 50000n, 20000n, 10000n];
// The largest note: who gets as much back as this has handed over a note too many.
const [LARGEST] = NOTES;

/** Sums a customer is likely to hand over for `due`, smallest first, none equal to it. */
export function likelyCash(due, most = 2) {
  const up = (step) => ((due + step - 1n) / step) * step;
  const sums = [10000n, 50000n, 100000n, 200000n, 500000n].map(up);
  const larger = [...new Set(sums)].filter((sum) => sum > due);
  return larger.sort((a, b) => (a < b ? -1 : 1)).slice(0, most);
}

/** Asks once more where so much goes back that a nought was most likely typed too many. */
export function sure(due, given) {
  const back = given - due;
  if (back < LARGEST) return true;
  const title = say(`Khách đưa ${money(given)}?`, `${money(given)} given?`);
  return openSheet(title, (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h(
        'p',
        {},
        say(
          `Phải trả ${money(due)} mà đưa dư cả một tờ ${money(LARGEST)}. Xem lại số vừa nhập.`,
          `${money(due)} is due: a note of ${money(LARGEST)} too many. Check what was typed.`,
        ),
      ),
      h(
        'div',
        { class: 'two' },
        button(
          { class: 'big', 'data-focus': 'less-given', onclick: () => close(false) },
          say('Sửa lại số tiền', 'Change it'),
        ),
        button(
          { class: 'main', 'data-focus': 'sure', onclick: () => close(true) },
          say(`Đúng, trả lại ${money(back)}`, `Yes, ${money(back)} back`),
        ),
      ),
    ),
  );
}

/** One-tap sums above, single notes below: a note adds to what already lies on the table. */
export function cash(view) {
  const whole = (sum, ...words) =>
    button(
      {
        class: words.length ? 'cash exact' : 'cash',
        'data-focus': `whole-${sum}`,
        'aria-pressed': view.given === sum && !view.notes.length,
        onclick: () => view.give(sum),
      },
      words.length ? words : group(sum),
    );
  const note = (value) =>
    button(
      {
        class: 'cash note',
        'data-focus': `note-${value}`,
        'aria-label': say(`Thêm tờ ${group(value)}`, `Add a ${group(value)} note`),
        onclick: () =>
          view.give((view.notes.length ? view.given : 0n) + value, [...view.notes, value]),
      },
      icon('plus'),
      group(value),
    );
  return h(
    'section',
    { class: 'given' },
    h('h2', {}, say('Tiền khách đưa', 'Cash given')),
    h(
      'div',
      { class: view.due < 1000000000n ? 'cash-row' : 'cash-row wide' },
      whole(view.due, say('Đúng tiền', 'Exact')),
      likelyCash(view.due).map((sum) => whole(sum)),
    ),
    h('h2', {}, say('hoặc đếm từng tờ', 'or count note by note')),
    h('div', { class: 'cash-row' }, NOTES.map(note)),
    counted(view),
  );
}

/** `2 × 200.000 + 50.000`: the notes as they lie on the table. */
function noteCounts(notes) {
  const counts = NOTES.map((note) => [note, notes.filter((one) => one === note).length]);
  return counts
    .filter(([, count]) => count > 0)
    .map(([note, count]) => (count > 1 ? `${count} × ` : '') + group(note))
    .join(' + ');
}

function counted(view) {
  const undo = () => {
    const notes = view.notes.slice(0, -1);
    view.give(
      notes.reduce((sum, one) => sum + one, 0n),
      notes,
    );
  };
  const words =
    view.notes.length > 1
      ? say('Bớt tờ cuối', 'Take the last note off')
      : say('Xóa tiền khách đưa', 'Clear the cash given');
  return h(
    'div',
    { class: 'counted' },
    h('span', {}, say('Đã đưa', 'Given')),
    h('b', {}, money(view.given)),
    view.given > 0n &&
      button(
        {
          class: 'quiet square',
          'data-focus': 'undo',
          'aria-label': words,
          title: words,
          onclick: undo,
        },
        icon('erase'),
      ),
    button(
      { class: 'quiet', 'data-focus': 'other', onclick: () => other(view) },
      say('Số khác…', 'Other…'),
    ),
    view.notes.length > 1 && h('small', {}, noteCounts(view.notes)),
  );
}

const within = (sum) => (sum !== null && sum <= LIMIT ? sum : null);

async function other(view) {
  const value = await askNumber({
    title: say('Tiền khách đưa', 'Cash given'),
    extra: '000',
    read: (text) => within(parseMoney(text)),
    show: (text, sum) => h('b', {}, money(sum ?? 0n)),
    confirm: (sum, text) => {
      if (sum !== null) return say('Xong', 'Done');
      return text ? tooMuch() : say('Nhập số tiền', 'Enter the amount');
    },
  });
  if (value !== undefined) view.give(value);
}

/** What is still missing, or goes back. */
export function change(view) {
  if (view.given === 0n) return null;
  const short = view.given < view.due;
  const words = short ? say('Còn thiếu', 'Still missing') : say('Tiền thừa trả khách', 'Change');
  const sum = short ? view.due - view.given : view.given - view.due;
  return h(
    'div',
    { class: short ? 'change short' : 'change', role: 'status' },
    h('span', {}, words),
    h('b', {}, money(sum)),
  );
}
