// The cart, as pure functions: each gives a new cart and changes none. A line keeps the price it
// was added at, because that is the price the customer was told.

import { lineAmount, plainQuantity } from './money.js';

const UNIT = 1000n;

/** A new cart; `priced` is the catalogue's position and time its prices were read at. */
export const empty = (priced) => ({ priced, lines: [] });

/** Weighed goods are sold by the kilogram and ask for a weight instead of counting. */
export const isWeighed = (product) => product.unit.trim().toLowerCase() === 'kg';

export const find = (cart, uid) => cart.lines.find((line) => line.uid === uid);

/** Sets the quantity (thousandths) of a product; zero or less takes the line away. */
export function setQuantity(cart, product, thousandths) {
  const known = find(cart, product.uid);
  if (thousandths <= 0n) {
    return { ...cart, lines: cart.lines.filter((line) => line.uid !== product.uid) };
  }
  if (known) {
    const lines = cart.lines.map((line) => (line === known ? { ...line, thousandths } : line));
    return { ...cart, lines };
  }
  const { uid, name, unit, price } = product;
  const line = { uid, name, unit, price: BigInt(price), thousandths };
  return { ...cart, lines: [...cart.lines, line] };
}

/** One more or one less (`by` = 1n or -1n units) of a product. */
export const step = (cart, product, by) =>
  setQuantity(cart, product, (find(cart, product.uid)?.thousandths ?? 0n) + by * UNIT);

export const amount = (line) => lineAmount(line.price, line.thousandths);

/** Sum of the lines in đồng, before cash rounding. */
export const total = (cart) => cart.lines.reduce((sum, line) => sum + amount(line), 0n);

/** The lines as the server takes them, each with the price its customer was told. */
export const saleLines = (cart) =>
  cart.lines.map((line) => ({
    product: line.uid,
    quantity: plainQuantity(line.thousandths),
    price: Number(line.price),
  }));
