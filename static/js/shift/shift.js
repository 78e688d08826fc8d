// The shift of the booth's drawer: open with a counted float, money in and out, handing over, the
// figures so far, and closing. Who closes counts first and is told afterwards what should be there.

import { notKept } from '../till/errors.js';
import { call } from '../net/api.js';
import { countSoFar, forgetCount, keepCount, renameCount, readyToCount } from './cash_count.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { money } from '../model/money.js';
import { parseMoney } from '../model/amount_text.js';
import { counter, noteList, sumOf } from './banknotes.js';
import { confirmClosing, confirmEmpty } from './confirm_count.js';
import { askNumber } from '../lib/ask_number.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { fact, figures, zFacts } from './shift_facts.js';
import { adoptShift, isShift } from '../till/open_shift.js';
import { recordClosing, recordHandOver, recordMove, recordOpening } from './shift_rows.js';
import { openDrawer } from './drawer_sheet.js';
import { reasons } from './shift_reasons.js';
import { chip, drawChip } from '../till/status_bar.js';
import { moment, say } from '../lib/words.js';

const PATIENCE_MS = 2500;

export function shift(app) {
  const view = { app, x: null, note: null, row: null };
  view.body = h('div', { class: 'panel-body' });
  view.foot = h('footer', { class: 'panel-foot' });
  view.title = h('h1', {});
  view.trouble = h('div', {});
  const head = h(
    'header',
    { class: 'panel-head' },
    button(
      { class: 'quiet', onclick: () => app.go('sell') },
      icon('back'),
      say('Bán hàng', 'Till'),
    ),
    chip(app),
  );
  home(view);
  return {
    element: h('div', { class: 'panel panel-shift' }, head, view.body, view.trouble, view.foot),
    onStatus: () => {
      drawChip(app, head);
      if (isCounting(view) && app.shift?.id !== view.of.id) otherShift(view);
      else if (view.mode === 'home' || view.mode === 'open') home(view);
    },
    onRow: (row) => {
      if (row?.state === 'kept' && row.answer?.joined) shareShift(view, row, row.answer.joined);
      // What the laptop has now is in the figures too.
      if (view.mode === 'home' && isShift(row) && app.shift) loadX(view);
      if (view.mode !== 'closed' || row.id !== view.row.id) return;
      view.row = row;
      drawClosed(view);
    },
    // Somebody sold: the figures on the screen are of now.
    onHead: () => view.mode === 'home' && app.shift && loadX(view),
    onKey: (event) => {
      if (event.key === 'Escape') app.go('sell');
      return event.key === 'Escape';
    },
  };
}

/** Whether notes are being counted for a shift that is open, `view.of`. */
const isCounting = (view) => view.mode === 'hand' || view.mode === 'close';

/**
 * The booth's shift is not the one that is counted here: it was closed elsewhere, or it is the same
 * drawer, and the laptop told of it sooner than this screen heard what became of its own row.
 */
async function otherShift(view) {
  const { app, of } = view;
  const row = await app.outbox.known(of.id);
  if (!isCounting(view) || view.of !== of || app.shift?.id === of.id) return;
  if (app.shift && row?.answer?.joined?.id === app.shift.id) {
    return sameDrawer(view, of.id, app.shift);
  }
  toast(say('Máy khác vừa chốt ca này.', 'Another device has just closed this shift.'));
  home(view);
}

/** What is being counted is the same drawer under its other name. */
async function sameDrawer(view, before, shift) {
  if (!isCounting(view) || view.of.id !== before) return;
  view.of = shift;
  await renameCount(view.mode, before, shift.id);
}

/** The booth had an open shift already, so this device shares that one. */
async function shareShift(view, row, shift) {
  await sameDrawer(view, row.id, shift);
  adoptShift(view.app, shift);
  const by = shift.opened_by || '–';
  toast(say(`Gian đã có ca do ${by} mở; máy này vào chung ca.`, `Joined the shift of ${by}.`));
}

/**
 * Writes a row of the shift, one at a time. When the disk refuses, nothing has happened: the screen
 * stays, says so, and its button can be pressed again.
 */
async function writeRow(view, write) {
  if (view.busy) return null;
  view.busy = true;
  view.trouble.replaceChildren();
  try {
    return await write();
  } catch (error) {
    view.trouble.replaceChildren(notKept(view.app, error));
    return null;
  } finally {
    view.busy = false;
  }
}

function show(view, title, body, foot) {
  view.trouble.replaceChildren();
  view.title.replaceChildren(title);
  fill(view.body, view.title, body);
  fill(view.foot, foot);
  view.foot.hidden = foot.filter(Boolean).length === 0;
}

/** Without a shift the one question is the float; with one, how it stands. */
function home(view) {
  if (view.app.shift) {
    view.mode = 'home';
    drawHome(view);
    if (view.asked !== view.app.shift.id) loadX(view);
  } else if (view.mode !== 'open') {
    view.mode = 'open';
    count(view, opening(view));
  }
}

/** A screen that counts notes: `{ of(), title, hint, label, act(sum), done(notes, sum), other }` */
async function count(view, it) {
  const { mode } = view;
  const counts = await countSoFar(it.of());
  if (view.mode !== mode) return;
  const sum = () => sumOf(counts);
  const draw = () => go.replaceChildren(it.act(sum()));
  const go = button({ class: 'main', onclick: () => it.done(noteList(counts), sum()) });
  const notes = counter(view.app.till.booth.rounding, it.label, counts, () => {
    keepCount(it.of(), counts);
    draw();
  });
  draw();
  show(view, it.title, [h('p', { class: 'hint' }, it.hint), notes], [it.other, go]);
}

const opening = (view) => ({
  of: () => `float-${view.app.till.booth.id}`,
  title: say('Mở ca', 'Open a shift'),
  hint: say(
    'Đếm tiền lẻ đang có trong két. Không mở ca vẫn bán được.',
    'Count the change in the drawer. Selling works without a shift too.',
  ),
  label: say('Tiền lẻ đầu ca', 'Float'),
  other:
    view.app.till.booth.drawer &&
    button(
      { class: 'big', 'data-focus': 'drawer', onclick: () => openDrawer(view.app) },
      say('Mở két', 'Open the drawer'),
    ),
  act: (sum) => say(`Mở ca với ${money(sum)}`, `Open with ${money(sum)}`),
  done: async (notes, sum) => {
    if (view.busy || (sum === 0n && !(await confirmEmpty()))) return;
    if (!(await writeRow(view, () => recordOpening(view.app, notes)))) return;
    forgetCount();
    home(view);
    toast(say('Đã mở ca. Các máy của gian dùng chung ca này.', 'Open; all devices share it.'));
  },
});

async function loadX(view) {
  const { app } = view;
  view.asked = app.shift.id;
  const { status, data } = await call('GET', '/api/v1/shifts/current', undefined, 4000);
  if (view.mode !== 'home' || !app.shift) return;
  const there = status === 200 ? data.shift : null;
  const same = there?.id === app.shift.id;
  // The booth's shift is another one, and nothing of this device is on its way: it is shared.
  if (there && !same && (await adoptShift(app, there))) return;
  view.x = same ? there : null;
  view.note = same ? null : unknown(status);
  if (!same) view.asked = null;
  drawHome(view);
}

const unknown = (status) =>
  status === 200
    ? say(
        'Máy này còn việc của ca đang gửi: số liệu của ca sẽ hiện khi gửi xong.',
        'This device is still sending: the shift’s figures show once that is done.',
      )
    : say(
        'Chưa nối được máy chủ: số liệu của ca sẽ hiện khi nối lại.',
        'Not connected: the shift’s figures show once connected again.',
      );

function drawHome(view) {
  const { app } = view;
  const { shift: open } = app;
  const act = (name, words, onclick, sign) =>
    button({ class: 'big', 'data-focus': name, onclick }, sign && icon(sign), words);
  const since = moment(open.opened_at_ms, app.now());
  const body = [
    h(
      'p',
      { class: 'lead' },
      say(`Ca mở từ ${since}`, `Open since ${since}`),
      open.opened_by && ` · ${open.opened_by}`,
    ),
    h('p', { class: 'shift-holder' }, icon('person'), say('Người giữ tiền: ', 'Drawer held by: '),
      h('b', {}, open.holder || '–')),
    view.note && h('p', { class: 'notice wait' }, icon('unlink'), view.note),
    view.x && figures(view.x),
    h(
      'div',
      { class: 'sheet-actions' },
      act('in', say('Thu thêm', 'Pay in'), () => move(view, 1n), 'plus'),
      act('out', say('Chi ra', 'Pay out'), () => move(view, -1n), 'minus'),
      act('hand', say('Bàn giao', 'Hand over'), () => handOver(view), 'person'),
      app.till.booth.prints &&
        act('print', say('In phiếu X', 'Print an X'), () => print(open.id), 'printer'),
      app.till.booth.drawer &&
        act('drawer', say('Mở két', 'Open the drawer'), () => openDrawer(app)),
      act('close', say('Chốt ca', 'Close the shift'), () => startClosing(view), 'clock'),
    ),
  ];
  // Where the shift was opened a moment ago stands what one does next, not what ends it.
  const sell = button(
    { class: 'main', 'data-focus': 'main', onclick: () => app.go('sell') },
    say('Bán hàng', 'To the till'),
  );
  show(view, say('Ca bán hàng', 'Shift'), body, [sell]);
}

async function move(view, sign) {
  const { shift } = view.app;
  const way = sign > 0n ? 'in' : 'out';
  const title = sign > 0n ? say('Thu thêm vào két', 'Pay in') : say('Chi ra từ két', 'Pay out');
  const sum = await askNumber({
    title,
    extra: '000',
    read: (text) => {
      const value = parseMoney(text);
      return value > 0n && value <= 100000000000n ? value : null;
    },
    show: (text, value) => h('b', {}, money(value ?? 0n)),
    confirm: (value) =>
      value === null ? say('Nhập số tiền', 'Enter the amount') : say('Tiếp', 'Next'),
  });
  if (sum === undefined) return;
  const reason = await openSheet(`${title} · ${money(sum)}`, (close) => reasons(way, sum, close));
  if (!reason) return;
  const kept = await writeRow(view, () => recordMove(view.app, shift, Number(sum * sign), reason));
  if (!kept) return;
  toast(`${title}: ${money(sum)} · ${reason}`);
  home(view);
}

/** To whom, and then whether the drawer is counted. */
async function handOver(view) {
  const { app } = view;
  const others = app.till.people.filter((person) => person.name !== app.shift.holder);
  const person = await openSheet(say('Bàn giao cho ai?', 'Hand over to whom?'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      others.length
        ? h(
            'div',
            { class: 'sheet-actions' },
            others.map((one) =>
              button({ class: 'big', onclick: () => close(one) }, icon('person'), one.name),
            ),
          )
        : h('p', { class: 'empty' }, say('Gian chưa có người khác.', 'Nobody else works here.')),
    ),
  );
  if (!person || !(await readyToCount(app))) return;
  const done = async (notes) => {
    if (view.mode !== 'hand') return;
    if (!(await writeRow(view, () => recordHandOver(app, person, notes)))) return;
    forgetCount();
    toast(say(`${person.name} giữ tiền từ bây giờ`, `${person.name} holds the drawer now`));
    home(view);
  };
  if (!app.shift) return;
  Object.assign(view, { mode: 'hand', of: app.shift });
  count(view, {
    of: () => `hand-${view.of.id}`,
    title: say(`Bàn giao cho ${person.name}`, `Hand over to ${person.name}`),
    hint: say('Hai người cùng đếm tiền trong két.', 'Both count the drawer together.'),
    label: say('Đếm được', 'Counted'),
    act: (sum) => say(`Bàn giao ${money(sum)}`, `Hand over ${money(sum)}`),
    done,
    other: button(
      { class: 'quiet', onclick: () => done() },
      say('Bàn giao không đếm', 'Hand over without counting'),
    ),
  });
}

async function startClosing(view) {
  const { app } = view;
  if (!(await readyToCount(app)) || !app.shift) return;
  Object.assign(view, { mode: 'close', of: app.shift });
  count(view, {
    of: () => `close-${view.of.id}`,
    title: say('Chốt ca', 'Close the shift'),
    hint: say(
      'Đếm hết tiền trong két. Đếm xong mới hiện số tiền phải có.',
      'Count all money in the drawer. What should be there is told afterwards.',
    ),
    label: say('Đếm được', 'Counted'),
    act: (sum) => say(`Chốt ca với ${money(sum)}`, `Close with ${money(sum)}`),
    done: async (notes, sum) => {
      if (view.busy || !(await confirmClosing(sum)) || view.mode !== 'close') return;
      const row = await writeRow(view, () => recordClosing(app, notes));
      if (!row) return;
      forgetCount();
      view.row = row;
      view.counted = sum;
      view.mode = 'closed';
      drawClosed(view);
      view.row = (await app.outbox.waitFor(view.row.id, PATIENCE_MS)) ?? view.row;
      if (view.mode === 'closed') drawClosed(view);
    },
  });
}

function drawClosed(view) {
  const { row, app } = view;
  const z = row.state === 'kept' ? row.answer : null;
  const foot = button(
    { class: 'main', 'data-focus': 'main', onclick: () => app.go('sell') },
    say('Xong', 'Done'),
  );
  const named = z && !z.recounted;
  const title = named
    ? `${say('Phiếu Z', 'Z report')} ${z.z_no}`
    : say('Đã chốt ca', 'Shift closed');
  const body = named ? [zFacts(z), again(view, z)] : z ? beside(z.recounted) : waiting(view);
  show(view, title, body, [foot]);
}

const again = (view, z) =>
  view.app.till.booth.prints &&
  button(
    { class: 'big', 'data-focus': 'print', onclick: () => print(z.shift) },
    icon('printer'),
    say('In lại phiếu Z', 'Print the Z again'),
  );

/** Another device had closed the shift before the laptop heard of this count. */
const beside = ({ z_no: z, counted }) =>
  h(
    'p',
    { class: 'notice gold', role: 'status' },
    icon('receipt'),
    say(
      `Máy khác đã chốt ca này trước: phiếu ${z}. Số đếm ${money(counted)} ghi kèm phiếu đó.`,
      `Another device closed this shift first: ${z}. Your count of ${money(counted)} stands ` +
        'beside it.',
    ),
  );

function waiting(view) {
  const { row } = view;
  if (row.state === 'attention') {
    return [h('p', { class: 'notice stop', role: 'alert' }, icon('unlink'), row.answer?.message)];
  }
  return [
    h(
      'p',
      { class: 'notice wait', role: 'status' },
      icon('clock'),
      say(
        'Đã lưu trên máy này. Thừa hay thiếu sẽ hiện khi gửi được lên máy chủ.',
        'Saved on this device. The difference shows once it has reached the server.',
      ),
    ),
    h('ul', { class: 'rows shift-facts' }, fact(say('Đếm được', 'Counted'), money(view.counted))),
  ];
}

async function print(id) {
  const { status, data } = await call('POST', `/api/v1/shifts/${id}/prints`, {}, 5000);
  toast(
    status === 201
      ? say('Đang in…', 'Printing…')
      : (data?.message ??
          say('Chưa gửi lệnh in được. Thử lại sau.', 'Not printed. Please try again later.')),
  );
}
