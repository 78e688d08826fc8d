// Asks for one part of a split payment: how much, and beside a card or a wallet the number its
// machine shows. Cash is what the customer hands over; nothing is preselected for it.

import { button, fill, h } from '../lib/dom.js';
import { sure } from './cash_tendered.js';
import { isNoted, methodName } from '../till/payment_methods.js';
import { group, money } from '../model/money.js';
import { parseMoney } from '../model/amount_text.js';
import { tooMuch } from '../lib/ask_number.js';
import { padKey, padKeys, press } from '../lib/number_pad.js';
import { LIMIT } from '../model/price.js';
import { openSheet } from '../lib/sheet.js';
import { cashPart, inNotes } from '../model/split.js';
import { say } from '../lib/words.js';

/** The longest reference that the laptop takes. */
const REFERENCE = 40;

/**
 * Resolves with a part of at most `rest` đồng, or undefined when the seller went back. Cash is
 * rounded to `step` đồng here.
 */
export function askPart(method, rest, step) {
  const view = { method, rest, step, text: '' };
  const left = say(`còn ${money(rest)}`, `${money(rest)} left`);
  return openSheet(
    `${methodName(method)} · ${left}`,
    (close) => {
      view.close = close;
      view.display = h('output', { class: 'pad-display', 'aria-live': 'polite' });
      view.note = h('p', { class: 'pad-note' });
      view.go = button({ class: 'main', 'data-focus': 'add-part', onclick: () => finish(view) });
      view.reference = isNoted(method) && referenceField();
      const whole = button(
        { class: 'big', 'data-focus': 'whole-rest', onclick: () => close(partOf(view, rest)) },
        method === 'cash' ? say(`Đúng ${money(rest)}`, `Exactly ${money(rest)}`) : all(rest),
      );
      draw(view);
      return h(
        'div',
        {
          class: 'pad-body',
          tabindex: '-1',
          autofocus: true,
          onkeydown: (event) => onKey(view, event),
        },
        view.display,
        view.note,
        view.reference && [referenceLabel(), view.reference],
        padKeys((key) => type(view, key), '000'),
        h('div', { class: 'two' }, whole, view.go),
      );
    },
    'sheet-pad sheet-part',
  );
}

const all = (rest) => say(`Cả phần còn lại ${money(rest)}`, `All that is left, ${money(rest)}`);

/** The field for what the card machine or the wallet shows; nobody must fill it in. */
export const referenceField = (value = '') =>
  h('input', {
    class: 'field',
    id: 'noted-reference',
    maxlength: REFERENCE,
    autocomplete: 'off',
    spellcheck: 'false',
    value,
  });

export const referenceLabel = () =>
  h(
    'label',
    { class: 'label', for: 'noted-reference' },
    say('Mã giao dịch (có thể để trống)', 'Transaction number (may stay empty)'),
  );

function draw(view) {
  const value = parseMoney(view.text) ?? 0n;
  view.display.replaceChildren(group(value));
  const over = value > view.rest;
  const beyond = value > LIMIT;
  const cash = view.method === 'cash';
  const odd = cash && !inNotes(value, view.step);
  fill(view.note, odd ? evenOnly(view) : over && overWords(view, value));
  const fits = value > 0n && !beyond && !odd && (!over || cash);
  view.go.setAttribute('aria-disabled', !fits);
  const words = value > 0n ? say('Thêm', 'Add') : say('Nhập số tiền', 'Enter it');
  view.go.replaceChildren(beyond ? tooMuch() : words);
}

function overWords({ method, rest }, value) {
  if (method !== 'cash') return say('Nhiều hơn số còn phải trả', 'More than is left to pay');
  return say(`Tiền thừa ${money(value - rest)}`, `Change ${money(value - rest)}`);
}

const evenOnly = ({ step }) =>
  say(`Tiền mặt tròn từng ${money(step)}`, `Cash in steps of ${money(step)}`);

function type(view, key) {
  view.text = press(view.text, key);
  draw(view);
}

function onKey(view, event) {
  if (event.target === view.reference) return;
  const key = padKey(event);
  if (key) type(view, key);
  else if (event.key === 'Enter' && !event.target.closest('button')) finish(view);
  else return;
  event.preventDefault();
}

async function finish(view) {
  if (view.go.getAttribute('aria-disabled') === 'true') return;
  const value = parseMoney(view.text);
  if (view.method !== 'cash' || (await sure(view.rest, value))) view.close(partOf(view, value));
}

function partOf(view, value) {
  if (view.method === 'cash') return cashPart(view.rest, value);
  const reference = view.reference ? view.reference.value.trim() : '';
  return { method: view.method, amount: value, ...(reference && { reference }) };
}
