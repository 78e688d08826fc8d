// Keys beside the field of a quantity, one for each unit that it may be typed in: two figures and
// two presses write `2 thùng 5 chai` without leaving the pad of digits. The server reads what
// stands in the field; without this the words can be typed all the same.

import { say } from './words.js';

/** What was typed, with the unit after its last figure; another unit there gives way to it. */
export function withUnit(text, unit, units) {
  const bare = text.trim();
  const longest = [...units].sort((one, other) => other.length - one.length);
  const last = longest.find((name) => bare.endsWith(name));
  const figure = last ? bare.slice(0, bare.length - last.length).trim() : bare;
  return /\d$/.test(figure) ? `${figure} ${unit} ` : text;
}

function dress(field, chosen) {
  const keys = document.createElement('div');
  keys.className = 'unit-keys';
  keys.setAttribute('role', 'group');
  keys.setAttribute('aria-label', say('Đơn vị', 'Unit'));
  field.after(keys);
  const draw = () => {
    const units = (chosen() ?? '').split('|').filter(Boolean);
    keys.replaceChildren(...units.map((unit) => key(field, unit, units)));
  };
  draw();
  return draw;
}

function key(field, unit, units) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = unit;
  // The field keeps the keyboard of the phone.
  button.addEventListener('pointerdown', (event) => event.preventDefault());
  button.addEventListener('click', () => {
    field.value = withUnit(field.value, unit, units);
    field.focus();
  });
  return button;
}

if (globalThis.document) {
  for (const field of document.querySelectorAll('input[data-units]')) {
    dress(field, () => field.dataset.units);
  }
  for (const choice of document.querySelectorAll('select[data-units-to]')) {
    const units = () => choice.selectedOptions[0]?.dataset.units;
    for (const name of choice.dataset.unitsTo.split(' ')) {
      choice.addEventListener('change', dress(choice.form.elements[name], units));
    }
  }
}
