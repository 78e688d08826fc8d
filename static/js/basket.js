// The cart as people see it: lines with steppers, the sum, and carts set aside.

import { amount, empty, find, isWeighed, setQuantity, step, total } from './cart.js';
import { button, fill, h, icon } from './dom.js';
import { group, money } from './money.js';
import { openSheet, toast } from './sheet.js';
import { askQuantity, howMuch, price } from './tile.js';
import { uuid7 } from './ids.js';
import { clock, say } from './words.js';

/** The whole cart: for the right side of a laptop and the sheet of a phone. */
export function basket(app) {
  const { lines } = app.cart;
  const head = h(
    'div',
    { class: 'basket-head' },
    h('h2', {}, say('Giỏ hàng', 'Cart')),
    lines.length > 0 &&
      button({ class: 'quiet', onclick: () => park(app) }, say('Lưu tạm', 'Set aside')),
  );
  const body = lines.length
    ? h(
        'ul',
        { class: 'lines' },
        lines.map((one) => cartLine(app, one)),
      )
    : h(
        'p',
        { class: 'empty' },
        say('Chạm vào món hàng để cho vào giỏ.', 'Tap a product to put it in the cart.'),
      );
  return [head, parkedRow(app), body, foot(app)];
}

function cartLine(app, line) {
  return h(
    'li',
    { class: 'line' },
    h('span', { class: 'line-name' }, line.name),
    h('span', { class: 'line-amount' }, group(amount(line))),
    h(
      'span',
      { class: 'line-price' },
      isWeighed(line) ? price(line) : `${group(line.price)} × ${line.unit}`,
    ),
    stepper(app, line),
  );
}

function stepper(app, line) {
  const ask = async () => {
    const value = await askQuantity(line, line);
    if (value !== undefined) app.setCart(setQuantity(app.cart, line, value));
  };
  const by = (units) => () => {
    if (isWeighed(line)) ask();
    else change(app, line, units);
  };
  const key = (name, label, act, ...content) =>
    button({ 'data-focus': `${name}-${line.uid}`, 'aria-label': label, onclick: act }, ...content);
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

function change(app, line, units) {
  const before = app.cart;
  app.setCart(step(app.cart, line, units));
  if (!find(app.cart, line.uid)) {
    toast(say(`Đã bỏ ${line.name}`, `${line.name} taken out`), () => app.setCart(before));
  }
}

const lineCount = (count) => say(`${count} dòng`, count === 1 ? '1 line' : `${count} lines`);

function foot(app) {
  const sum = total(app.cart);
  const count = app.cart.lines.length;
  return h(
    'div',
    { class: 'basket-foot' },
    h(
      'div',
      { class: 'sum' },
      h('span', {}, say('Khách cần trả', 'To pay'), h('small', {}, lineCount(count))),
      h('b', { class: 'sum-figure' }, money(sum)),
    ),
    payButton(app, sum, h('kbd', { class: 'wide-only' }, 'F9')),
  );
}

function payButton(app, sum, ...tail) {
  const props = {
    class: 'main',
    'aria-disabled': sum <= 0n,
    onclick: () => {
      document.querySelector('dialog[open]')?.close();
      if (total(app.cart) > 0n) app.go('pay');
    },
  };
  return button(props, h('span', {}, say('Thanh toán', 'Pay')), ...tail);
}

/** The foot of a phone's screen: what is in the cart in a line, and the one action. */
export function dock(app) {
  const { lines } = app.cart;
  const sum = total(app.cart);
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
    payButton(app, sum, h('span', { class: 'dock-sum' }, money(sum))),
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

/** Sets the cart aside for another customer; it stays on this device until taken up again. */
export function park(app) {
  const { cart } = app;
  document.querySelector('dialog[open]')?.close();
  const aside = { id: uuid7(app.now()), cart, at_ms: app.now() };
  app.change({ parked: [...app.parked, aside], cart: empty(null) });
}

/** Carts set aside and transfers waited for, as buttons that take them up again. */
export function parkedRow(app) {
  if (!app.parked.length) return null;
  const one = (parked) => {
    const sum = money(parked.qr ? BigInt(parked.qr.amount) : total(parked.cart));
    const name = parked.qr
      ? say('Chờ chuyển khoản', 'Awaiting transfer')
      : say(`Giỏ ${clock(parked.at_ms)}`, `Cart ${clock(parked.at_ms)}`);
    return button(
      { class: 'chip parked', onclick: () => takeUp(app, parked) },
      icon('clock'),
      `${name} · ${sum}`,
    );
  };
  return h(
    'div',
    { class: 'chips', role: 'group', 'aria-label': say('Giỏ để chờ', 'Carts set aside') },
    app.parked.map(one),
  );
}

function takeUp(app, parked) {
  document.querySelector('dialog[open]')?.close();
  if (parked.qr) {
    app.go('qr', parked);
    return;
  }
  const rest = app.parked.filter((one) => one.id !== parked.id);
  const held = app.cart;
  const back = held.lines.length ? [{ id: uuid7(app.now()), cart: held, at_ms: app.now() }] : [];
  app.change({ parked: [...rest, ...back], cart: parked.cart });
}
