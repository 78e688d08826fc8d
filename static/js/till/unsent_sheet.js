// What is on this device alone: looked at, sent, saved to a file, or taken from another device's.

import { boothOf, sendAgain } from '../net/resend.js';
import { call, linked, place } from '../net/api.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { saveRows, unpack } from '../net/unsent_file.js';
import { countPaying } from '../net/local_state.js';
import { kindName } from '../net/row_kinds.js';
import { money } from '../model/money.js';
import { newAddress, newAddressWords, offerMove } from './new_address.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { reopenCount } from './reopen_count.js';
import { connection, link } from './status_bar.js';
import { clock, say } from '../lib/words.js';

/** What the chip of the till's head leads to: `sum` is what it says. */
export function open(app, sum) {
  opening ??= (onlyPaper(sum) ? papers(app) : unsent(app)).finally(() => {
    opening = null;
  });
  return opening;
}

// A double tap opens one sheet.
let opening = null;

/** Nothing but the printer needs a person. */
const onlyPaper = (sum) => sum?.printer && !sum.attention && link(sum) === sum.printer;

/** The sheet: what waits, what needs a person, and the ways off this device. */
export async function unsent(app) {
  const states = ['unsent', 'attention', 'aside', 'kept'].map((state) => app.outbox.list(state));
  const [waiting, attention, aside, kept] = await Promise.all(states);
  const [sum, files, reason] = await Promise.all([
    app.outbox.summary(),
    boothsOf(app, [...attention, ...waiting, ...aside]),
    mayLeave(app),
  ]);
  const { approveRefund } = await import('./manager_approval.js');
  const title = say('Kết nối và phiếu chưa gửi', 'Connection and unsent sales');
  openSheet(title, (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      head(sum),
      linked() && place() && offerMove(reason),
      sum.signin && !closed(app) && paused(app, sum, close),
      attention.map((row) => needsLook(app, row, close, approveRefund)),
      list(app, waiting, attention),
      actions(app, { files, kept, sum }, close),
    ),
  );
}

/** A device that may not sell any more shows what it holds and gives it away, and no more. */
const closed = (app) => app.screen?.name === 'closed';

function head(sum) {
  const count = say(
    `${sum.count} phiếu chưa gửi, ${money(sum.amount)}`,
    `${sum.count} unsent, ${money(sum.amount)}`,
  );
  return [
    h('p', { class: 'lead' }, connection(sum)[2], ' · ', h('b', {}, count)),
    h(
      'p',
      { class: 'hint' },
      say(
        'Phiếu chưa gửi nằm trên máy này. Máy cứ bán tiếp và tự gửi ' +
          'khi có mạng. Đừng xóa dữ liệu trình duyệt.',
        'Unsent sales are on this device. Go on selling; they are sent by themselves. ' +
          'Do not clear the browser’s data.',
      ),
    ),
  ];
}

/** The queue rests until somebody signs in; then it goes on by itself. */
function paused(app, sum, close) {
  const enter = () => {
    close();
    app.go('signin');
  };
  return h(
    'div',
    { class: 'notice gold' },
    icon('person'),
    h(
      'div',
      {},
      h('b', {}, say('Tạm dừng gửi', 'Sending is paused')),
      h(
        'p',
        {},
        sum.message ?? '',
        ' ',
        say('Đăng nhập là máy tự gửi tiếp.', 'Sign in, and it goes on by itself.'),
      ),
    ),
    app.till && button({ class: 'quiet', onclick: enter }, say('Đăng nhập', 'Sign in')),
  );
}

function list(app, waiting, attention) {
  const manages = app.till?.person?.role === 'manager';
  const parked = new Map(attention.map((row) => [row.id, row]));
  if (!waiting.length) return null;
  const one = (row) => {
    const on = parked.get(row.needs);
    const name = row.provisional_no ?? row.label ?? kindName(row.kind);
    return h(
      'li',
      {},
      h('span', {}, icon('clock'), ` ${name} · ${clock(row.made_ms)}`),
      on && h('span', { class: 'tag gold' }, say('chờ ', 'waits for '), on.provisional_no ?? ''),
      row.kind === 'stock' && !manages && h('span', { class: 'tag gold' }, waitsForManager()),
      row.amount !== undefined && h('b', {}, money(row.amount)),
    );
  };
  return h('ul', { class: 'rows' }, waiting.map(one));
}

const waitsForManager = () => say('chờ chủ gian đăng nhập', 'waits for the manager to sign in');

const mendWords = () => say('Sửa và lưu lại', 'Mend and save again');

function needsLook(app, row, close, approveRefund) {
  const again = () => {
    close();
    app.outbox.retry(row);
  };
  const approve = async () => {
    close();
    if (await approveRefund(app, row)) app.outbox.retry(row);
  };
  const mend = async () => {
    close();
    if (await reopenCount(app, row)) app.go('count');
    else toast(say('Lưu phiếu kiểm đang dở trước đã.', 'Save the count under way first.'));
  };
  const aside = async () => {
    close();
    await (await import('./set_aside.js')).putAside(app, row);
    unsent(app);
  };
  const acts = closed(app)
    ? null
    : h(
        'div',
        { class: 'sheet-actions' },
        button({ class: 'quiet', onclick: again }, say('Gửi lại', 'Send again')),
        row.kind === 'refund' &&
          approveRefund &&
          button({ class: 'quiet', onclick: approve }, say('Chủ gian duyệt', 'Manager approves')),
        row.draft?.booth === app.till.booth.id &&
          button({ class: 'quiet', onclick: mend }, mendWords()),
        button({ class: 'quiet', onclick: aside }, say('Đã xem, cất đi', 'Seen, put aside')),
      );
  const notice = h(
    'div',
    { class: 'notice stop' },
    icon('unlink'),
    h(
      'div',
      {},
      h(
        'b',
        {},
        row.provisional_no ?? row.label ?? kindName(row.kind),
        row.amount !== undefined && ` · ${money(row.amount)}`,
      ),
      h(
        'p',
        {},
        row.answer?.message ??
          say('Máy chủ không nhận. Báo chủ gian.', 'Not accepted. Tell the booth manager.'),
      ),
    ),
  );
  return [notice, acts];
}

function actions(app, { files, kept, sum }, close) {
  const all = files.map((one) =>
    button(
      { class: 'big', onclick: () => save(app, one) },
      say('Lưu ra tệp', 'Save to a file'),
      files.length > 1 && ` · ${one.booth.code}`,
    ),
  );
  if (closed(app)) return h('div', { class: 'sheet-actions' }, all);
  const send = () => {
    close();
    app.outbox.resume();
    call('GET', '/healthz', undefined, 4000);
  };
  const error = h('p', { class: 'error', role: 'alert' });
  const file = h('input', {
    type: 'file',
    class: 'hidden-words',
    accept: '.json,application/json',
    'aria-label': say('Tệp của máy khác', 'Another device’s file'),
    onchange: () => take(app, file, error, close),
  });
  return [
    error,
    h(
      'div',
      { class: 'sheet-actions' },
      all,
      button(
        { class: 'big', onclick: () => file.click() },
        say('Nhập tệp máy khác', 'Take another device’s file'),
      ),
      file,
      button({ class: 'big', onclick: send }, say('Thử gửi ngay', 'Try now')),
      app.till.booth.prints &&
        button(
          { class: 'big', 'data-focus': 'prints', onclick: () => papers(app, close) },
          say('Máy in và phiếu in', 'Printer and papers'),
        ),
      (linked() !== true || sum.signin) &&
        button({ class: 'big', onclick: () => seekAnew(app, close) }, newAddressWords()),
      kept.length > 0 &&
        button(
          { class: 'big', onclick: () => again(app, close) },
          say('Gửi lại tất cả còn giữ', 'Send all kept again'),
        ),
    ),
  ];
}

async function papers(app, close) {
  close?.();
  (await import('../print/prints_sheet.js')).printsSheet(app);
}

/** The laptop came back under an address that this device cannot know. */
function seekAnew(app, close) {
  close();
  newAddress(() => app.outbox.resume());
}

/** For a laptop that was restored from an older copy; what it has is known by its id. */
async function again(app, close) {
  close();
  const title = say('Gửi lại tất cả?', 'Send all again?');
  const sure = await openSheet(title, (answer) =>
    h(
      'div',
      { class: 'sheet-body' },
      h(
        'p',
        {},
        say(
          'Chỉ cần khi máy chủ vừa được khôi phục từ bản sao cũ. Không phiếu nào bị ghi hai lần.',
          'Only after the laptop was restored from an older copy. No sale is recorded twice.',
        ),
      ),
      button({ class: 'main', onclick: () => answer(true) }, say('Gửi lại', 'Send again')),
    ),
  );
  if (!sure) return;
  const count = await sendAgain(app);
  toast(say(`Đang gửi lại ${count} việc máy còn giữ`, `${count} kept rows are sent again`));
}

/** The code of a booth and the letter of a device, out of a number like `A-03-B-0012`. */
const named = ({ provisional_no: number = '' }) => number.match(/^(.+)-([^-]+)-\d+$/) ?? [];

/** Rows by the booth they were made at: its devices alone may bring them in. */
export async function boothsOf(app, rows) {
  const files = new Map();
  for (const row of rows) {
    const id = await boothOf(app, row);
    if (!files.has(id)) files.set(id, []);
    files.get(id).push(row);
  }
  return [...files].map(([id, own]) => {
    const till = app.till?.booth.id === id ? app.till : null;
    const [, code, letter] = named(own.find((row) => named(row).length) ?? {});
    return {
      fair: app.till?.fair.code,
      booth: { id, code: till?.booth.code ?? code ?? '' },
      device: own.find(({ body }) => body.device)?.body.device,
      letter: letter ?? till?.device?.letter,
      rows: own,
    };
  });
}

/** A file of what is unsent, for the day when this device can never reach the laptop again. */
function save(app, { fair, booth, device, letter, rows }) {
  const from = { fair, booth, device: { id: device, letter } };
  saveRows(from, rows, app.now());
}

const origin = ({ booth, gate }) =>
  booth
    ? say(`gian ${booth.code}`, `booth ${booth.code}`)
    : say(`cổng ${gate?.code}`, `gate ${gate?.code}`);

/** Another device's rows join this queue as they are; what came already is known by its id. */
async function take(app, input, error, close) {
  const [chosen] = input.files;
  input.value = '';
  if (!chosen) return;
  try {
    const file = unpack(await chosen.text());
    if (file.booth?.id !== app.till.booth.id) {
      throw new Error(
        say(
          `Tệp này của ${origin(file)}; máy này của gian ${app.till.booth.code}`,
          `This file is ${origin(file)}’s; this device is booth ${app.till.booth.code}’s`,
        ),
      );
    }
    const fresh = await takeRows(app.outbox, file.rows);
    close();
    toast(
      say(
        `Đã nhận ${fresh} dòng từ tệp, đang gửi`,
        `${fresh} rows taken from the file, being sent`,
      ),
    );
  } catch (problem) {
    fill(error, icon('unlink'), ` ${problem.message}`);
  }
}

/** Adds the rows that do not stand here yet; tells how many. */
export async function takeRows(outbox, rows) {
  let fresh = 0;
  for (const row of rows) {
    if (await outbox.known(row.id)) continue;
    fresh += 1;
    await outbox.add(row);
  }
  return fresh;
}

/**
 * Why this device may not change seller, booth or address now; null when it may. Where the laptop
 * asks who is there, the sign-in itself is the way on: it stands on its own screen.
 */
export async function mayLeave(app) {
  const states = ['unsent', 'attention'].map((state) => app.outbox.list(state));
  // A document of stock waits for the manager, who may be the next one here.
  const [waiting, refused] = (await Promise.all(states)).map(
    (rows) => rows.filter(({ kind }) => kind !== 'stock').length,
  );
  const { signin } = await app.outbox.summary();
  const paying = countPaying(app.parked);
  if (waiting + refused) {
    const all = waiting + refused;
    const way = signin && !place()
      ? say('Đăng nhập là máy gửi tiếp', 'Sign in, and they are sent')
      : say('Nối mạng để gửi hết', 'Connect and send them');
    const look = say(`; ${refused} việc cần chủ gian xem`, `; ${refused} need the manager`);
    const words = say(`Còn ${all} việc chưa gửi`, `${all} rows are unsent`);
    return `${words}. ${way}${refused ? look : ''}.`;
  }
  return paying
    ? say(
        `Còn ${paying} khách chưa trả xong. Xong đã rồi hãy đổi.`,
        `${paying} customers have not finished paying. Finish with them first.`,
      )
    : null;
}
