// A short sentence at the foot of the screen.

import { button, h } from './dom.js';
import { say } from './words.js';

let toastTimer = null;

/** Takes a way back off the screen: what it would undo is no longer the last thing done. */
export const noUndo = () => document.querySelector('.toast-undo')?.parentNode.remove();

/** Shows the sentence, read aloud politely; `undo` gives a way back. */
export function toast(text, undo) {
  document.querySelector('.toast')?.remove();
  clearTimeout(toastTimer);
  const bar = h('div', { class: 'toast', role: 'status' }, h('span', {}, text));
  if (undo) {
    const act = () => {
      bar.remove();
      undo();
    };
    bar.append(button({ class: 'toast-undo', onclick: act }, say('Hoàn tác', 'Undo')));
  }
  const over = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  over.append(bar);
  toastTimer = setTimeout(() => bar.remove(), 6000);
}
