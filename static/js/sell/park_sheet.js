// Setting a cart aside, in a sheet that asks for the customer's name.

import { empty } from '../model/cart.js';
import { button, h, icon } from '../lib/dom.js';
import { uuid7 } from '../model/ids.js';
import { short } from './parked_carts.js';
import { openSheet } from '../lib/sheet.js';
import { say } from '../lib/words.js';

/** Sets the cart aside for another customer; it stays on this device until taken up again. */
export async function park(app) {
  const title = say('Lưu tạm giỏ này', 'Set this cart aside');
  const words = say('Lưu tạm', 'Set aside');
  const name = await openSheet(title, (close) => nameForm(close, words), 'sheet-park');
  if (name === undefined || !app.cart.lines.length) return;
  const { cart } = app;
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  const parked = { id: uuid7(app.now()), name, cart, at_ms: app.now() };
  await app.change({ parked: [...app.parked, parked], cart: empty(null) });
}

/** What the customer of a waiting payment is called; kept, and given with the name it has now. */
export async function nameWaiting(app, parked) {
  const title = say('Tên khách đang chờ', 'Name of the customer');
  const form = (close) => nameForm(close, say('Xong', 'Done'), parked.name);
  const name = await openSheet(title, form, 'sheet-park');
  if (name === undefined) return parked;
  const named = (one) => (one.id === parked.id ? { ...one, name } : one);
  await app.setParked(app.parked.map(named));
  return { ...parked, name };
}

/** The button that asks for it, and shows it. */
export const nameButton = (parked, onclick) =>
  button(
    { class: 'quiet', 'data-focus': 'name', onclick },
    icon('person'),
    parked.name ? short(parked.name) : say('Tên khách', 'Name'),
  );

function nameForm(close, words, value = '') {
  const input = h('input', {
    class: 'field',
    id: 'park-name',
    maxlength: 40,
    autocomplete: 'off',
    autofocus: true,
    value,
    onkeydown: (event) => event.key === 'Enter' && !event.isComposing && done(),
  });
  const done = () => close(input.value.trim());
  return h(
    'div',
    { class: 'sheet-body' },
    h(
      'label',
      { class: 'label', for: 'park-name' },
      say('Tên khách (có thể để trống)', 'Customer’s name (may stay empty)'),
    ),
    input,
    button({ class: 'main', onclick: done }, words),
  );
}
