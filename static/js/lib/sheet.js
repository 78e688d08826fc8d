// A sheet over the screen: from below on a phone, in the middle on a laptop. The browser's own
// dialog keeps the focus inside and closes on Esc.

import { button, h, icon } from './dom.js';
import { say } from './words.js';

/** Opens a sheet; `build(close)` gives its content. Resolves with what `close` was given. */
export function openSheet(title, build, kind = '') {
  return new Promise((resolve) => {
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const head = h(
      'header',
      { class: 'sheet-head' },
      h('h2', {}, title),
      button(
        { class: 'quiet square', 'aria-label': say('Đóng', 'Close'), onclick: () => close() },
        icon('close'),
      ),
    );
    const dialog = h('dialog', { class: `sheet ${kind}`, 'aria-label': title }, head, build(close));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) close();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
