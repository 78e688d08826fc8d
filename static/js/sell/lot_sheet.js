// Lots that are not to be sold any more: before the payment the seller is asked for another one.
// Nothing is refused: what the customer has in hand already is sold, and the manager is told.

import { alter, sellable, setQuantity } from '../model/cart.js';
import { blockedLines } from '../model/cart_lines.js';
import { button, fill, h } from '../lib/dom.js';
import { quantity } from '../model/money.js';
import { openSheet } from '../lib/sheet.js';
import { howMuch } from './product_tile.js';
import { say } from '../lib/words.js';

/** Whether the payment may go on: no line is of a blocked lot, or the seller means it. */
export async function otherLots(app) {
  const asked = () => blockedLines(app.cart, app.till.blocked ?? []);
  const first = asked();
  if (!first.length) return true;
  const lots = [...new Set(first.map(({ lot }) => lot))].join(', ');
  const title = say(
    `Lô ${lots} bị thu hồi – lấy lô khác`,
    `Lot ${lots} is recalled – take another`,
  );
  const body = h('div', { class: 'sheet-body' });
  const goesOn = await openSheet(
    title,
    (close) => {
      const draw = () => {
        const lines = asked();
        if (lines.length) fill(body, lines.map((one) => question(one, set)));
        else close(sellable(app.cart));
      };
      const set = (cart) => {
        app.setCart(cart(app.cart));
        draw();
      };
      fill(body, first.map((one) => question(one, set)));
      return body;
    },
    'sheet-lots',
  );
  return goesOn === true;
}

/** One line: another lot is one tap away. */
function question({ line, key, lot, others }, set) {
  const name = (named, meant) => () => set((cart) => alter(cart, key, { lot: named, meant }));
  const known = others.some((one) => !one.lot);
  return h(
    'section',
    { class: 'sheet-body lot-question' },
    h('p', { class: 'lead' }, `${line.name} · ${howMuch(line)}`),
    h('p', {}, say(`Đừng đưa khách hàng lô ${lot}.`, `Do not hand out lot ${lot}.`)),
    others.map((one) =>
      button(
        { class: 'big choice', 'data-focus': `lot-${key}-${one.lot}`, onclick: name(one.lot) },
        h('span', {}, lotName(one)),
        h('b', {}, say(`còn ${left(one)}`, `${left(one)} left`)),
      ),
    ),
    !known &&
      button(
        { class: 'big choice', 'data-focus': `lot-${key}-`, onclick: name('') },
        say('Hàng khác, không ghi lô', 'Other goods without a lot'),
      ),
    h(
      'div',
      { class: 'sheet-actions' },
      button(
        { class: 'quiet', onclick: () => set((cart) => setQuantity(cart, line, 0n)) },
        say('Bỏ khỏi giỏ', 'Take out'),
      ),
      button(
        { class: 'quiet danger', onclick: name(lot, true) },
        say(`Vẫn bán lô ${lot}`, `Sell lot ${lot} anyway`),
      ),
    ),
  );
}

const left = (one) => quantity(BigInt(one.left));

function lotName({ lot, until, past }) {
  const day = until?.split('-').reverse().join('/');
  const about = past ? say(`quá hạn ${day}`, `past ${day}`) : `${say('HSD', 'until')} ${day}`;
  const name = lot ? `${say('Lô', 'Lot')} ${lot}` : say('Hàng không ghi lô', 'Without a lot');
  return day ? `${name} · ${about}` : name;
}
