// The cart as people see it: lines with steppers, what is taken off, and the sum.

import {
  amount,
  find,
  isWeighed,
  keyOf,
  priceOf,
  samples,
  sellable,
  setQuantity,
  step,
  total,
} from '../model/cart.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { group, money } from '../model/money.js';
import { net } from '../model/price.js';
import { discountWords } from './discount_words.js';
import { openSheet, toast } from '../lib/sheet.js';
import { howMuch, price } from './product_tile.js';
import { toPay } from './to_payment.js';
import { say } from '../lib/words.js';

// Sheets are fetched after the first screen.
const sheets = () => import('./line_sheet.js');

/** The whole cart: for the right side of a laptop and the sheet of a phone. */
export function basket(app) {
  const { lines } = app.cart;
  const priced = priceOf(app.cart);
  const head = h(
    'div',
    { class: 'basket-head' },
    h('h2', {}, say('Giỏ hàng', 'Cart')),
    lines.length > 0 && [
      button(
        {
          class: 'quiet',
          'data-focus': 'whole',
          onclick: async () => (await sheets()).discountWhole(app),
        },
        say('Giảm giá', 'Discount'),
      ),
      button(
        { class: 'quiet', onclick: async () => (await import('./park_sheet.js')).park(app) },
        say('Lưu tạm', 'Set aside'),
      ),
    ],
  );
  const body = lines.length
    ? h(
        'ul',
        { class: 'lines' },
        lines.map((one, n) => cartLine(app, one, priced[n])),
      )
    : h(
        'p',
        { class: 'empty' },
        say('Chạm vào món hàng để cho vào giỏ.', 'Tap a product to put it in the cart.'),
      );
  return [head, aside(app), body, foot(app)];
}

// What draws carts set aside (parked_carts.js), from the first time it was needed: later drawings
// show them at once, so that nothing jumps under a finger.
let asideRow;

/** What was set aside, once there is something. */
export function aside(app) {
  if (!app.parked.length) return null;
  const place = h('div', {});
  const draw = (row) => fill(place, (asideRow = row)(app));
  if (asideRow) draw(asideRow);
  else import('./parked_carts.js').then(({ parkedRow }) => draw(parkedRow));
  return place;
}

/** A line: its name opens it; what was taken off and why stands under the price. */
function cartLine(app, line, priced) {
  const now = priced ? net(priced) : amount(line);
  const open = say(`Sửa dòng ${line.name}`, `Change the line ${line.name}`);
  return h(
    'li',
    { class: 'line' },
    button(
      {
        class: 'quiet line-open',
        'data-focus': `line-${keyOf(line)}`,
        title: open,
        onclick: async () => (await sheets()).openLine(app, keyOf(line)),
      },
      h('span', { class: 'line-name' }, line.name),
      h('span', { class: 'line-price' }, unitPrice(line)),
      why(line, priced).map((words) => h('span', { class: 'line-off' }, words)),
      line.note && h('span', { class: 'line-price' }, line.note),
    ),
    h(
      'span',
      { class: 'line-amount' },
      priced && now !== priced.gross && h('s', {}, group(priced.gross)),
      group(now),
    ),
    line.free ? takeOut(app, line) : stepper(app, line),
  );
}

function unitPrice(line) {
  if (line.free) return say('Số tiền tự nhập', 'Typed amount');
  return isWeighed(line) ? price(line) : `${group(line.price)} × ${line.unit}`;
}

/** Why a line costs less, in words. */
function why(line, priced) {
  if (line.sample) return [say(`Hàng mẫu: ${line.sample}`, `Free sample: ${line.sample}`)];
  if (!priced) return [];
  const off = (words, sum) => sum > 0n && `${words} −${group(sum)}`;
  const byHand =
    line.discount?.percent === undefined
      ? say('Giảm giá', 'Discount')
      : say(`Giảm ${line.discount.percent}%`, `${line.discount.percent}% off`);
  return [
    off(priced.name, priced.promotion),
    off(byHand, priced.line),
    off(say('Phần giảm cả đơn', 'Share of the whole'), priced.cart),
  ].filter(Boolean);
}

function takeOut(app, line) {
  const words = say(`Bỏ ${line.name}`, `Take ${line.name} out`);
  const act = () => change(app, line, setQuantity(app.cart, line, 0n));
  return button({ class: 'square', 'aria-label': words, onclick: act }, icon('close'));
}

function stepper(app, line) {
  const ask = async () => {
    const { askQuantity } = await import('./ask_quantity.js');
    const value = await askQuantity(line, line);
    if (value !== undefined) app.setCart(setQuantity(app.cart, line, value));
  };
  const by = (units) => () => {
    if (isWeighed(line)) ask();
    else change(app, line, step(app.cart, line, units));
  };
  const key = (name, label, act, ...content) =>
    button(
      { 'data-focus': `${name}-${keyOf(line)}`, 'aria-label': label, onclick: act },
      ...content,
    );
  return h(
    'span',
    { class: 'stepper' },
    key('less', say(`Bớt ${line.name}`, `Less ${line.name}`), by(-1n), icon('minus')),
    key(
      'count',
      say(`Sửa số lượng, đang là ${howMuch(line)}`, `Quantity, now ${howMuch(line)}`),
      ask,
      howMuch(line),
    ),
    key('more', say(`Thêm ${line.name}`, `More ${line.name}`), by(1n), icon('plus')),
  );
}

function change(app, line, cart) {
  const before = app.cart;
  app.setCart(cart);
  if (!find(app.cart, keyOf(line))) {
    toast(say(`Đã bỏ ${line.name}`, `${line.name} taken out`), () => app.setCart(before));
  }
}

const lineCount = (count) => say(`${count} dòng`, count === 1 ? '1 line' : `${count} lines`);

/** What is to be paid; no sum where the goods are beyond what a sale carries. */
const sumOf = (cart) => (cart.lines.length && !sellable(cart) ? '–' : money(total(cart)));

function foot(app) {
  const count = app.cart.lines.length;
  return h(
    'div',
    { class: 'basket-foot' },
    takenOff(app.cart),
    h(
      'div',
      { class: 'sum' },
      h('span', {}, say('Khách cần trả', 'To pay'), h('small', {}, lineCount(count))),
      h('b', { class: 'sum-figure' }, sumOf(app.cart)),
    ),
    payButton(app, h('kbd', { class: 'wide-only' }, 'F9')),
  );
}

/** What the goods cost and what is taken off, when something is. */
function takenOff(cart) {
  const priced = priceOf(cart);
  const gross = priced.reduce((sum, line) => sum + line.gross, 0n);
  const whole = priced.reduce((sum, line) => sum + line.cart, 0n);
  const lines = gross - whole - total(cart);
  if (whole + lines === 0n) return null;
  const row = (words, sum) => h('p', { class: 'taken-off' }, h('span', {}, words), h('b', {}, sum));
  const off = (words, sum) => sum > 0n && row(words, `−${money(sum)}`);
  const how = cart.discount ? ` (${discountWords(cart.discount)})` : '';
  return [
    row(say('Tiền hàng', 'Goods'), money(gross)),
    off(say('Giảm theo món', 'Off lines'), lines),
    off(say('Giảm cả đơn', 'Off the whole') + how, whole),
  ];
}

function payButton(app, ...tail) {
  const can = sellable(app.cart);
  const props = { class: 'main', 'aria-disabled': !can, onclick: () => toPay(app) };
  const free = can && samples(app.cart);
  const words = free ? say('Ghi hàng mẫu', 'Record samples') : say('Thanh toán', 'Pay');
  const amiss = !can && app.cart.lines.length;
  return button(props, h('span', {}, amiss ? say('Sửa số lượng', 'Take less') : words), ...tail);
}

/** The foot of a phone's screen: what is in the cart in a line, and the one action. */
export function dock(app) {
  const { lines } = app.cart;
  const names = lines.map((line) => line.name).join(', ');
  const text = lines.length
    ? `${lineCount(lines.length)} · ${names}`
    : say('Chạm vào món hàng để bán', 'Tap a product to sell it');
  return [
    button(
      { class: 'dock-line', 'aria-disabled': !lines.length, onclick: () => openCart(app) },
      h('span', { class: 'dock-names' }, text),
      lines.length > 0 &&
        h('span', { class: 'dock-open' }, say('Xem giỏ', 'View cart'), icon('up')),
    ),
    payButton(app, h('span', { class: 'dock-sum' }, sumOf(app.cart))),
  ];
}

/** The cart of a phone, in a sheet that stays true while lines change. */
function openCart(app) {
  if (!app.cart.lines.length) return;
  const body = h('div', { class: 'basket in-sheet' });
  const screen = app.screen;
  const draw = screen.onCart;
  screen.onCart = () => {
    draw();
    if (app.cart.lines.length) fill(body, basket(app));
    else document.querySelector('dialog[open]')?.close();
  };
  fill(body, basket(app));
  openSheet(say('Giỏ hàng', 'Cart'), () => body, 'sheet-cart').then(() => {
    screen.onCart = draw;
  });
}
