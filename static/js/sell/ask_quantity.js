// The questions how much of a product, or for how much.

import { isWeighed } from '../model/cart.js';
import { h } from '../lib/dom.js';
import { lineAmount, money, quantity } from '../model/money.js';
import { parseMoney, parseQuantity } from '../model/amount_text.js';
import { askNumber, tooMuch } from '../lib/ask_number.js';
import { LIMIT } from '../model/price.js';
import { say } from '../lib/words.js';

// The most of a line, in thousandths; the laptop's own limit.
const MOST = 1000000000n;

/** Asks for a weight or a count; thousandths, or undefined when the person went back. */
export function askQuantity(product, line) {
  const weighed = isWeighed(product);
  const unit = weighed ? 'kg' : product.unit;
  const price = line?.sample ? 0n : BigInt(product.price);
  const fits = (value) => value <= MOST && lineAmount(price, value) <= LIMIT;
  return askNumber({
    title: product.name,
    extra: weighed ? ',' : undefined,
    text: line ? quantity(line.thousandths).replace(/\./g, '') : '',
    read: (text) => {
      const value = parseQuantity(text);
      return value !== null && (value > 0n || line) && fits(value) ? value : null;
    },
    show: (text, value) =>
      h(
        'span',
        {},
        `${unit} × ${money(product.price)} = `,
        h('b', {}, money(lineAmount(BigInt(product.price), value ?? 0n))),
      ),
    confirm: (value, text) =>
      value === null && !fits(parseQuantity(text) ?? 0n) ? tooMuch() : confirmWords(value, weighed),
  });
}

/** Asks for the amount of a product that has no price of its own. */
export function askAmount(product) {
  return askNumber({
    title: product.name,
    extra: '000',
    read: (text) => {
      const value = parseMoney(text);
      return value !== null && value > 0n && value <= LIMIT ? value : null;
    },
    show: (text, value) => h('b', {}, money(value ?? 0n)),
    confirm: (value, text) =>
      value === null
        ? (parseMoney(text) ?? 0n) > LIMIT
          ? tooMuch()
          : say('Nhập số tiền', 'Enter the amount')
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
