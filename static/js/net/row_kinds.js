// What the rows of a device are, in words.

import { say } from '../lib/words.js';

const KINDS = {
  sale: () => say('Bán', 'Sale'),
  refund: () => say('Trả lại', 'Refund'),
  request: () => say('Yêu cầu chuyển khoản', 'Transfer request'),
  withdrawal: () => say('Đổi cách trả', 'Withdrawn request'),
  visit: () => say('Lượt khách', 'Visits'),
  shift: () => say('Ca bán hàng', 'Shift'),
  stock: () => say('Phiếu kho', 'Stock document'),
};

/** The name of a kind of rows. */
export const kindName = (kind) => KINDS[kind]?.() ?? kind;

/** So many visits. */
export const visitWords = (count) =>
  say(`${count} lượt`, count === 1 ? '1 visit' : `${count} visits`);
