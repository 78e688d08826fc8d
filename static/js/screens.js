// What comes right behind the first screen. It comes together, so that a sale that was begun can
// always be ended, and nothing of it is missing when the server goes away. See lazy_load.js.

import { keepShell } from './net/offline_shell.js';
import { pay } from './pay/pay.js';
import { showQr } from './pay/pay_qr.js';
import { done } from './pay/sale_result.js';
import { splitPay } from './pay/split_pay.js';
import { receipts } from './refund/recent_sales.js';
import { refund } from './refund/refund.js';
import { watchRefunds } from './refund/refund_payout.js';
import { sell } from './sell/sell.js';
import { shift } from './shift/shift.js';
import { count } from './stock/count.js';
import { beginBackground } from './till/background.js';
import { signin } from './till/sign_in.js';

// Sheets and scanning are asked for by name when they are needed; by then they are here.
import './net/failover.js';
import './net/live_stream.js';
import './net/resend.js';
import './scan/code_reader.js';
import './scan/keyboard_scanner.js';
import './sell/ask_quantity.js';
import './sell/cart_view.js';
import './sell/code_to_cart.js';
import './sell/line_sheet.js';
import './sell/park_sheet.js';
import './sell/parked_carts.js';
import './sell/to_payment.js';
import './till/customer_display.js';
import './till/errors.js';
import './till/manager_approval.js';
import './till/new_address.js';
import './till/pin_sheet.js';
import './print/prints_sheet.js';
import './till/receipt_qr.js';
import './till/seller_sheet.js';
import './till/set_aside.js';
import './till/shortcuts_sheet.js';
import './till/unavailable.js';
import './till/unsent_sheet.js';

export const SCREENS = {
  pay,
  qr: showQr,
  split: splitPay,
  done,
  receipts,
  refund,
  sell,
  shift,
  count,
  signin,
};

/** What works behind every screen, from now on. */
export function begin(app) {
  keepShell();
  beginBackground(app);
  watchRefunds(app);
  const { loaded } = app;
  app.loaded = (...told) => {
    loaded(...told);
    picture(app);
  };
  picture(app);
}

// Pictures were wanted since the till was opened: taking them off is shown too.
let pictured = false;

/** Photos on the tiles, where the booth wants them. No other till fetches what shows them. */
function picture({ fresh, till }) {
  const now = fresh ?? till;
  pictured ||= now.booth.pictures;
  // The quotes keep it from the list of what every till fetches (`web/http/assets.rs`).
  if (pictured) import(`./till/tile_photos.js`).then((it) => it.showPhotos(now)).catch(() => null);
}
