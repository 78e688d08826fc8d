// The cart, as pure functions: each gives a new cart and changes none. A line keeps the price it
// was added at, and the cart the promotions it was begun under, because that is what the customer
// was told.
//
// A product has one ordinary line, whose key is its uid; samples and typed amounts stand apart.

import { lineAmount } from './money.js';
import { LIMIT, net, priceItems } from './price.js';

const UNIT = 1000n;

/** A new cart; `priced` is the catalogue's position and time its prices were read at. */
export const empty = (priced) => ({ priced, lines: [] });

/** Weighed goods are sold by the kilogram and ask for a weight instead of counting. */
export const isWeighed = (product) => product.unit.trim().toLowerCase() === 'kg';

export const keyOf = (line) => line.key ?? line.uid;

export const find = (cart, key) => cart.lines.find((line) => keyOf(line) === key);

const without = (cart, key) => cart.lines.filter((line) => keyOf(line) !== key);

/** Sets the quantity (thousandths) of a product or line; zero or less takes the line away. */
export function setQuantity(cart, product, thousandths) {
  const key = keyOf(product);
  if (thousandths <= 0n) return { ...cart, lines: without(cart, key) };
  const line = find(cart, key);
  // That a recalled lot is meant was said of so many, and of no more.
  const more = line?.meant && thousandths > line.thousandths && { meant: false };
  if (line) return withinPrice(alter(cart, key, { thousandths, ...more }));
  const { uid, name, unit, price } = product;
  const fresh = { uid, name, unit, price: BigInt(price), thousandths };
  return withinPrice({ ...cart, lines: [...cart.lines, fresh] });
}

/** What was taken off more of a line, or before a promotion, must not give the rest away. */
function withinPrice(cart) {
  const priced = priceOf(cart);
  const gone = ({ gross, promotion, line } = {}) => line && gross - promotion === line;
  const left = (one, n) => (gone(priced[n]) ? { ...one, discount: undefined } : one);
  return { ...cart, lines: cart.lines.map(left) };
}

/** One more or one less (`by` = 1n or -1n units) of a product. */
export const step = (cart, product, by) =>
  setQuantity(cart, product, (find(cart, keyOf(product))?.thousandths ?? 0n) + by * UNIT);

/** Changes a line's note, discount or quantity. */
export function alter(cart, key, fields) {
  const change = (line) => (keyOf(line) === key ? { ...line, ...fields } : line);
  return { ...cart, lines: cart.lines.map(change) };
}

/** A line of a product whose amount is typed: each is a line of its own. */
export function addTyped(cart, product, price) {
  let n = 1;
  while (find(cart, `${product.uid}:${n}`)) n += 1;
  const { uid, name, unit } = product;
  const line = { key: `${uid}:${n}`, uid, name, unit, price, thousandths: UNIT, free: true };
  return { ...cart, lines: [...cart.lines, line] };
}

/** What a line comes to before anything is taken off. */
export const amount = (line) => lineAmount(line.price, line.thousandths);

/** The promotions that held when the cart was begun. */
const promotions = ({ promotions: known = [], priced }) =>
  known.filter(({ starts_ms: from, ends_ms: to }) => from <= priced?.ms && priced?.ms < to);

const sumOf = (priced) => priced.reduce((sum, line) => sum + net(line), 0n);

/** The lines with their prices, in the order of the cart; nothing beyond what a sale carries. */
export function priceOf(cart) {
  const priced = priceItems(cart.lines, promotions(cart), cart.discount) ?? [];
  return sumOf(priced) > LIMIT ? [] : priced;
}

/** Sum of the lines in đồng, before cash rounding. */
export const total = (cart) => sumOf(priceOf(cart));

/**
 * What the customer of a cart that was set aside to be paid was told, in đồng: it stays, whatever
 * script reckons when the money comes.
 */
export const dueOf = ({ due, cart }) => (due === undefined ? total(cart) : BigInt(due));

/** Whether everything is given away for a reason. */
export const samples = (cart) => cart.lines.every((line) => line.sample);

/** Whether there is anything to ring up: a sum to be paid, or samples to be written down. */
export const sellable = (cart) => priceOf(cart).length > 0;
