// A discount as it was typed, in words.

import { money } from '../model/money.js';

/** `−10%` or `−5.000 đ`. */
export const discountWords = (discount) =>
  discount.percent === undefined ? `−${money(discount.amount)}` : `−${discount.percent}%`;
