// How much a seller took off a cart that was priced (price.js), and whether that stays within a
// limit; the rule is the server's (sale/cart.rs).

import { percentOf, sumOf } from './amounts.js';

/** The đồng by which the share of a line may be above its own per cents. */
const SHARED = 1n;

/** What the seller took off, promotions apart. */
export const givenAway = (priced) => sumOf(priced.map((line) => line.line + line.cart));

/** Whether that stays within a limit in whole per cents: of each line, and of the whole. */
export function within(priced, limit) {
  const base = (line) => line.gross - line.promotion;
  const whole = sumOf(priced.map(base));
  const rounding = 50n * BigInt(priced.length + 1);
  return (
    priced.every((line) => line.line <= percentOf(base(line), limit) + SHARED) &&
    givenAway(priced) * 100n <= whole * BigInt(limit) + rounding
  );
}
