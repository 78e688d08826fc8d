// Carts set aside, each by its customer's name if one was said, and transfers waited for.

import { total } from './cart.js';
import { button, h, icon } from './dom.js';
import { uuid7 } from './ids.js';
import { money } from './money.js';
import { clock, say } from './words.js';

/** What was set aside, as buttons that take it up again: name, time and sum. */
export function parkedRow(app) {
  if (!app.parked.length) return null;
  const one = (parked) => {
    const sum = money(parked.qr ? BigInt(parked.qr.amount) : total(parked.cart));
    return button(
      { class: 'chip parked', onclick: () => takeUp(app, parked) },
      icon('clock'),
      `${nameOf(parked)} · ${sum}`,
    );
  };
  return h(
    'div',
    { class: 'chips', role: 'group', 'aria-label': say('Giỏ để chờ', 'Carts set aside') },
    app.parked.map(one),
  );
}

function nameOf(parked) {
  if (parked.qr) return say('Chờ chuyển khoản', 'Awaiting transfer');
  const at = clock(parked.at_ms);
  return parked.name ? `${parked.name} · ${at}` : say(`Giỏ ${at}`, `Cart ${at}`);
}

function takeUp(app, parked) {
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  if (parked.qr) {
    app.go('qr', parked);
    return;
  }
  const rest = app.parked.filter((one) => one.id !== parked.id);
  const held = app.cart;
  const back = held.lines.length ? [{ id: uuid7(app.now()), cart: held, at_ms: app.now() }] : [];
  app.setParked([...rest, ...back]);
  app.setCart(parked.cart);
}
