// Money in whole đồng and quantities in thousandths of a unit, both as BigInt: no float ever
// carries money. The rules are those of the server (base/money.rs, base/quantity.rs).

const NBSP = '\u00a0';

/** Dots between groups of three digits: `1.250.000`. */
export function group(value) {
  const digits = (value < 0n ? -value : value).toString();
  return (value < 0n ? '-' : '') + digits.replace(/\B(?=(\d{3})+$)/g, '.');
}

/** `453.000 đ`, with a no-break space so that the sign never stands alone on a line. */
export const money = (value) => `${group(BigInt(value))}${NBSP}đ`;

/** Reads what people type: `55000`, `55.000`, `55,000`, `55 000đ`. Null when it is no amount. */
export function parseMoney(text) {
  const bare = text.trim().replace(/[đĐ₫\s]+$/u, '');
  if (!/^-?(\d+|\d{1,3}([.,\s]\d{3})+)$/u.test(bare)) return null;
  return BigInt(bare.replace(/[.,\s]/gu, ''));
}

/** As people write a quantity: `2`, `0,35`, `1.250`. */
export function quantity(thousandths) {
  const size = thousandths < 0n ? -thousandths : thousandths;
  const rest = (size % 1000n).toString().padStart(3, '0').replace(/0+$/, '');
  const text = group(size / 1000n) + (rest ? `,${rest}` : '');
  return thousandths < 0n ? `-${text}` : text;
}

/** Decimal text for the server: `2`, `0.35`. */
export const plainQuantity = (thousandths) =>
  quantity(thousandths).replace(/\./g, '').replace(',', '.');

/** Reads `0,35`, `0.350` or `2` as thousandths; null when it is no quantity. */
export function parseQuantity(text) {
  const match = /^(\d{1,7})(?:[.,](\d{0,3}))?$/.exec(text.trim());
  if (!match) return null;
  return BigInt(match[1]) * 1000n + BigInt((match[2] ?? '').padEnd(3, '0'));
}

/** price × thousandths / 1000 in whole đồng, halves away from zero. */
export function lineAmount(price, thousandths) {
  const product = price * thousandths;
  const size = product < 0n ? -product : product;
  const rounded = (size + 500n) / 1000n;
  return product < 0n ? -rounded : rounded;
}

/** The nearest multiple of `step` đồng (500 or 1.000), halves up; 0 changes nothing. */
export function toStep(amount, step) {
  const size = BigInt(step);
  if (size <= 1n) return amount;
  const raised = amount + size / 2n;
  const rest = ((raised % size) + size) % size;
  return raised - rest;
}
