// How customers pay, in words.

import { say } from '../lib/words.js';

const NAMES = {
  cash: ['Tiền mặt', 'Cash'],
  vietqr: ['VietQR', 'VietQR'],
  card: ['Thẻ', 'Card'],
  momo: ['MoMo', 'MoMo'],
  zalopay: ['ZaloPay', 'ZaloPay'],
  vnpay: ['VNPAY', 'VNPAY'],
};

export const methodName = (method) => say(...(NAMES[method] ?? [method, method]));

/** What this booth takes; an answer kept from an older laptop does not say. */
export const methodsOf = (app) => app.till.booth.methods ?? ['cash', 'vietqr'];

/** Paid on another machine, whose reference the seller may type. */
export const isNoted = (method) => method !== 'cash' && method !== 'vietqr';
