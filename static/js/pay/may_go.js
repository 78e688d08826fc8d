// Asked before parts of a payment go: their money went back, and nobody is paying by their codes.

import { button, h } from '../lib/dom.js';
import { money } from '../model/money.js';
import { inHand, unseenTransfers } from '../model/split.js';
import { openSheet } from '../lib/sheet.js';
import { say } from '../lib/words.js';

/** Parts go only when their money went back, and when nobody is paying by their codes. */
export const mayGo = async (parts) =>
  (await giveBack(inHand(parts))) && (await unscanned(unseenTransfers(parts)));

/** Money that is on its way still comes under a code that was withdrawn. */
function unscanned(parts) {
  if (parts.length === 0) return true;
  return openSheet(say('Rút mã chuyển khoản', 'Withdraw the transfer code'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h(
        'p',
        {},
        say(
          'Khách đã quét mã hay chuyển tiền chưa? Nếu rồi, hãy để chờ.',
          'Has the customer scanned or paid? Then leave it waiting.',
        ),
      ),
      button(
        { class: 'main stop', 'data-focus': 'withdraw', onclick: () => close(true) },
        say('Chưa, rút mã', 'No, withdraw it'),
      ),
    ),
  );
}

/** Money that was taken goes back to the customer before its part goes. */
function giveBack(amount) {
  if (amount === 0n) return true;
  const title = say(`Trả lại khách ${money(amount)}`, `Give back ${money(amount)}`);
  return openSheet(title, (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h(
        'p',
        {},
        say(
          'Phần này đã nhận tiền. Trả lại khách trước khi bỏ.',
          'This money was received. Give it back before removing it.',
        ),
      ),
      button(
        { class: 'main stop', 'data-focus': 'given-back', onclick: () => close(true) },
        say('Đã trả lại, bỏ', 'Given back, remove'),
      ),
    ),
  );
}
