// A number asked for in a sheet, by the pad or by a keyboard.

import { button, h } from './dom.js';
import { padKey, padKeys, press } from './number_pad.js';
import { openSheet } from './sheet.js';
import { say } from './words.js';

/** What the button says of a number beyond what a sale may carry. */
export const tooMuch = () => say('Nhiều quá', 'Too much');

/**
 * Asks for a number in a sheet. `read(text)` gives the value or null, `show(text, value)` the
 * element that explains it, `confirm(value, text)` the words of the button. Resolves with the
 * value, or undefined when the person went back.
 */
export function askNumber({ title, extra, text = '', read, show, confirm }) {
  return openSheet(
    title,
    (close) => {
      let fresh = true;
      const display = h('output', { class: 'pad-display', 'aria-live': 'polite' });
      const note = h('div', { class: 'pad-note' });
      const go = button({ class: 'main', onclick: () => finish() });
      const draw = () => {
        const value = read(text);
        display.replaceChildren(text === '' ? '0' : text);
        note.replaceChildren(show(text, value));
        go.replaceChildren(confirm(value, text));
        go.setAttribute('aria-disabled', value === null);
      };
      const finish = () => {
        const value = read(text);
        if (value !== null) close(value);
      };
      const onPress = (key) => {
        // The first key replaces what stood there, as on every scale.
        text = press(fresh && key !== 'erase' ? '' : text, key);
        fresh = false;
        draw();
      };
      const onKey = (event) => {
        const key = padKey(event, extra);
        if (key) onPress(key);
        else if (event.key === 'Enter') finish();
        else return;
        event.preventDefault();
      };
      draw();
      const body = h(
        'div',
        { class: 'pad-body', tabindex: '-1', autofocus: true, onkeydown: onKey },
        display,
        note,
        padKeys(onPress, extra),
        go,
      );
      return body;
    },
    'sheet-pad',
  );
}
