// One line of the cart, opened: how much of it, what is taken off, a note, a sample, or none.

import { withApproval } from '../till/manager_approval.js';
import { alter, find, keyOf, priceOf, setQuantity } from '../model/cart.js';
import { giveAway } from '../model/cart_lines.js';
import { askDiscount } from './discount_sheet.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { money } from '../model/money.js';
import { net } from '../model/price.js';
import { discountWords } from './discount_words.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { askQuantity } from './ask_quantity.js';
import { howMuch, price } from './product_tile.js';
import { beyondLimit } from '../till/discount_limit.js';
import { say } from '../lib/words.js';

const priced = (cart, key) => priceOf(cart)[cart.lines.findIndex((line) => keyOf(line) === key)];

/** Opens a line's sheet, which stays true while the line changes. */
export function openLine(app, key) {
  const view = { app, key, body: h('div', { class: 'sheet-body line-sheet' }) };
  return openSheet(
    find(app.cart, key).name,
    (close) => {
      view.close = close;
      draw(view);
      return view.body;
    },
    'sheet-line',
  );
}

function draw(view) {
  const line = find(view.app.cart, view.key);
  if (!line) {
    view.close();
    return;
  }
  const figures = priced(view.app.cart, view.key);
  fill(
    view.body,
    h(
      'p',
      { class: 'line-sum' },
      h('span', {}, line.free ? typed() : `${price(line)} × ${howMuch(line)}`),
      h('b', {}, figures && money(net(figures))),
    ),
    !line.free && choice(say('Số lượng', 'Quantity'), howMuch(line), () => quantity(view)),
    figures &&
      !line.sample &&
      choice(
        say('Giảm giá', 'Discount'),
        line.discount ? discountWords(line.discount) : say('Không', 'None'),
        () => discount(view),
      ),
    !line.free &&
      choice(say('Hàng mẫu', 'Free sample'), line.sample ?? say('Không', 'No'), () =>
        sample(view),
      ),
    note(view, line),
    h(
      'div',
      { class: 'sheet-actions' },
      button(
        { class: 'quiet danger', onclick: () => takeOut(view) },
        say('Bỏ khỏi giỏ', 'Take out'),
      ),
      button({ class: 'main', onclick: () => view.close() }, say('Xong', 'Done')),
    ),
  );
}

const typed = () => say('Số tiền tự nhập', 'Typed amount');

const choice = (words, value, act) =>
  button(
    { class: 'line-choice', 'data-focus': `choice-${words}`, onclick: act },
    h('span', {}, words),
    h('b', {}, value),
    icon('up'),
  );

async function set(view, cart, key = view.key) {
  view.key = key;
  await view.app.setCart(cart);
  draw(view);
}

async function quantity(view) {
  const line = find(view.app.cart, view.key);
  const value = await askQuantity(line, line);
  if (value !== undefined) set(view, setQuantity(view.app.cart, line, value));
}

async function discount(view) {
  const { app, key } = view;
  const line = find(app.cart, key);
  const figures = priced(app.cart, key);
  const having = (given) => alter(app.cart, key, { discount: given ?? undefined });
  const given = await askDiscount({
    title: say(`Giảm giá ${line.name}`, `Discount on ${line.name}`),
    base: figures.gross - figures.promotion,
    value: line.discount,
    beyond: (one) => beyondLimit(app, having(one)),
  });
  if (given === undefined) return;
  const cart = await withApproval(app, having(given));
  if (cart) set(view, cart);
}

/** Asks for a discount off the whole cart. */
export async function discountWhole(app) {
  const whole = priceOf({ ...app.cart, discount: undefined });
  const having = (given) => ({ ...app.cart, discount: given ?? undefined });
  const given = await askDiscount({
    title: say('Giảm giá cả đơn', 'Discount on the whole'),
    base: whole.reduce((sum, line) => sum + net(line), 0n),
    value: app.cart.discount,
    beyond: (one) => beyondLimit(app, having(one)),
  });
  if (given === undefined) return;
  const cart = await withApproval(app, having(given));
  if (cart) app.setCart(cart);
}

const REASONS = () => [
  say('Khách dùng thử', 'For tasting'),
  say('Hàng trưng bày', 'For display'),
  say('Tặng khách quen', 'For a regular customer'),
];

/** A sample is given for a reason; taken back, the line is sold again. */
async function sample(view) {
  const line = find(view.app.cart, view.key);
  const title = say(`Hàng mẫu: ${line.name}`, `Free sample: ${line.name}`);
  const reason = await openSheet(title, (close) => sampleForm(line, close), 'sheet-sample');
  if (reason === undefined) return;
  const { cart, key } = giveAway(view.app.cart, view.key, reason);
  set(view, cart, key);
}

function sampleForm(line, close) {
  const typed = h('input', {
    class: 'field',
    id: 'sample-reason',
    maxlength: 120,
    autocomplete: 'off',
    value: line.sample ?? '',
    oninput: () => draw(),
  });
  const go = button({
    class: 'main',
    onclick: () => typed.value.trim() && close(typed.value.trim()),
  });
  const pick = (words) =>
    button(
      {
        class: 'chip',
        onclick: () => {
          typed.value = words;
          draw();
        },
      },
      words,
    );
  const draw = () => {
    const said = typed.value.trim() !== '';
    go.setAttribute('aria-disabled', !said);
    go.replaceChildren(
      said ? say('Tặng, không tính tiền', 'Give it, free of charge') : say('Ghi lý do', 'Say why'),
    );
  };
  draw();
  return h(
    'div',
    { class: 'sheet-body' },
    h('label', { class: 'label', for: 'sample-reason' }, say('Vì sao tặng?', 'Why is it given?')),
    h('div', { class: 'chips wrap' }, REASONS().map(pick)),
    typed,
    line.sample &&
      button({ class: 'quiet', onclick: () => close('') }, say('Tính tiền lại', 'Charge it again')),
    go,
  );
}

function note(view, line) {
  const keep = (event) => {
    const text = event.target.value.trim();
    view.app.setCart(alter(view.app.cart, view.key, { note: text || undefined }));
  };
  return h(
    'div',
    { class: 'line-note-field' },
    h(
      'label',
      { class: 'label', for: 'line-note' },
      say('Ghi chú (in trên phiếu)', 'Note (printed)'),
    ),
    h('input', {
      class: 'field',
      id: 'line-note',
      'data-focus': 'line-note',
      maxlength: 120,
      autocomplete: 'off',
      value: line.note ?? '',
      onchange: keep,
    }),
  );
}

function takeOut(view) {
  const { app } = view;
  const before = app.cart;
  const line = find(app.cart, view.key);
  view.close();
  app.setCart(setQuantity(app.cart, line, 0n));
  toast(say(`Đã bỏ ${line.name}`, `${line.name} taken out`), () => app.setCart(before));
}
