// The cart as people see it, beside the goods or in a sheet: lines with steppers, what is taken
// off, and the sum.

import {
  amount,
  find,
  isWeighed,
  keyOf,
  priceOf,
  setQuantity,
  step,
  total,
} from '../model/cart.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { group, money } from '../model/money.js';
import { net } from '../model/price.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { say } from '../lib/words.js';
import { discountWords } from './discount_words.js';
import { aside, lineCount, payButton, sumOf } from './dock.js';
import { howMuch, price } from './product_tile.js';

const lineSheet = (app) => app.part(() => import('./line_sheet.js'));

/** The whole cart: for the right side of a laptop and the sheet of a phone. */
export function cartView(app) {
  const { lines } = app.cart;
  const priced = priceOf(app.cart);
  const setAside = async () => (await app.part(() => import('./park_sheet.js')))?.park(app);
  const head = h(
    'div',
    { class: 'basket-head' },
    h('h2', {}, say('Giỏ hàng', 'Cart')),
    lines.length > 0 && [
      button(
        {
          class: 'quiet',
          'data-focus': 'whole',
          onclick: async () => (await lineSheet(app))?.discountWhole(app),
        },
        say('Giảm giá', 'Discount'),
      ),
      button({ class: 'quiet', onclick: setAside }, say('Lưu tạm', 'Set aside')),
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
        onclick: async () => (await lineSheet(app))?.openLine(app, keyOf(line)),
      },
      h('span', { class: 'line-name' }, line.name),
      h('span', { class: 'line-price' }, unitPrice(line)),
      why(line, priced).map((words) => h('span', { class: 'line-off' }, words)),
      h('span', { class: 'line-short' }, tooFew(app, line)),
      line.note && h('span', { class: 'line-price' }, line.note),
      line.lot && h('span', { class: 'line-price' }, `${say('Lô', 'Lot')} ${line.lot}`),
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

/** What the stock says of more in the cart than there is, over all lines of the product. */
function tooFew({ till, cart }, line) {
  const stock = till.products.find(({ uid }) => uid === line.uid)?.stock ?? null;
  if (stock === null) return null;
  const own = cart.lines.filter(({ uid }) => uid === line.uid);
  const taken = own.reduce((sum, { thousandths }) => sum + thousandths, 0n);
  const left = stock > 0 ? BigInt(stock) : 0n;
  if (taken <= left) return null;
  const [has, takes] = [left, taken].map((one) => howMuch({ ...line, thousandths: one }));
  return say(`Kho còn ${has}, giỏ có ${takes}`, `${has} in stock, ${takes} in the cart`);
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
    const sheet = await app.part(() => import('./ask_quantity.js'));
    const value = await sheet?.askQuantity(line, line);
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

/** The cart of a phone, in a sheet that stays true while lines change. */
export function openCart(app) {
  if (!app.cart.lines.length) return;
  const body = h('div', { class: 'basket in-sheet' });
  const screen = app.screen;
  const draw = screen.onCart;
  screen.onCart = () => {
    draw();
    if (app.cart.lines.length) fill(body, cartView(app));
    else document.querySelector('dialog[open]')?.close();
  };
  fill(body, cartView(app));
  openSheet(say('Giỏ hàng', 'Cart'), () => body, 'sheet-cart').then(() => {
    screen.onCart = draw;
  });
}
