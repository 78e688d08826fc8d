// What is asked once more before a count is written down: true when it is right.

import { button, h } from '../lib/dom.js';
import { openSheet } from '../lib/sheet.js';
import { say } from '../lib/words.js';
import { money } from '../model/money.js';

/** A drawer without change is rare; more often the counting was forgotten. */
export const confirmEmpty = () =>
  openSheet(say('Két không có tiền lẻ?', 'No change in the drawer?'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h('p', {}, say('Chưa đếm tờ nào.', 'Not one note was counted.')),
      button(
        { class: 'main', onclick: () => close(true) },
        say('Đúng, mở ca với 0 đ', 'Right, open with 0 đ'),
      ),
    ),
  );

/** A closing cannot be taken back, so it is asked for twice. */
export const confirmClosing = (sum) =>
  openSheet(say('Chốt ca?', 'Close the shift?'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h('p', {}, say('Đã đếm được ', 'You counted '), h('b', {}, money(sum)), '.'),
      h(
        'p',
        { class: 'hint' },
        say('Chốt rồi không đếm lại được.', 'Once closed it cannot be counted again.'),
      ),
      button({ class: 'main', onclick: () => close(true) }, say('Đúng, chốt ca', 'Yes, close it')),
    ),
  );
