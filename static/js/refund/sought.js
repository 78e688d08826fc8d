// Looking for a sale as one types: by the end of its number, its amount, its goods. The laptop
// looks through all sales of the booth in the same way (`src/sale/sought/mod.rs`); this looks
// through what stands on the device.

import { fold } from '../model/fold.js';

/** Whether each word fits the sale: `{ receipt_no, provisional_no, total, goods }`. */
export function fits(text, sale) {
  const numbers = [sale.receipt_no, sale.provisional_no].filter(Boolean).map(fold);
  const goods = fold(sale.goods ?? '');
  return fold(text)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => {
      const digits = word.replace(/[.,đd]/g, '');
      if (/^\d+$/.test(digits)) {
        const amount = String(Math.abs(sale.total)).startsWith(digits);
        return amount || numbers.some((one) => one.endsWith(digits)) || goods.includes(word);
      }
      return numbers.some((one) => one.includes(word)) || goods.includes(word);
    });
}
