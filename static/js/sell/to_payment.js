// From the cart to the payment: at once, or with a manager's word first (manager_approval.js,
// fetched when it is needed).

import { priceOf, sellable } from '../model/cart.js';
import { givenAway, within } from '../model/price.js';

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

/** On to the payment, with a manager's word where one is needed. */
export async function toPay(app) {
  if (!sellable(app.cart)) {
    if (app.cart.lines.length) (await import('../till/errors.js')).tooLarge();
    return;
  }
  if (missing(app, app.cart)) {
    const { approved } = await import('../till/manager_approval.js');
    const cart = await approved(app, app.cart);
    if (!cart) return;
    app.setCart(cart);
  }
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  app.go('pay');
}
