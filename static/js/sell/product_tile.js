// One product in the grid.

import { isWeighed } from '../model/cart.js';
import { button, h, stars } from '../lib/dom.js';
import { money, quantity } from '../model/money.js';
import { say } from '../lib/words.js';

// At five left the seller should know; the server lists the shortage for the manager.
const LAST_PIECES = 5000;

export function price(product) {
  if (product.free_amount) return say('Nhập số tiền', 'Type the amount');
  const perKilo = isWeighed(product) ? '/kg' : '';
  return money(product.price) + perKilo;
}

/** A product's button; `pick` hears the product. */
export function tile(product, pick) {
  const words = say(`${product.star} sao`, `${product.star} stars`);
  const foot = h(
    'span',
    { class: 'tile-foot' },
    h('span', { class: 'tile-unit' }, isWeighed(product) ? say('cân', 'by weight') : product.unit),
    h('span', { class: 'tile-count' }),
  );
  return button(
    {
      class: 'tile',
      'data-uid': product.uid,
      'data-focus': `tile-${product.uid}`,
      onclick: () => pick(product),
    },
    h('span', { class: 'tile-name' }, product.name),
    h('span', { class: 'tile-marks' }, stars(product.star, words), last(product)),
    h('span', { class: 'tile-price' }, price(product)),
    foot,
  );
}

function last(product) {
  if (product.stock === null || product.stock === undefined || product.stock > LAST_PIECES)
    return null;
  if (product.stock <= 0) return h('span', { class: 'tag stop' }, say('Hết hàng', 'Sold out'));
  const left = quantity(BigInt(product.stock));
  return h('span', { class: 'tag stop' }, say(`Còn ${left}`, `${left} left`));
}

/** How a line's quantity reads: `2`, or `0,35 kg` when weighed. */
export const howMuch = (line) => quantity(line.thousandths) + (isWeighed(line) ? '\u00a0kg' : '');

/** Shows on the tile how much of it is in the cart. */
export function markTile(element, line) {
  element.classList.toggle('chosen', Boolean(line));
  const count = element.querySelector('.tile-count');
  count.replaceChildren(line ? `${isWeighed(line) ? '' : '×'}${howMuch(line)}` : '');
}
