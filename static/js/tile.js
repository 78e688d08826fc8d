// One product in the grid, and the question how much of it.

import { isWeighed } from './cart.js';
import { button, h, stars } from './dom.js';
import { lineAmount, money, parseMoney, parseQuantity, quantity } from './money.js';
import { askNumber } from './pad.js';
import { say } from './words.js';

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

/** Asks for a weight or a count; thousandths, or undefined when the person went back. */
export function askQuantity(product, line) {
  const weighed = isWeighed(product);
  const unit = weighed ? 'kg' : product.unit;
  return askNumber({
    title: product.name,
    extra: weighed ? ',' : undefined,
    text: line ? quantity(line.thousandths).replace(/\./g, '') : '',
    read: (text) => {
      const value = parseQuantity(text);
      return value !== null && (value > 0n || line) && value <= 1000000000n ? value : null;
    },
    show: (text, value) =>
      h(
        'span',
        {},
        `${unit} × ${money(product.price)} = `,
        h('b', {}, money(lineAmount(BigInt(product.price), value ?? 0n))),
      ),
    confirm: (value) => confirmWords(value, weighed),
  });
}

/** Asks for the amount of a product that has no price of its own. */
export function askAmount(product) {
  return askNumber({
    title: product.name,
    extra: '000',
    read: (text) => {
      const value = parseMoney(text);
      return value !== null && value > 0n && value <= 100000000000n ? value : null;
    },
    show: (text, value) => h('b', {}, money(value ?? 0n)),
    confirm: (value) =>
      value === null
        ? say('Nhập số tiền', 'Enter the amount')
        : say(`Cho vào giỏ ${money(value)}`, `Put ${money(value)} in the cart`),
  });
}

function confirmWords(value, weighed) {
  if (value === null)
    return weighed
      ? say('Nhập số kg', 'Enter the kilograms')
      : say('Nhập số lượng', 'Enter a quantity');
  if (value === 0n) return say('Bỏ khỏi giỏ', 'Take out of the cart');
  const text = quantity(value) + (weighed ? '\u00a0kg' : '');
  return say(`Cho vào giỏ ${text}`, `Put ${text} in the cart`);
}
