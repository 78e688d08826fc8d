// The screens behind the first one. They come together, so that a sale that was begun can always be
// ended, and none is missing when the server goes away. See later.js.

import { done } from './done.js';
import { pay } from './pay.js';
import { showQr } from './payqr.js';
import { receipts } from './receipts.js';
import { sell } from './sell.js';
import { shift } from './shift.js';
import { signin } from './signin.js';

// Asked for by code while selling: fetched with the screens, so that it is there by then.
import './scan.js';

export const SCREENS = { pay, qr: showQr, done, receipts, sell, shift, signin };
