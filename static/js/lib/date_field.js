// A day as people here write it, dd/mm/yyyy, in a field of our own: a browser's own date field
// speaks the browser's language. Strokes come by themselves while one types; the button opens a
// month to choose from. The server reads what stands in the field.

import { say } from './words.js';

const WEEK = () => say('T2 T3 T4 T5 T6 T7 CN', 'Mo Tu We Th Fr Sa Su').split(' ');

const two = (number) => String(number).padStart(2, '0');

/** `02/06/2026` */
export const written = ({ year, month, day }) => `${two(day)}/${two(month)}/${year}`;

/** The day that a text means, `2/6/2026` or `2026-06-02`; null when it means none. */
export function meant(text) {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  const own = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$/.exec(text.trim());
  const parts = iso?.slice(1) ?? own?.slice(1).reverse() ?? [];
  const [year, month, day] = parts.map(Number);
  const exists = year && month >= 1 && month <= 12 && day >= 1 && day <= length(year, month);
  return exists ? { year, month, day } : null;
}

const length = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Digits with the strokes that belong between them: `0206` is `02/06/`. */
export function stroked(text) {
  const digits = text.replace(/\D/g, '').slice(0, 8);
  const parts = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
  return parts.filter((part, n) => part || (n && parts[n - 1].length === 2)).join('/');
}

function element(tag, props, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
}

function dress(field) {
  const button = element('button', { type: 'button', className: 'square', textContent: '▦' });
  button.setAttribute('aria-label', say('Chọn ngày', 'Choose a day'));
  const row = element('div', { className: 'field-row' });
  field.replaceWith(row);
  row.append(field, button);
  field.maxLength = 10;
  field.addEventListener('input', (event) => {
    const typed = event.inputType === 'insertText';
    const end = field.selectionStart === field.value.length;
    if (typed && end && /^[\d/]*$/.test(field.value) && !field.value.includes('//')) {
      const parts = field.value.split('/');
      // A day or month of one digit and a stroke of one's own stay as they were typed.
      if (parts.every((part, n) => n === parts.length - 1 || part.length === 2)) {
        field.value = stroked(field.value);
      }
    }
  });
  field.addEventListener('blur', () => {
    const day = meant(field.value);
    if (day) field.value = written(day);
  });
  button.addEventListener('click', () => open(field, row, button));
}

/** The month of the field's day, or of today, below the field; a press on a day takes it. */
function open(field, row, button) {
  const old = row.querySelector('.month');
  if (old) {
    old.remove();
    return;
  }
  const today = meant(new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 10));
  const view = { ...(meant(field.value) ?? today) };
  const box = element('div', { className: 'month' });
  box.setAttribute('role', 'dialog');
  box.setAttribute('aria-label', say('Chọn ngày', 'Choose a day'));
  const close = () => {
    box.remove();
    button.focus();
  };
  const move = (by) => {
    const month = view.year * 12 + view.month - 1 + by;
    Object.assign(view, { year: Math.floor(month / 12), month: (month % 12) + 1 });
    draw();
  };
  const step = (words, text, by) => {
    const made = element('button', { type: 'button', className: 'square', textContent: text });
    made.setAttribute('aria-label', words);
    made.addEventListener('click', () => move(by));
    return made;
  };
  const one = (day) => {
    const made = element('button', { type: 'button', textContent: String(day) });
    const here = { year: view.year, month: view.month, day };
    if (written(here) === written(today)) made.className = 'today';
    made.setAttribute('aria-pressed', String(written(here) === field.value));
    made.setAttribute('aria-label', `${day}/${view.month}/${view.year}`);
    made.addEventListener('click', () => {
      field.value = written(here);
      field.dispatchEvent(new Event('change', { bubbles: true }));
      close();
    });
    return made;
  };
  function draw() {
    const first = (new Date(Date.UTC(view.year, view.month - 1, 1)).getUTCDay() + 6) % 7;
    const name = say(`Tháng ${view.month}/${view.year}`, `${two(view.month)}/${view.year}`);
    const days = Array.from({ length: length(view.year, view.month) }, (_, n) => one(n + 1));
    if (first) days[0].style.gridColumnStart = String(first + 1);
    box.replaceChildren(
      element(
        'div',
        { className: 'month-head' },
        step(say('Tháng trước', 'Month before'), '‹', -1),
        element('b', { textContent: name }),
        step(say('Tháng sau', 'Month after'), '›', 1),
      ),
      element(
        'div',
        { className: 'month-days' },
        ...WEEK().map((textContent) => element('span', { textContent })),
        ...days,
      ),
    );
  }
  draw();
  box.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  row.append(box);
  box.querySelector('[aria-pressed="true"], .today')?.focus();
}

for (const field of globalThis.document?.querySelectorAll('input[data-day]') ?? []) dress(field);
