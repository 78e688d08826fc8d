// By what lots are compared that people and scanners write each in their own way: `B77`, `b77`,
// `Lô B-77` and `lot B 77` are one, and so are `001` and `1`. As `lot_key` in src/base/code.rs.

import { fold } from './fold.js';

export function lotKey(text) {
  const folded = fold(text);
  const words = folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (['lo', 'lot', 'batch'].includes(words[0])) {
    words.shift();
    if (!words.length) return folded;
  }
  const whole = words.join('');
  return /^\d+$/.test(whole) ? whole.replace(/^0+/, '') || whole : whole;
}
