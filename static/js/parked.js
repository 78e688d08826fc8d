// Carts set aside, each by its customer's name if one was said, and transfers waited for.

import { total } from './cart.js';
import { button, h, icon } from './dom.js';
import { uuid7 } from './ids.js';
import { money } from './money.js';
import { awaited, restOf, sumOf as partsSum } from './split.js';
import { clock, say } from './words.js';

/** What was set aside, as buttons that take it up again: name, time and sum. */
export function parkedRow(app) {
  if (!app.parked.length) return null;
  const one = (parked) => {
    const sum = money(sumOf(app, parked));
    return button(
      { class: 'chip parked', onclick: () => takeUp(app, parked) },
      icon('clock'),
      `${nameOf(parked)} · ${sum}`,
    );
  };
  return h(
    'div',
    { class: 'chips', role: 'group', 'aria-label': say('Đang chờ', 'Waiting') },
    app.parked.map(one),
  );
}

/** What a waiting cart still brings: a split one what is left of it or on its way. */
function sumOf(app, { qr, parts, cart }) {
  if (qr) return BigInt(qr.amount);
  if (!parts) return total(cart);
  const step = app.till.booth.rounding ?? 0;
  return restOf(total(cart), parts, step) + partsSum(awaited(parts));
}

function nameOf(parked) {
  if (parked.parts) return say('Trả nhiều cách, còn', 'Several ways, left');
  if (parked.qr) return say('Chờ chuyển khoản', 'Awaiting transfer');
  const at = clock(parked.at_ms);
  return parked.name ? `${short(parked.name)} · ${at}` : say(`Giỏ ${at}`, `Cart ${at}`);
}

/** A name that leaves room for its neighbours. */
const short = (name) => (name.length > 18 ? `${name.slice(0, 17).trim()}…` : name);

function takeUp(app, parked) {
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  if (parked.qr || parked.parts) {
    app.go(parked.qr ? 'qr' : 'split', parked);
    return;
  }
  const rest = app.parked.filter((one) => one.id !== parked.id);
  const held = app.cart;
  const back = held.lines.length ? [{ id: uuid7(app.now()), cart: held, at_ms: app.now() }] : [];
  app.change({ parked: [...rest, ...back], cart: parked.cart });
}
