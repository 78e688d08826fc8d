// Making elements without a framework: h('button', { class: 'main', onclick }, 'Bán').
// Text is always text, so a product's name can never become markup; a number is no child: of
// `count && …` nothing is left.

const SVG = 'http://www.w3.org/2000/svg';

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.startsWith('aria-')) element.setAttribute(name, String(value));
    else if (value === false) continue;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...flat(children));
  return element;
}

export const button = (props, ...children) =>
  h('button', { type: 'button', ...props }, ...children);

/** Puts new children in place; what had the focus has it again, if it is still there. */
export function fill(root, ...children) {
  whenFree(root, () => keepFocus(root, () => root.replaceChildren(...flat(children))));
}

/** The same, but what says the same as before is left in its place: a finger may be on it. */
export function settle(root, ...children) {
  const fresh = flat(children);
  const put = () => {
    while (root.children.length > fresh.length) root.lastElementChild.remove();
    fresh.forEach((child, n) => {
      const old = root.children[n];
      if (!old) root.append(child);
      else if (!old.isEqualNode(child)) old.replaceWith(child);
    });
  };
  whenFree(root, () => keepFocus(root, put));
}

// What a finger is down on is not drawn anew: its tap would reach what has gone.
const waiting = new Map();
let finger = null;

/** Makes a change within `root`, once no finger is down there: what its tap draws comes first. */
export function whenFree(root, change) {
  waiting.delete(root);
  if (finger && root.contains(finger.target)) waiting.set(root, change);
  else change();
}

function free(press) {
  if (finger && press !== finger) return;
  finger = null;
  for (const change of waiting.values()) change();
  waiting.clear();
}

// A press begins, and is heard or given up after so many ms: a click comes with the finger's going
// up or not at all, and a finger that rests longer is reading.
const on = (name, ms) => {
  const hear = (event) => {
    if (ms === 1500) finger = event;
    if (!ms) finger = null;
    setTimeout(free, ms, finger);
  };
  globalThis.document?.addEventListener(name, hear, true);
};
on('pointerdown', 1500);
on('pointerup', 150);
on('pointercancel', 150);
on('click', 0);

const flat = (children) => children.flat(Infinity).filter(Boolean);

// What is drawn anew is found by its data-focus; a button that a key came to by what it says, too.
function keepFocus(root, change) {
  const held = root.contains(document.activeElement) && document.activeElement;
  const name = held && held.dataset.focus;
  const byKey = held && held.localName === 'button' && held.matches(':focus-visible');
  change();
  if (name) root.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus();
  else if (byKey && !held.isConnected) {
    const says = (one) => one.className === held.className && one.textContent === held.textContent;
    [...root.querySelectorAll('button')].find(says)?.focus();
  }
}

const SHAPES = {
  back: 'M15 5l-7 7 7 7',
  check: 'M4 12.5l5.5 5.5L20 7',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  erase: 'M9 6h11v12H9l-6-6zM12 9.5l5 5M17 9.5l-5 5',
  link: 'M5 12.5l4.5 4.5L19 7.5',
  unlink: 'M12 4L2.5 20h19zM12 10v4.5M12 17.2v.3',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  printer: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  receipt: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8v8M12 8v8M16 8v8',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L20 20',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
};

/** A line icon; decoration only, the words beside it carry the meaning. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}

/** `★★★★` with words for those who hear the page. */
export const stars = (count, words) =>
  count ? h('span', { class: 'stars', role: 'img', 'aria-label': words }, '★'.repeat(count)) : null;
