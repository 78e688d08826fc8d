// Why money goes into the drawer or out of it: a few usual reasons, or the person's own words.

import { button, h } from '../lib/dom.js';
import { money } from '../model/money.js';
import { say } from '../lib/words.js';

const REASONS = {
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
    way === 'in' ? say(`Thu ${money(sum)}`, `Pay in ${money(sum)}`)
      : say(`Chi ${money(sum)}`, `Pay out ${money(sum)}`),
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
