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

/** As people write a quantity: `2`, `0,35`, `1.250`. */
export function quantity(thousandths) {
  const size = thousandths < 0n ? -thousandths : thousandths;
  const rest = (size % 1000n).toString().padStart(3, '0').replace(/0+$/, '');
  const text = group(size / 1000n) + (rest ? `,${rest}` : '');
  return thousandths < 0n ? `-${text}` : text;
}

/** price × thousandths / 1000 in whole đồng, halves away from zero. */
export function lineAmount(price, thousandths) {
  const product = price * thousandths;
  const size = product < 0n ? -product : product;
  const rounded = (size + 500n) / 1000n;
  return product < 0n ? -rounded : rounded;
}
