// Carts set aside, each by its customer's name if one was said, and transfers waited for.

import { dueOf, total } from '../model/cart.js';
import { button, h, icon } from '../lib/dom.js';
import { uuid7 } from '../model/ids.js';
import { money } from '../model/money.js';
import { unseenTransfers, restOf, sumOf as partsSum } from '../model/split.js';
import { clock, say } from '../lib/words.js';

/** What was set aside, as buttons that take it up again: name, time and sum. */
export function parkedRow(app) {
  if (!app.parked.length) return null;
  const one = (parked) => {
    const sum = money(sumOf(app, parked));
    return button(
      { class: 'chip parked', onclick: () => takeUp(app, parked) },
      icon('clock'),
      parked.parts ? `${nameOf(parked)} ${sum}` : `${nameOf(parked)} · ${sum}`,
    );
  };
  return h(
    'div',
    { class: 'chips', role: 'group', 'aria-label': say('Đang chờ', 'Waiting') },
    app.parked.map(one),
  );
}

/** What a waiting cart still brings: a split one what is left of it or on its way. */
function sumOf(app, one) {
  const { qr, parts, cart } = one;
  if (qr) return BigInt(qr.amount);
  if (!parts) return total(cart);
  const step = app.till.booth.rounding ?? 0;
  return restOf(dueOf(one), parts, step) + partsSum(unseenTransfers(parts));
}

/** What tells one from another of the same sum: name, time, and the end of its reference. */
function nameOf({ qr, parts, name, at_ms: made }) {
  const at = clock(made);
  const called = name ? `${short(name)} · ` : '';
  const codes = parts ? unseenTransfers(parts).map((part) => part.qr) : [qr].filter(Boolean);
  const ends = codes.map(({ reference }) => ` …${reference.slice(-4)}`).join('');
  if (parts) {
    return called + say(`Nhiều cách ${at}${ends} · còn`, `Several ways ${at}${ends} · left`);
  }
  if (qr) return `${called}QR ${at}${ends}`;
  return name ? called + at : say(`Giỏ ${at}`, `Cart ${at}`);
}

/** A name that leaves room for its neighbours. */
export const short = (name) => (name.length > 18 ? `${name.slice(0, 17).trim()}…` : name);

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
