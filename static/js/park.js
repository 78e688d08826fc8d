// Setting a cart aside, in a sheet that asks for the customer's name.

import { empty } from './cart.js';
import { button, h } from './dom.js';
import { uuid7 } from './ids.js';
import { openSheet } from './sheet.js';
import { say } from './words.js';

/** Sets the cart aside for another customer; it stays on this device until taken up again. */
export async function park(app) {
  const title = say('Lưu tạm giỏ này', 'Set this cart aside');
  const name = await openSheet(title, nameForm, 'sheet-park');
  if (name === undefined || !app.cart.lines.length) return;
  const { cart } = app;
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  const parked = { id: uuid7(app.now()), name, cart, at_ms: app.now() };
  await app.change({ parked: [...app.parked, parked], cart: empty(null) });
}

function nameForm(close) {
  const input = h('input', {
    class: 'field',
    id: 'park-name',
    maxlength: 40,
    autocomplete: 'off',
    autofocus: true,
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
    button({ class: 'main', onclick: done }, say('Lưu tạm', 'Set aside')),
  );
}
