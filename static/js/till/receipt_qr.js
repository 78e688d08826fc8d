// A receipt shown to the customer: the address of its page as a QR code, large, on the seller's
// screen. Only a code that our own reader takes back as this sale is shown.

import { button, h, icon } from '../lib/dom.js';
import { openSheet } from '../lib/sheet.js';
import { drawQr } from '../lib/qr.js';
import { saleOf } from '../scan/receipt_address.js';
import { say } from '../lib/words.js';

const LOOPBACK = /^(?:localhost|127\.|\[::1\]|0\.0\.0\.0)/;

/**
 * Where customers see a sale: at the address that the organiser set, else at this laptop's own, if
 * a phone on the same Wi-Fi can open it; `{ address, near }`, null where there is none.
 */
export function receiptAddress({ till }, id, { protocol, host, origin } = location) {
  const own = protocol === 'http:' && !LOOPBACK.test(host) ? origin : null;
  const base = till.receipts ?? own;
  const address = base && `${base}/r/${id}`;
  return address && saleOf(address) === id ? { address, near: !till.receipts } : null;
}

/** The button that shows it, for a sale that the laptop has; null where nothing can be shown. */
export function receiptButton(app, { id, number, big }) {
  const shown = receiptAddress(app, id);
  if (!shown) return null;
  const words = say('Khách xem phiếu', 'Show the receipt');
  const label = big ? {} : { 'aria-label': `${words} ${number}` };
  return button(
    {
      class: big ? 'big' : 'square quiet',
      'data-focus': big ? 'show' : `show-${id}`,
      onclick: () => show(shown, number),
      ...label,
    },
    icon('scan'),
    big && words,
  );
}

const show = ({ address, near }, number) =>
  openSheet(say(`Phiếu ${number}`, `Receipt ${number}`), () =>
    h(
      'div',
      { class: 'sheet-body receipt-code' },
      drawQr(address, say(`Mã QR của phiếu ${number}`, `QR code of receipt ${number}`)),
      h('p', {}, say('Khách quét bằng máy ảnh để xem phiếu.', 'Scan it to see the receipt.')),
      near &&
        h(
          'p',
          { class: 'hint' },
          say('Điện thoại phải vào cùng Wi-Fi với gian.', 'The phone must be on the same Wi-Fi.'),
        ),
    ),
  );
