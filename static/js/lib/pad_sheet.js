// A sheet with a number pad whose content is drawn anew at each key.

import { h } from './dom.js';
import { openSheet } from './sheet.js';

/**
 * Opens the sheet: `draw(view)` fills `view.body`, `onKey(view, event)` hears a keyboard, and
 * `view.close(value)` ends it. Resolves with that value, or undefined when the person went back.
 */
export function openPadSheet(title, kind, view, { draw, onKey }) {
  return openSheet(
    title,
    (close) => {
      view.close = close;
      view.body = h('div', {
        class: 'pad-body',
        tabindex: '-1',
        autofocus: true,
        onkeydown: (event) => onKey(view, event),
      });
      draw(view);
      return view.body;
    },
    `sheet-pad ${kind}`,
  );
}
