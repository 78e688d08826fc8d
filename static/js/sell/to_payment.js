// From the cart to the payment: at once, or with another lot (lot_sheet.js) or a manager's word
// first (manager_approval.js, fetched when it is needed).

import { sellable } from '../model/cart.js';
import { missing } from '../till/discount_limit.js';
import { otherLots } from './lot_sheet.js';

/** On to the payment, with a manager's word where one is needed. */
export async function toPayment(app) {
  if (!sellable(app.cart)) {
    if (app.cart.lines.length) (await import('../till/errors.js')).tooLarge();
    return;
  }
  if (!(await otherLots(app))) return;
  if (missing(app, app.cart)) {
    const { withApproval } = await import('../till/manager_approval.js');
    const cart = await withApproval(app, app.cart);
    if (!cart) return;
    app.setCart(cart);
  }
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  app.go('pay');
}
