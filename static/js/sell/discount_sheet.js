// How much to take off: per cents or đồng, off a line or off the whole cart.

import { button, fill, h } from '../lib/dom.js';
import { money } from '../model/money.js';
import { parseMoney } from '../model/amount_text.js';
import { padKey, padKeys, press } from '../lib/number_pad.js';
import { percentOf } from '../model/amounts.js';
import { openPadSheet } from '../lib/pad_sheet.js';
import { say } from '../lib/words.js';

/**
 * Asks for a discount off `base` đồng; `beyond(discount)` says whether it needs the manager.
 * Resolves with the discount, null for none, or undefined when the person went back.
 */
export function askDiscount({ title, base, value, beyond }) {
  const view = { base, beyond, fresh: true, percent: value?.amount === undefined };
  view.text = String(value?.percent ?? value?.amount ?? '');
  return openPadSheet(title, 'sheet-discount', view, { draw, onKey });
}

/**
 * What stands on the pad: a discount, null for none, undefined when it cannot be. Nothing is given
 * away by it: a sample says why.
 */
function read(view) {
  const number = view.text === '' ? 0n : parseMoney(view.text);
  if (number === null || number > (view.percent ? 100n : view.base)) return undefined;
  if (number === 0n) return null;
  const discount = view.percent ? { percent: Number(number) } : { amount: Number(number) };
  return takenOff(view, discount) < view.base ? discount : undefined;
}

const takenOff = ({ base }, discount) =>
  discount.percent === undefined ? BigInt(discount.amount) : percentOf(base, discount.percent);

function draw(view) {
  const unit = (percent, words) =>
    button(
      {
        'aria-pressed': view.percent === percent,
        'data-focus': `unit-${percent}`,
        onclick: () => change(view, { percent, text: '', fresh: true }),
      },
      words,
    );
  const discount = read(view);
  fill(
    view.body,
    h(
      'div',
      { class: 'methods', role: 'group', 'aria-label': say('Giảm theo', 'Take off') },
      unit(true, say('Phần trăm %', 'Per cents %')),
      unit(false, say('Số tiền đ', 'Amount đ')),
    ),
    h('output', { class: 'pad-display', 'aria-live': 'polite' }, shown(view)),
    h('div', { class: 'pad-note' }, note(view, discount)),
    padKeys((key) => onPress(view, key), view.percent ? undefined : '000'),
    button(
      {
        class: 'main',
        'data-focus': 'take-off',
        'aria-disabled': discount === undefined,
        onclick: () => finish(view),
      },
      discount ? say('Giảm giá', 'Take off') : say('Không giảm', 'No discount'),
    ),
  );
  // The key that was tapped is gone with the drawing, and a keyboard is still heard.
  if (!view.body.contains(document.activeElement)) view.body.focus();
}

const shown = ({ percent, text }) => (percent ? `${text || '0'}%` : money(parseMoney(text) ?? 0n));

function note(view, discount) {
  if (discount === undefined) {
    return say('Không giảm hết: muốn tặng thì ghi hàng mẫu', 'Not all of it: use a free sample');
  }
  const off = discount ? takenOff(view, discount) : 0n;
  const left = say('còn ', 'leaves ');
  return [
    `${money(view.base)} − ${money(off)}, ${left}`,
    h('b', {}, money(view.base - off)),
    discount &&
      view.beyond(discount) &&
      h('span', { class: 'tag gold' }, say('Cần mã PIN quản lý', 'Needs the manager’s PIN')),
  ];
}

function change(view, fields) {
  Object.assign(view, fields);
  draw(view);
}

/** The first key replaces what stood there, as on every scale. */
function onPress(view, key) {
  const text = press(view.fresh && key !== 'erase' ? '' : view.text, key);
  change(view, { text: text.replace(/^0+/, ''), fresh: false });
}

function onKey(view, event) {
  const key = padKey(event);
  if (key) onPress(view, key);
  else if (event.key === 'Enter' && !event.target.closest('button')) finish(view);
  else return;
  event.preventDefault();
}

function finish(view) {
  const discount = read(view);
  if (discount !== undefined) view.close(discount);
}
