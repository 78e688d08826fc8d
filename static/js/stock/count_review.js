// Before a count is written: what differs and what nobody counted; and what the laptop made of it.

import { button, fill, h, icon } from '../lib/dom.js';
import { say } from '../lib/words.js';
import { difference, mixed, otherUnit, soldNear } from '../model/stocktake.js';
import { notKept } from '../till/errors.js';
import { reopenCount } from '../till/reopen_count.js';
import { recordCount } from './count_draft.js';

const words = ({ unit, packs }, value) => mixed(value, unit, packs);
const signed = (one, by) => `${by > 0 ? '+' : '−'}${words(one, Math.abs(by))}`;

/** Shows what differs; `back(view)` shows the list again. */
export function review(view, back) {
  const { it, lines } = view;
  view.mode = 'review';
  const all = Object.values(it.counted);
  const off = all.filter((one) => difference(one) !== 0);
  const again = all.filter((one) => soldNear(one, view.sales));
  const left = lines.length - all.length;
  const other = Object.entries(it.counted).filter(([key, one]) =>
    lines.some((line) => line.key === key && otherUnit(one, line)),
  );
  fill(
    view.list,
    h(
      'li',
      {},
      h(
        'div',
        { class: 'count-sum' },
        h('b', {}, say(`Đã đếm ${all.length} dòng`, `${all.length} lines counted`)),
        uncounted(left),
      ),
    ),
    other.length > 0 &&
      h(
        'li',
        {},
        h(
          'p',
          { class: 'notice stop', role: 'alert' },
          icon('unlink'),
          say(
            `Đơn vị tính đã đổi từ lúc đếm. Đếm lại rồi mới lưu: ${names(values(other))}`,
            `Their unit has changed since. Count again before you save: ${names(values(other))}`,
          ),
        ),
      ),
    again.length > 0 &&
      h(
        'li',
        { class: 'notice gold' },
        icon('clock'),
        say(
          `Có bán sát lúc đếm, nên đếm lại: ${names(again)}`,
          `Sold close to the count, better count again: ${names(again)}`,
        ),
      ),
    off.map((one) => line(one)),
    !off.length && h('li', { class: 'empty' }, say('Tất cả đều khớp.', 'Everything agrees.')),
  );
  view.chips.hidden = true;
  view.search.parentElement.hidden = true;
  const close = () => {
    view.mode = 'list';
    view.chips.hidden = false;
    view.search.parentElement.hidden = false;
    back(view);
  };
  fill(
    view.foot,
    button({ class: 'big', onclick: close }, say('Đếm tiếp', 'Count on')),
    button(
      {
        class: 'main',
        'aria-disabled': other.length > 0,
        onclick: () => other.length === 0 && record(view),
      },
      say('Lưu phiếu kiểm', 'Save the count'),
    ),
  );
}

const uncounted = (left) =>
  left > 0 &&
  h(
    'span',
    { class: 'hint' },
    say(
      `${left} dòng chưa đếm không thuộc phiếu này: tồn của chúng giữ nguyên.`,
      `${left} lines nobody counted are no part of it: their stock stays.`,
    ),
  );

const values = (entries) => entries.map(([, one]) => one);
const names = (all) => all.map(({ name }) => name).join(', ');

const about = ({ lot, whose, unit }) => [lot, whose, unit].filter(Boolean).join(' · ');

function line(one) {
  const by = difference(one);
  return h(
    'li',
    { class: 'count-line' },
    h('div', {}, h('b', {}, one.name), h('span', { class: 'hint' }, about(one))),
    h(
      'div',
      { class: 'count-value' },
      h('b', {}, words(one, one.quantity)),
      by === null
        ? h('span', { class: 'hint' }, say('sổ: chờ máy chủ', 'book: not known yet'))
        : h('span', { class: 'count-off' }, signed(one, by)),
    ),
  );
}

/** Writes the count, and tells what becomes of it. */
export async function record(view) {
  if (view.busy) return;
  const { mode } = view;
  view.busy = true;
  view.mode = 'review';
  view.trouble.replaceChildren();
  // The book's figure of a line may still be on its way to the disk.
  await view.changing?.catch(() => {});
  try {
    view.rows = await recordCount(view.app, view.it);
  } catch (error) {
    Object.assign(view, { busy: false, mode });
    view.trouble.replaceChildren(notKept(view.app, error));
    return;
  }
  view.mode = 'written';
  view.onRow = (row) => {
    const at = view.rows.findIndex(({ id }) => id === row?.id);
    if (at < 0) return;
    view.rows[at] = row;
    written(view);
  };
  written(view);
}

/** It is on this device; then what the laptop says of it. */
function written(view) {
  view.chips.hidden = true;
  view.search.parentElement.hidden = true;
  fill(view.list, view.rows.map((row) => h('li', {}, result(view, row))));
  fill(
    view.foot,
    button(
      { class: 'main', onclick: () => view.app.go('sell') },
      say('Về bán hàng', 'To the till'),
    ),
  );
}

/** What was counted of a line that the laptop answered, and what the book had: decimal texts. */
function outcome({ product, unit, quantity, count }, draft) {
  const packs = Object.values(draft?.counted ?? {}).find((one) => one.product === product)?.packs;
  const shown = (text) => mixed(Math.round(Number(text) * 1000), unit, packs);
  const [counted, book] = [shown(quantity), shown(count.book)];
  return say(`đếm ${counted}, sổ ${book}`, `counted ${counted}, book ${book}`);
}

/** The laptop refused it: what was counted is under way again as it was. */
async function mend({ app }, row) {
  if (await reopenCount(app, row)) app.go('count');
}

function result(view, row) {
  if (row.state === 'attention') {
    return h(
      'div',
      {},
      h('p', { class: 'notice stop', role: 'alert' }, icon('unlink'), row.answer?.message),
      h('ul', { class: 'rows' }, Object.values(row.draft?.counted ?? {}).map(line)),
      button(
        { class: 'big', onclick: () => mend(view, row) },
        say('Sửa và lưu lại', 'Mend and save again'),
      ),
    );
  }
  if (row.state !== 'kept') {
    return h(
      'p',
      { class: 'notice wait', role: 'status' },
      icon('clock'),
      say(
        'Đã lưu trên máy này. Tự gửi khi có mạng; chênh lệch tính theo lúc đếm từng dòng.',
        'Saved on this device, and sent by itself. Each line counts at its own instant.',
      ),
    );
  }
  const { doc_no: number, lines } = row.answer;
  const off = lines.filter(({ quantity: counted, count }) => counted !== count.book);
  const busy = lines.filter(({ count }) => count.busy);
  return h(
    'div',
    {},
    h(
      'p',
      { class: 'lead', role: 'status' },
      icon('check'),
      ` ${say('Đã ghi sổ', 'In the book')}: `,
      h('b', {}, number),
    ),
    h(
      'ul',
      { class: 'rows' },
      off.map((one) =>
        h(
          'li',
          {},
          h('span', {}, [one.name, one.lot].filter(Boolean).join(' · ')),
          h('b', {}, outcome(one, row.draft)),
        ),
      ),
      !off.length && h('li', {}, say('Không dòng nào lệch.', 'Nothing differs.')),
    ),
    busy.length > 0 &&
      h(
        'p',
        { class: 'notice gold' },
        icon('clock'),
        say(`Đếm lại: ${names(busy)}`, `Count again: ${names(busy)}`),
      ),
  );
}
