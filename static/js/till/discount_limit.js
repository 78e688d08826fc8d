// What a seller may take off without a manager's word.

import { priceOf } from '../model/cart.js';
import { givenAway, within } from '../model/discount_sum.js';

/** The per cents that a seller may take off alone. */
export const limitOf = (app) => app.till.booth.limits?.discount_percent ?? 100;

/** Whether this cart's discounts are more than the seller may give alone. */
export const beyondLimit = (app, cart) =>
  app.till.person?.role !== 'manager' && !within(priceOf(cart), limitOf(app));

/** Whether a manager's word is still missing: it holds for what was taken off then, or less. */
export function missing(app, cart) {
  if (!beyondLimit(app, cart)) return false;
  return !cart.approval || givenAway(priceOf(cart)) > BigInt(cart.approval.given);
}
