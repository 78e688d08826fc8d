// A field for an administrative unit: while one types, the units that are meant stand below, with
// or without marks, by names of today and former ones. What was chosen is written in full; free
// words stay as they are. Without this module the field is a plain one, and the server says below
// it what a name is now.

import { button, h } from './dom.js';
import { say } from './words.js';

const TYPING_MS = 150;
const SILENT_MS = 5_000;
/** So many successors are offered as buttons; of a whole district they are only named. */
const OFFERED = 8;

/** What is looked for, and what stands before it: of a venue, what follows its first comma. */
export function parted(text, venue) {
  const at = venue ? text.indexOf(',') : -1;
  if (at < 0) return { before: '', sought: text.trim() };
  return { before: `${text.slice(0, at + 1)} `, sought: text.slice(at + 1).trim() };
}

/** The place of the option that a key leads to among `count`; -1 is the field itself. */
export function moved(key, active, count) {
  if (key === 'ArrowDown') return active + 1 < count ? active + 1 : 0;
  return active > 0 ? active - 1 : count - 1;
}

function dress(field) {
  const venue = 'venue' in field.dataset;
  const said = document.getElementById(`${field.id}-said`);
  const list = h('ul', { role: 'listbox', id: `${field.id}-list`, class: 'locality-list' });
  list.setAttribute('aria-label', say('Xã, phường, huyện, tỉnh', 'Administrative units'));
  list.hidden = true;
  const now = h('div', { class: 'locality-now' });
  const state = { timer: null, asked: 0, units: [], active: -1, advice: null };
  const box = h('div', { class: 'locality' });
  field.replaceWith(box);
  box.append(field, list);
  said.after(now);
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-expanded', 'false'],
    ['aria-controls', list.id],
  ]) {
    field.setAttribute(name, value);
  }

  const optionId = (at) => `${field.id}-option-${at}`;

  function close() {
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
    state.active = -1;
  }

  function open() {
    list.replaceChildren(...state.units.map(option));
    list.hidden = state.units.length === 0;
    field.setAttribute('aria-expanded', String(!list.hidden));
    field.removeAttribute('aria-activedescendant');
    state.active = -1;
  }

  function option(unit, at) {
    const row = h('li', { role: 'option', id: optionId(at), 'aria-selected': 'false' });
    row.append(h('span', {}, unit.name));
    if (unit.note) row.append(h('span', { class: 'hint' }, unit.note));
    // The field keeps the keyboard of the phone.
    row.addEventListener('pointerdown', (event) => event.preventDefault());
    row.addEventListener('click', () => choose(unit));
    return row;
  }

  function activate(at) {
    state.active = at;
    for (const [n, row] of [...list.children].entries()) {
      row.setAttribute('aria-selected', String(n === at));
      if (n === at) row.scrollIntoView({ block: 'nearest' });
    }
    field.setAttribute('aria-activedescendant', optionId(at));
  }

  function write(name) {
    field.value = `${parted(field.value, venue).before}${name}`;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function choose(unit) {
    forget();
    write(unit.name);
    close();
    field.focus();
    tell(unit.note, unit.now.length <= OFFERED && unit.former ? unit.now : []);
  }

  /** Nothing that is still asked is shown. */
  function forget() {
    clearTimeout(state.timer);
    state.asked += 1;
    state.advice = null;
  }

  /** Says what a unit is now, and offers to write that. */
  function tell(words, successors) {
    if (venue) return;
    said.querySelector('.hint')?.remove();
    if (words) said.prepend(h('p', { class: 'hint', role: 'status' }, words));
    now.replaceChildren(...successors.map(offer));
  }

  function offer(unit) {
    const onclick = () => {
      write(unit.name);
      field.focus();
      tell('', []);
    };
    return button({ onclick }, say('Ghi tên mới: ', 'Write the new name: '), unit.name);
  }

  async function ask() {
    const { sought } = parted(field.value, venue);
    const mine = (state.asked += 1);
    state.units = [];
    state.advice = null;
    if (sought.length < 2) return open();
    const query = new URLSearchParams({ q: sought });
    if (field.dataset.locality) query.set('near', field.dataset.locality);
    try {
      const signal = AbortSignal.timeout(SILENT_MS);
      const answer = await fetch(`/api/v1/units?${query}`, { signal });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const { units, advice } = await answer.json();
      if (mine !== state.asked) return;
      state.units = document.activeElement === field ? units : [];
      state.advice = advice;
      open();
      if (document.activeElement !== field) tell(advice, []);
    } catch {
      // It is a plain field then; the server says below it what it knows.
      if (mine === state.asked) close();
    }
  }

  field.addEventListener('input', () => {
    tell('', []);
    clearTimeout(state.timer);
    state.timer = setTimeout(ask, TYPING_MS);
  });
  field.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      activate(moved(event.key, state.active, state.units.length));
    } else if (event.key === 'Enter' && state.active >= 0) {
      event.preventDefault();
      choose(state.units[state.active]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
  });
  field.addEventListener('blur', () => {
    close();
    if (state.advice) tell(state.advice, []);
  });
}

if (globalThis.document) {
  for (const field of document.querySelectorAll('input[data-locality]')) dress(field);
}
