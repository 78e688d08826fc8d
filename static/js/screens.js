// What comes right behind the first screen. It comes together, so that a sale that was begun can
// always be ended, and nothing of it is missing when the server goes away. See later.js.

import { done } from './done.js';
import { pay } from './pay.js';
import { showQr } from './payqr.js';
import { receipts } from './receipts.js';
import { refund } from './refund.js';
import { sell } from './sell.js';
import { shift } from './shift.js';
import { signin } from './signin.js';
import { splitPay } from './splitpay.js';

// Sheets and scanning are asked for by name when they are needed; by then they are here.
import './again.js';
import './amiss.js';
import './approve.js';
import './aside.js';
import './ask.js';
import './behind.js';
import './closed.js';
import './display.js';
import './keysheet.js';
import './line.js';
import './link.js';
import './newaddress.js';
import './park.js';
import './parked.js';
import './roam.js';
import './scan.js';
import './seller.js';
import './unsent.js';
import './wedge.js';

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
