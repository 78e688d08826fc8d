// The choice of colours on the till; theme.js does what is chosen.

import { h } from '../lib/dom.js';
import { say } from '../lib/words.js';

export function themeChoice() {
  const chosen = localStorage.getItem('theme') ?? '';
  const option = (value, words) => h('option', { value, selected: value === chosen }, words);
  return h(
    'label',
    { class: 'label' },
    say('Giao diện', 'Colours'),
    h(
      'select',
      { class: 'field', 'data-theme-choice': true },
      option('', say('Theo máy', 'As the device')),
      option('light', say('Sáng', 'Light')),
      option('dark', say('Tối', 'Dark')),
      option('sunlight', say('Ngoài nắng', 'Sunlight')),
    ),
  );
}
