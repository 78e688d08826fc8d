// What comes right behind the first screen. It comes together, so that a sale that was begun can
// always be ended, and nothing of it is missing when the server goes away. See deferred.js.

import { done } from './pay/sale_result.js';
import { pay } from './pay/pay.js';
import { showQr } from './pay/pay_qr.js';
import { receipts } from './refund/recent_sales.js';
import { refund } from './refund/refund.js';
import { sell } from './sell/sell.js';
import { shift } from './shift/shift.js';
import { signin } from './till/sign_in.js';
import { splitPay } from './pay/split_pay.js';

// Sheets and scanning are asked for by name when they are needed; by then they are here.
import './net/resend.js';
import './till/errors.js';
import './till/manager_approval.js';
import './till/set_aside.js';
import './sell/ask_quantity.js';
import './till/background.js';
import './till/unavailable.js';
import './till/customer_display.js';
import './till/shortcuts_sheet.js';
import './sell/line_sheet.js';
import './net/live_stream.js';
import './till/new_address.js';
import './sell/park_sheet.js';
import './sell/parked_carts.js';
import './net/failover.js';
import './sell/code_to_cart.js';
import './till/seller_sheet.js';
import './till/unsent_sheet.js';
import './scan/keyboard_scanner.js';

export const SCREENS = {
  pay,
  qr: showQr,
  split: splitPay,
  done,
  receipts,
  refund,
  sell,
  shift,
  signin,
};
