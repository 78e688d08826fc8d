// The stocktake, while selling goes on: each line is counted for itself and at its own instant. It
// is blind: what the book expects shows when a line has been counted. Lines nobody counted are no
// part of it; nothing on the shelf is counted too, and is not the same.

import { askNumber } from '../lib/ask_number.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { sheetNow } from '../lib/lazy_load.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { clock, say } from '../lib/words.js';
import { parseQuantity } from '../model/amount_text.js';
import { lookUp } from '../model/barcode.js';
import { finder, fold } from '../model/fold.js';
import { quantity } from '../model/money.js';
import {
  STATES,
  count as counts,
  difference,
  leftOut,
  measured,
  mixed,
  otherUnit,
  shelf,
  soldNear,
  withBook,
} from '../model/stocktake.js';
import { signal } from '../scan/beep.js';
import { scanButton } from '../scan/scan_button.js';
import { notKept } from '../till/errors.js';
import { changeDraft, draft, lastLevels, levels } from './count_draft.js';
import { askCount } from './count_pad.js';
import { record, review } from './count_review.js';

/** Rows drawn at once (more are a scroll away), and the most thousandths that the laptop takes. */
const [SHOWN, MOST] = [60, 1_000_000_000n];

export function count(app) {
  const view = { app, lines: [], sales: [], only: 'left', query: '', shown: SHOWN, mode: 'list' };
  sheetNow('stock');
  view.body = h('div', { class: 'panel-body count-body' });
  view.foot = h('footer', { class: 'panel-foot count-foot' });
  view.head = h('div', { class: 'count-head' });
  view.trouble = h('div', {});
  const back = button(
    { class: 'quiet', onclick: () => app.go('sell') },
    icon('back'),
    h('span', { class: 'hidden-words' }, say('Bán hàng', 'Till')),
  );
  begin(view);
  return {
    element: h(
      'div',
      { class: 'panel panel-count' },
      h('header', { class: 'panel-head' }, back, view.head),
      view.body,
      view.trouble,
      view.foot,
    ),
    onScan: (code) => onCode(view, code),
    leave: () => {
      view.mode = 'gone';
    },
    onRow: (row) => view.onRow?.(row),
    onKey: (event) => {
      if (event.key === 'Escape') app.go('sell');
      return event.key === 'Escape';
    },
  };
}

async function begin(view) {
  view.it = await draft(view.app);
  view.search = h('input', {
    class: 'search',
    type: 'search',
    placeholder: say('Tìm hàng, lô…', 'Find goods, a lot…'),
    'aria-label': say('Tìm hàng, lô', 'Find goods, a lot'),
    oninput: () => {
      view.query = view.search.value;
      view.shown = SHOWN;
      drawList(view);
    },
  });
  view.chips = h('div', { class: 'chips' });
  view.list = h('ul', { class: 'rows count-lines' });
  fill(
    view.body,
    h('div', { class: 'count-tools' }, view.search, scanButton((code) => onCode(view, code))),
    view.chips,
    view.list,
  );
  // What is known already is drawn before the laptop is asked.
  await known(view, await lastLevels());
  draw(view);
  // It was cut short while it was written.
  if (view.it.ids) return record(view);
  await refresh(view);
  if (view.mode === 'list') draw(view);
}

/** What the laptop tells of the shelf, and what was sold here lately. */
async function refresh(view) {
  const asked = (view.asked = (view.asked ?? 0) + 1);
  const told = await levels(view.app);
  // An older answer that comes after a newer one tells nothing.
  if (asked < (view.heard ?? 0)) return;
  view.heard = asked;
  await known(view, told);
}

/** The lines by what the laptop told last. */
async function known(view, told) {
  const { app } = view;
  const states = ['unsent', 'kept'].map((state) => app.outbox.list(state));
  view.sales = (await Promise.all(states)).flat();
  view.told = told?.booth === app.till.booth.id ? told : null;
  const extra = view.told?.products.filter(
    ({ product }) => !app.till.products.some(({ uid }) => uid === product),
  );
  const more = (extra ?? []).map(({ product: uid, ...rest }) => ({ uid, ...rest }));
  // Before the laptop told of the lots nobody knows which there are to count.
  const goods = view.told ? [...app.till.products, ...more] : [];
  view.lines = shelf(goods, view.told?.products, view.it.counted);
  for (const line of view.lines) line.folded = fold(`${line.name} ${line.lot}`);
  view.lines.sort((one, other) => one.folded.localeCompare(other.folded));
}

const countedOf = (view, line) => view.it.counted[line.key];
function draw(view) {
  const { app, it, lines } = view;
  const done = Object.keys(it.counted).length;
  const of = say(`${done} / ${lines.length} dòng`, `${done} / ${lines.length} lines`);
  view.head.replaceChildren(
    h('b', {}, say('Kiểm kho', 'Stocktake'), ` · ${app.till.booth.code}`),
    h(
      'span',
      { class: 'hint' },
      say(
        `Từ ${clock(it.began)} · vẫn bán như thường`,
        `Since ${clock(it.began)} · selling goes on`,
      ),
    ),
    h('span', { class: 'tag good', role: 'status' }, of),
    h('progress', { max: Math.max(1, lines.length), value: done, 'aria-label': of }),
  );
  drawChips(view);
  drawList(view);
  fill(
    view.foot,
    button({ class: 'big', onclick: () => app.go('sell') }, say('Để sau', 'Later')),
    button(
      { class: 'main', 'aria-disabled': done === 0, onclick: () => done && compare(view) },
      say('Xem chênh lệch', 'See the differences'),
    ),
  );
}

/** What differs, once the line that was entered last is on the disk, and not sooner. */
async function compare(view) {
  await view.entered;
  if (view.mode === 'list') review(view, draw);
}

function drawChips(view) {
  const names = {
    left: say('Chưa đếm', 'Not counted'),
    done: say('Đã đếm', 'Counted'),
    off: say('Lệch', 'Differs'),
  };
  const chip = (kind) => {
    const many = view.lines.filter((line) => STATES[kind](countedOf(view, line))).length;
    const choose = () => {
      Object.assign(view, { only: kind, shown: SHOWN });
      drawChips(view);
      drawList(view);
    };
    const props = { class: 'chip', 'aria-pressed': view.only === kind, onclick: choose };
    return button({ ...props, 'data-focus': `chip-${kind}` }, `${names[kind]} ${many}`);
  };
  fill(view.chips, Object.keys(STATES).map(chip));
}

/** Lines of the chosen kind, or all that were sought. */
function chosen(view) {
  const sought = view.query.trim();
  if (!sought) return view.lines.filter((line) => STATES[view.only](countedOf(view, line)));
  const found = finder(sought);
  return view.lines.filter(({ folded }) => found(folded));
}

function drawList(view) {
  const all = chosen(view);
  const shown = all.slice(0, view.shown);
  const more = () => {
    view.shown += SHOWN;
    drawList(view);
  };
  const nowhere = say('Không tìm thấy hàng này.', 'No such goods.');
  const none = {
    left: view.told
      ? say('Đã đếm hết.', 'All is counted.')
      : say(
          'Nối máy chủ một lần để biết các lô của gian; sau đó mất mạng vẫn đếm được.',
          'Connect once to learn the booth’s lots; then counting works without a network.',
        ),
    done: say('Chưa đếm dòng nào.', 'Nothing is counted yet.'),
    off: say('Không dòng nào lệch.', 'Nothing differs.'),
  };
  fill(
    view.list,
    shown.map((line) => row(view, line)),
    all.length > shown.length &&
      h('li', {}, button({ class: 'big', onclick: more }, say('Xem thêm', 'Show more'))),
    !all.length && h('li', { class: 'empty' }, view.query.trim() ? nowhere : none[view.only]),
  );
}

function row(view, line) {
  const one = countedOf(view, line);
  const about = [
    line.lot && `${say('Lô', 'Lot')} ${line.lot}`,
    line.expires_on && `${say('HSD', 'until')} ${day(line.expires_on)}`,
    line.whose,
    line.unit,
  ].filter(Boolean);
  return h(
    'li',
    { class: one ? 'count-line done' : 'count-line' },
    h(
      'div',
      {},
      h('b', {}, line.name),
      h('span', { class: 'hint' }, about.join(' · ')),
      one && told(view, line, one),
    ),
    h(
      'div',
      { class: 'count-value' },
      button(
        {
          class: one ? 'big' : 'big untouched',
          'data-focus': line.key,
          onclick: () => ask(view, line),
        },
        h('span', { class: 'hidden-words' }, `${line.name} ${line.lot} `),
        one ? words(as(one, line), one.quantity) : say('chưa đếm', 'not counted'),
      ),
      one && off(as(one, line), one),
      one && leaveOut(view, line),
    ),
  );
}

const day = (text) => text.split('-').reverse().join('/');
const words = ({ unit, packs }, value) => mixed(value, unit, packs);

/** In what a counted line is shown: its own unit, where its goods have another by now. */
const as = (one, line) => (otherUnit(one, line) ? one : line);

/** When it was counted, and then what the book has. */
function told(view, line, one) {
  const shown = (value) => words(as(one, line), value);
  const book = one.book === undefined || one.book === null ? null : shown(one.book);
  const first = shown(one.first ?? 0);
  return h(
    'span',
    { class: 'hint' },
    say('đếm lúc ', 'counted '),
    clock(one.at),
    ' · ',
    book === null
      ? say('sổ: chờ máy chủ', 'book: not known yet')
      : say(`sổ ghi ${book}`, `book ${book}`),
    one.first !== undefined && one.first !== one.quantity &&
      say(` · lần đầu ${first}`, ` · first ${first}`),
    soldNear(one, view.sales) &&
      h('span', { class: 'tag gold' }, say('vừa bán: đếm lại', 'just sold: count again')),
    otherUnit(one, line) &&
      say(` · đếm theo ${one.unit}`, ` · counted in ${one.unit}`),
    otherUnit(one, line) &&
      h('span', { class: 'tag stop' }, say('đổi đơn vị: đếm lại', 'unit changed: count again')),
  );
}

function off(line, one) {
  const by = difference(one);
  if (by === null) return null;
  if (by === 0) return h('span', { class: 'hint' }, say('khớp', 'agrees'));
  const text = `${by > 0 ? '+' : '−'}${words(line, Math.abs(by))}`;
  return h('span', { class: 'count-off' }, say(`lệch ${text}`, `differs ${text}`));
}

/** A line that was counted by mistake is no part of the count again. */
function leaveOut(view, line) {
  const act = async () => {
    if (await keep(view, (it) => leftOut(it, line))) draw(view);
  };
  const name = h('span', { class: 'hidden-words' }, ` ${line.name}`);
  const onclick = () => (view.entered = act());
  return button({ class: 'quiet', onclick }, say('bỏ', 'leave out'), name);
}

/** Asks how many there are; nothing is shown of what should be. */
const ask = (view, line) => (view.entered = enter(view, line));

async function enter(view, line) {
  const one = countedOf(view, line);
  const before = one && !otherUnit(one, line) ? one.quantity : undefined;
  const part = measured(line.unit);
  const title = [line.name, line.lot].filter(Boolean).join(' · ');
  if (line.packs) {
    const value = await askCount({ title, line, part, most: Number(MOST), value: before });
    return value === undefined ? undefined : write(view, line, value);
  }
  const typed = await askNumber({
    title,
    extra: part ? ',' : undefined,
    text: before === undefined ? '' : words(line, before).replace(/\./g, ''),
    read: (text) => {
      const value = parseQuantity(text);
      return value !== null && value > MOST ? null : value;
    },
    show: () => h('span', {}, line.unit),
    confirm: (value) => {
      if (value === null) return say('Nhập số đếm được', 'Enter what you counted');
      if (value === 0n) return say('Đếm được 0: đã hết', 'Counted 0: none left');
      return say(`Đếm được ${quantity(value)}`, `Counted ${quantity(value)}`);
    },
  });
  if (typed === undefined) return;
  await write(view, line, Number(typed));
}

async function write(view, line, value) {
  const { app } = view;
  const at = app.now();
  const by = app.till.person?.name;
  const seen = view.it.seen?.[line.key];
  const one = { quantity: value, at, by, book: null, seen };
  const more = (it) => ({ ...it, counted: counts(it.counted, line, one) });
  if (!(await keep(view, more))) return;
  draw(view);
  bookOf(view, line, at);
}

/**
 * What the book had of a line that was counted at `at` is told by the laptop, where it is there.
 * Meanwhile the count may have been written, or left: then it is nobody's any more.
 */
async function bookOf(view, line, at) {
  await refresh(view);
  if (view.mode !== 'list') return;
  const now = view.told?.fresh ? view.lines.find(({ key }) => key === line.key) : null;
  if (now && now.book !== null) await keep(view, (it) => withBook(it, line, at, now.book ?? 0));
  if (view.mode === 'list') draw(view);
}

/** Keeps a change of the count; when the disk refuses, it stays as it was and says so. */
async function keep(view, change) {
  view.trouble.replaceChildren();
  try {
    await changeDraft(view, change);
    return true;
  } catch (error) {
    view.trouble.replaceChildren(notKept(view.app, error));
    return false;
  }
}

/** A code that was read stands for the goods to count next. */
async function onCode(view, code) {
  const { app, lines } = view;
  if (view.mode !== 'list') return;
  const found = lookUp(code, app.till.products, app.till.labels ?? []);
  const goods = found.products ?? (found.product ? [found.product] : []);
  const here = lines.filter(({ product }) => goods.some(({ uid }) => uid === product));
  signal(here.length > 0);
  if (!here.length) return toast(say(`Không có hàng mang mã ${code}`, `No goods have ${code}`));
  const named = here.filter(({ lot }) => lot && lot === found.lot);
  const line = named[0] ?? (here.length === 1 ? here[0] : await choose(here));
  return line && ask(view, line);
}

const choose = (lines) =>
  openSheet(say('Lô nào?', 'Which lot?'), (close) =>
    h(
      'div',
      { class: 'sheet-body sheet-actions' },
      lines.map((line) =>
        button(
          { class: 'big', onclick: () => close(line) },
          [line.name, line.lot || say('không ghi lô', 'no lot'), line.whose]
            .filter(Boolean)
            .join(' · '),
        ),
      ),
    ),
  );
