// The keyboard of the till: one listener, the screen that shows decides.

import { h } from './dom.js';
import { openSheet } from './sheet.js';
import { say } from './words.js';

/** True when the event belongs to a field that a person writes in. */
export const inField = (event) =>
  event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;

export function listen(app) {
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]') || event.isComposing) return;
    if (event.key === '?' && !inField(event)) {
      event.preventDefault();
      showKeys();
      return;
    }
    if (app.screen?.onKey?.(event)) event.preventDefault();
  });
}

const KEYS = () => [
  ['/', say('Tìm hàng (gõ chữ bất kỳ cũng được)', 'Search (typing any letter works too)')],
  ['↑ ↓ ← →', say('Đi giữa các món hàng', 'Move between products')],
  ['Enter', say('Thêm món đang chọn · xác nhận', 'Add the chosen product · confirm')],
  ['F9', say('Thanh toán · đã nhận tiền', 'Pay · money received')],
  ['0–9', say('Gõ số tiền khách đưa', 'Type the cash handed over')],
  ['=', say('Khách đưa đúng tiền', 'Exact cash')],
  ['Esc', say('Quay lại', 'Back')],
  ['?', say('Mở bảng phím này', 'This sheet of keys')],
];

export function showKeys() {
  const rows = KEYS().map(([key, text]) =>
    h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key)), h('td', {}, text)),
  );
  return openSheet(say('Phím tắt', 'Keyboard'), () => h('table', { class: 'keys' }, rows));
}
