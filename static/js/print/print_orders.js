// Asking for paper. Each order that reaches the laptop is one more copy: when its answer was lost
// and the button is pressed again, a second copy comes out, and says that it is.

import { call } from '../net/api.js';
import { saleLines } from '../model/cart_lines.js';
import { say } from '../lib/words.js';

/** Asks for the paper at `path`; `{ ok, words }`, where `first` are the words of the original. */
async function ask(path, body, first) {
  const { status, data } = await call('POST', path, body, 5000);
  if (status === 201 || status === 200) {
    const words =
      data?.copy > 0
        ? say(`Đang in bản sao ${data.copy}`, `Printing copy ${data.copy}`)
        : first;
    return { ok: true, words };
  }
  const words =
    data?.message ??
    say(
      'Chưa gửi lệnh in được. Kiểm tra kết nối rồi bấm lại.',
      'The print order did not get through. Check the connection and press again.',
    );
  return { ok: false, words };
}

/** Prints the receipt of a sale. */
export const printSale = (id) =>
  ask(`/api/v1/sales/${id}/prints`, {}, say('Đang in phiếu…', 'The receipt is printing…'));

/** Prints the slip to pay of a cart that waits for its transfer. */
export const printToPay = ({ qr, cart }) =>
  ask(
    `/api/v1/payments/requests/${qr.id}/prints`,
    {
      lines: saleLines(cart),
      discount: cart.discount,
      priced_at_seq: cart.priced.seq,
      priced_at_ms: cart.priced.ms,
    },
    say('Đang in phiếu chờ trả…', 'The slip to pay is printing…'),
  );
