// How many there are of goods with packs: figures of the pad, and a key for each unit. What stands
// without a unit at the end is of the product's own.

import { tooMuch } from '../lib/ask_number.js';
import { button, h } from '../lib/dom.js';
import { padKey, padKeys, press } from '../lib/number_pad.js';
import { openSheet } from '../lib/sheet.js';
import { say } from '../lib/words.js';
import { parseQuantity } from '../model/amount_text.js';
import { mixed, spoken, summed, typedPart } from '../model/stocktake.js';

const ONE = 1000;

/** The parts that a quantity is typed in: as many of each pack as go into it, then the rest. */
function partsOf(value, packs) {
  const parts = [];
  let rest = value;
  for (const { name, holds } of packs.filter((pack) => pack.holds > ONE)) {
    const count = Math.floor(rest / holds);
    rest -= count * holds;
    if (count > 0) parts.push({ text: String(count), name, holds });
  }
  return { parts, text: rest > 0 ? plain(rest) : '' };
}

const plain = (value) => String(value / ONE).replace('.', ',');

/**
 * Asks in a sheet. `line` has name, unit and packs; `value` is what stood there. Resolves with
 * thousandths, or undefined when the person went back.
 */
export function askCount({ title, line, part, most, value }) {
  const { packs, unit } = line;
  return openSheet(
    title,
    (close) => {
      let fresh = value !== undefined;
      let { parts, text } = fresh ? partsOf(value, packs) : { parts: [], text: '' };
      const display = h('output', { class: 'pad-display', 'aria-live': 'polite' });
      const note = h('div', { class: 'pad-note' });
      const go = button({ class: 'main', onclick: () => finish() });
      const total = () => {
        const last = text === '' ? [] : [{ text, holds: ONE }];
        return summed([...parts, ...last].map(typedPart), part);
      };
      /** Why it is no quantity yet; undefined where it is one. */
      const trouble = () => {
        const sum = total();
        if (!parts.length && text === '') return say('Nhập số đếm được', 'Enter what you counted');
        if (text !== '' && parts.some((one) => one.holds === ONE)) return whichUnit();
        if ([...parts, { text }].some(unread)) return tooLong();
        if (sum === null) return say('Không ra số chẵn', 'No exact number');
        return sum > most ? tooMuch() : undefined;
      };
      const draw = () => {
        const wrong = trouble();
        const sum = total();
        const said = parts.map((one) => `${one.text}\u00a0${one.name}`);
        display.replaceChildren([...said, text].filter(Boolean).join(' ') || '0');
        note.replaceChildren(
          wrong || !parts.length ? unit : `= ${plain(sum)} ${spoken(unit)}`,
        );
        go.replaceChildren(wrong ?? words(sum, line));
        go.setAttribute('aria-disabled', Boolean(wrong));
      };
      const finish = () => !trouble() && close(total());
      const onPress = (key) => {
        // The first key replaces what stood there, as on every scale.
        if (fresh && key !== 'erase') [parts, text] = [[], ''];
        fresh = false;
        if (key === 'erase' && text === '' && parts.length) text = parts.pop().text;
        else text = press(text, key);
        draw();
      };
      const onUnit = (name, holds) => {
        fresh = false;
        // Without a figure before it, it takes the place of the unit that stands.
        const before = text === '' ? parts.slice(0, -1) : parts;
        const figure = text === '' ? parts.at(-1)?.text : text;
        if (figure === undefined || before.some((one) => one.name === name)) return;
        [parts, text] = [[...before, { text: figure, name, holds }], ''];
        draw();
      };
      const units = [...packs, { name: spoken(unit), holds: ONE }];
      const keys = units.map(({ name, holds }) =>
        button(
          {
            class: 'big',
            'data-unit': name,
            // A press by hand leaves the focus on the pad, where Enter saves.
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => onUnit(name, holds),
          },
          name,
        ),
      );
      const onKey = (event) => {
        const key = padKey(event, part ? ',' : undefined);
        if (key) onPress(key);
        else if (event.key === 'Enter' && !event.target.closest('[data-unit]')) finish();
        else return;
        event.preventDefault();
      };
      draw();
      return h(
        'div',
        { class: 'pad-body', tabindex: '-1', autofocus: true, onkeydown: onKey },
        display,
        note,
        h(
          'div',
          { class: 'count-units', role: 'group', 'aria-label': say('Đơn vị', 'Unit') },
          keys,
        ),
        padKeys(onPress, part ? ',' : undefined),
        go,
      );
    },
    'sheet-pad',
  );
}

const unread = ({ text }) => text !== '' && parseQuantity(text) === null;
const tooLong = () => say('Số có quá nhiều chữ số', 'Too many digits');
const whichUnit = () => say('Chọn đơn vị của số cuối', 'Choose the unit of the last figure');

function words(sum, { unit, packs }) {
  if (sum === 0) return say('Đếm được 0: đã hết', 'Counted 0: none left');
  return say(`Đếm được ${mixed(sum, unit, packs)}`, `Counted ${mixed(sum, unit, packs)}`);
}
