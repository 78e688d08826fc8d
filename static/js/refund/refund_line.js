// One line of a sale whose goods come back: how many of it, and whether they are spoiled.

import { isWeighed } from '../model/cart.js';
import { button, h, icon } from '../lib/dom.js';
import { money, quantity } from '../model/money.js';
import { parseQuantity } from '../model/amount_text.js';
import { askNumber } from '../lib/ask_number.js';
import { remaining } from '../model/refund_math.js';
import { say } from '../lib/words.js';

const UNIT = 1000n;

/** The line with its stepper, as long as goods of it are left. */
export function lineOf(view, line, open) {
  const part = view.back.get(line.n) ?? 0n;
  const sold = `${quantity(line.quantity)} ${line.unit}`;
  const gone = line.returned > 0n && say(
    ` · đã trả ${quantity(line.returned)}`,
    ` · ${quantity(line.returned)} came back`,
  );
  return h(
    'li',
    { class: 'line' },
    h('span', { class: 'line-name' }, line.name),
    h('span', { class: 'line-amount' }, money(line.amount)),
    h('span', { class: 'line-price' }, sold, gone),
    open && remaining(line) > 0n && stepper(view, line, part),
    part > 0n && spoiledSwitch(view, line),
  );
}

function stepper(view, line, part) {
  const set = (value) => {
    const most = remaining(line);
    view.back.set(line.n, value < 0n ? 0n : value > most ? most : value);
    view.draw();
  };
  const key = (name, label, act, ...content) =>
    button(
      { 'data-focus': `${name}-${line.n}`, 'aria-label': `${label}: ${line.name}`, onclick: act },
      ...content,
    );
  const count = `${quantity(part)} ${say('trả lại', 'back')}`;
  return h(
    'span',
    { class: 'stepper' },
    key('less', say('Trả ít hơn', 'Fewer back'), () => set(part - UNIT), icon('minus')),
    key('count', count, () => ask(line, set), quantity(part)),
    key('more', say('Trả nhiều hơn', 'More back'), () => set(part + UNIT), icon('plus')),
  );
}

async function ask(line, set) {
  const value = await askNumber({
    title: line.name,
    // What is sold by the piece comes back by the piece.
    extra: isWeighed(line) || remaining(line) % UNIT ? ',' : undefined,
    read: (text) => {
      const part = parseQuantity(text);
      return part !== null && part <= remaining(line) ? part : null;
    },
    show: () => h('span', {}, say('Còn ', 'Left: '), `${quantity(remaining(line))} ${line.unit}`),
    confirm: (part) =>
      part === null ? say('Nhiều hơn số còn lại', 'More than is left') : say('Xong', 'Done'),
  });
  if (value !== undefined) set(value);
}

function spoiledSwitch(view, line) {
  const lost = view.lost.has(line.n);
  const flip = () => {
    if (lost) view.lost.delete(line.n);
    else view.lost.add(line.n);
    view.draw();
  };
  return button(
    { class: 'chip', 'aria-pressed': lost, 'data-focus': `lost-${line.n}`, onclick: flip },
    say('Hỏng, không bán lại', 'Spoiled, not for sale'),
  );
}
