// Why the drawer is opened, or money goes into it or out of it: a few usual reasons, or the
// person's own words.

import { button, h } from '../lib/dom.js';
import { money } from '../model/money.js';
import { say } from '../lib/words.js';

const REASONS = {
  open: () => [
    say('Đổi tiền lẻ', 'Change for a customer'),
    say('Kiểm tra tiền', 'Looking into it'),
    say('Trả lại tiền thừa', 'Change that was forgotten'),
  ],
  in: () => [
    say('Thêm tiền lẻ', 'More change'),
    say('Khách trả nợ', 'A customer paid a debt'),
  ],
  out: () => [
    say('Nộp tiền về', 'Cash taken to safety'),
    say('Mua bao bì', 'Packaging'),
    say('Ăn uống, đi lại', 'Food and transport'),
  ],
};

const ACTS = {
  open: () => say('Mở két', 'Open the drawer'),
  in: (sum) => say(`Thu ${money(sum)}`, `Pay in ${money(sum)}`),
  out: (sum) => say(`Chi ${money(sum)}`, `Pay out ${money(sum)}`),
};

/** The sheet's contents; `close(reason)` ends it. */
export function reasons(way, sum, close) {
  const typed = h('input', {
    class: 'field',
    id: 'move-reason',
    maxlength: 120,
    autocomplete: 'off',
    oninput: () => draw(),
  });
  const ready = () => typed.value.trim();
  const go = button(
    { class: 'main', onclick: () => ready() && close(ready()) },
    ACTS[way](sum),
  );
  const chips = REASONS[way]().map((text) =>
    button(
      {
        class: 'chip',
        onclick: () => {
          typed.value = text;
          draw();
        },
      },
      text,
    ),
  );
  const draw = () => {
    go.setAttribute('aria-disabled', !ready());
    for (const one of chips) {
      one.setAttribute('aria-pressed', one.textContent === typed.value.trim());
    }
  };
  draw();
  return h(
    'div',
    { class: 'sheet-body' },
    h('label', { class: 'label', for: 'move-reason' }, say('Lý do', 'Reason')),
    h('div', { class: 'chips wrap' }, chips),
    typed,
    go,
  );
}
