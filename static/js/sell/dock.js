// What the first selling screen shows of the cart: on a phone its foot, with the cart in a line and
// the one action; and the carts set aside. The cart itself (cart_view.js) is drawn beside the goods
// where there is room for it, else in a sheet.

import { samples, sellable, total } from '../model/cart.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { money } from '../model/money.js';
import { say } from '../lib/words.js';

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

/** The cart in a sheet. */
async function openCart(app) {
  (await app.part(() => import('./cart_view.js')))?.openCart(app);
}

/** The one action of the screen; `tail` stands beside its words. */
export function payButton(app, ...tail) {
  const can = sellable(app.cart);
  const props = { class: 'main', 'aria-disabled': !can, onclick: () => toPay(app) };
  const free = can && samples(app.cart);
  const words = free ? say('Ghi hàng mẫu', 'Record samples') : say('Thanh toán', 'Pay');
  const beyond = !can && app.cart.lines.length;
  return button(props, h('span', {}, beyond ? say('Sửa số lượng', 'Take less') : words), ...tail);
}

// What leads to the payment, from the first time it was asked for.
let payment;

/** On to the payment. */
export async function toPay(app) {
  payment ??= await app.part(() => import('./to_payment.js'));
  payment?.toPayment(app);
}

/** So many lines, in words. */
export const lineCount = (count) => say(`${count} dòng`, count === 1 ? '1 line' : `${count} lines`);

/** What is to be paid; no sum where the goods are beyond what a sale carries. */
export const sumOf = (cart) => (cart.lines.length && !sellable(cart) ? '–' : money(total(cart)));

// What draws carts set aside (parked_carts.js), from the first time it was needed: later drawings
// show them at once, so that nothing jumps under a finger.
let asideRow;

/** What was set aside, once there is something. */
export function aside(app) {
  if (!app.parked.length) return null;
  const place = h('div', {});
  const draw = (row) => fill(place, (asideRow = row)(app));
  if (asideRow) draw(asideRow);
  else import('./parked_carts.js').then(({ parkedRow }) => draw(parkedRow), app.notHere);
  return place;
}
