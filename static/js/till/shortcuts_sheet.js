// Every key that does something on the till, in a sheet.

import { h } from '../lib/dom.js';
import { openSheet } from '../lib/sheet.js';
import { say } from '../lib/words.js';

const KEYS = () => [
  ['/', say('Tìm hàng (gõ chữ bất kỳ cũng được)', 'Search (typing any letter works too)')],
  ['↑ ↓ ← →', say('Đi giữa các món hàng', 'Move between products')],
  ['Enter', say('Thêm món đang chọn · xác nhận', 'Add the chosen product · confirm')],
  ['F9', say('Thanh toán · đã nhận tiền · đơn mới', 'Pay · money received · new sale')],
  ['0–9', say('Gõ số tiền khách đưa', 'Type the cash handed over')],
  ['⌫', say('Xóa số vừa gõ', 'Delete the last digit')],
  ['=', say('Khách đưa đúng tiền', 'Exact cash')],
  ['Esc', say('Quay lại · bỏ chữ tìm', 'Back · clear the search')],
  ['?', say('Mở bảng phím này', 'This sheet of keys')],
];

export function showKeys() {
  const rows = KEYS().map(([key, text]) =>
    h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key)), h('td', {}, text)),
  );
  return openSheet(say('Phím tắt', 'Keyboard'), () => h('table', { class: 'keys' }, rows));
}
