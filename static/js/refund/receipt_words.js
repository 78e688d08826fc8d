// What a receipt tells of money that passed hands: what the customer gave in cash and what went
// back, as long as the receipt is looked at, because a reload or the next customer may come before
// the change is out; and that samples come back for nothing.

import { money } from '../model/money.js';
import { say } from '../lib/words.js';

/** Đồng that were given in cash and the change out of them, or null when nobody typed them. */
export function cashGiven(payments = []) {
  const typed = payments.filter(({ method, given }) => method === 'cash' && given > 0);
  if (!typed.length) return null;
  const given = typed.reduce((sum, one) => sum + one.given, 0);
  return { given, change: given - typed.reduce((sum, one) => sum + one.amount, 0) };
}

/** The same in words. */
export function givenWords(payments) {
  const cash = cashGiven(payments);
  if (!cash) return null;
  const [given, change] = [money(cash.given), money(cash.change)];
  if (cash.change === 0) return say(`Khách đưa ${given}`, `Cash given ${given}`);
  return say(`Khách đưa ${given} · tiền thừa ${change}`, `Cash given ${given} · change ${change}`);
}

/** The same where it was more than the sum: the exact sum is no news on a list. */
export const changeWords = (payments) =>
  cashGiven(payments)?.change > 0 ? givenWords(payments) : null;

/** What the button says that takes samples back: nobody is told to hand money out. */
export const goodsOnly = (ready) =>
  ready
    ? say('Nhận lại hàng, không trả tiền', 'Take the goods back, no money')
    : say('Ghi lý do để nhận lại hàng', 'Say why, to take the goods back');

/** What is said when they are back. */
export const goodsTaken = () =>
  say('Đã nhận lại hàng, không phải trả tiền.', 'The goods are back; no money is owed.');

/** Why no receipt is shown: none was sold, none fits, or none so far. */
export function noneWords({ query, found, note }) {
  if (!query) {
    return say(
      'Chưa bán phiếu nào. Phiếu vừa bán sẽ hiện ở đây.',
      'Nothing sold yet. Sales appear here as they are made.',
    );
  }
  if (!found && !note) return say('Đang tìm…', 'Looking…');
  if (!found?.more) {
    return say(`Không có phiếu nào hợp với “${query}”.`, `No receipt fits “${query}”.`);
  }
  return say(
    `Chưa thấy phiếu hợp với “${query}”: xem tiếp phiếu cũ hơn, hoặc gõ số phiếu.`,
    `Nothing fits “${query}” so far: look at earlier ones, or type the receipt’s number.`,
  );
}
