// Sums and quantities out of what people type, and as the server reads them. The rules are those of
// the server (base/money.rs, base/quantity.rs).

import { quantity } from './money.js';

/** Reads what people type: `55000`, `55.000`, `55,000`, `55 000đ`. Null when it is no amount. */
export function parseMoney(text) {
  const bare = text.trim().replace(/[đĐ₫\s]+$/u, '');
  if (!/^-?(\d+|\d{1,3}([.,\s]\d{3})+)$/u.test(bare)) return null;
  return BigInt(bare.replace(/[.,\s]/gu, ''));
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
