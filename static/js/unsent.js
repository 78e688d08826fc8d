// What is on this device alone: looked at, sent, saved to a file, or taken from another device's.

import { call } from './api.js';
import { button, fill, h, icon } from './dom.js';
import { pack, unpack } from './file.js';
import { money } from './money.js';
import { openSheet, toast } from './sheet.js';
import { connection } from './status.js';
import { clock, say } from './words.js';

/** The sheet: what waits, what needs a person, and the ways off this device. */
export async function unsent(app) {
  const [waiting, attention, sum] = await Promise.all([
    app.outbox.list('unsent'),
    app.outbox.list('attention'),
    app.outbox.summary(),
  ]);
  const title = say('Kết nối và phiếu chưa gửi', 'Connection and unsent sales');
  openSheet(title, (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      head(sum),
      sum.signin && paused(app, sum, close),
      attention.map((row) => needsLook(app, row, close)),
      list(waiting, attention),
      actions(app, [...attention, ...waiting], close),
    ),
  );
}

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

function list(waiting, attention) {
  const parked = new Map(attention.map((row) => [row.id, row]));
  const sales = waiting.filter((row) => row.amount !== undefined);
  if (!sales.length) return null;
  const one = (row) => {
    const on = parked.get(row.needs);
    const name = row.provisional_no ?? say('Phiếu', 'Sale');
    return h(
      'li',
      {},
      h('span', {}, icon('clock'), ` ${name} · ${clock(row.made_ms)}`),
      on && h('span', { class: 'tag gold' }, say('chờ ', 'waits for '), on.provisional_no ?? ''),
      h('b', {}, money(row.amount)),
    );
  };
  return h('ul', { class: 'rows' }, sales.map(one));
}

function needsLook(app, row, close) {
  const again = () => {
    close();
    app.outbox.retry(row);
  };
  return h(
    'div',
    { class: 'notice stop' },
    icon('unlink'),
    h(
      'div',
      {},
      h(
        'b',
        {},
        row.provisional_no ?? row.label ?? row.kind,
        row.amount !== undefined && ` · ${money(row.amount)}`,
      ),
      h(
        'p',
        {},
        row.answer?.message ??
          say('Máy chủ không nhận. Báo chủ gian.', 'Not accepted. Tell the booth manager.'),
      ),
    ),
    button({ class: 'quiet', onclick: again }, say('Gửi lại', 'Send again')),
  );
}

function actions(app, rows, close) {
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
      rows.length > 0 &&
        button(
          { class: 'big', onclick: () => save(app, rows) },
          say('Lưu ra tệp', 'Save to a file'),
        ),
      button(
        { class: 'big', onclick: () => file.click() },
        say('Nhập tệp máy khác', 'Take another device’s file'),
      ),
      file,
      button({ class: 'big', onclick: send }, say('Thử gửi ngay', 'Try now')),
    ),
  ];
}

/** A file of what is unsent, for the day when this device can never reach the laptop again. */
function save(app, rows) {
  const { booth, device, fair } = app.till;
  const from = {
    fair: fair.code,
    booth: { id: booth.id, code: booth.code },
    device: { id: device?.id, letter: device?.letter },
  };
  const text = pack(from, rows, app.now());
  const at = new Date(app.now()).toISOString().slice(0, 16).replace(/[T:]/g, '-');
  const link = h('a', {
    href: URL.createObjectURL(new Blob([text], { type: 'application/json' })),
    download: `chua-gui-${booth.code}-${device?.letter ?? ''}-${at}.json`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

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
          `Tệp này của gian ${file.booth?.code}; máy này của gian ${app.till.booth.code}`,
          `This file is booth ${file.booth?.code}’s; this device is booth ${app.till.booth.code}’s`,
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

/** Why this device may not change seller, booth or address now; null when it may. */
export async function mayLeave(app) {
  const { waiting, signin } = await app.outbox.summary();
  const transfers = app.parked.filter((one) => one.qr).length;
  if (waiting && !signin) {
    return say(
      `Còn ${waiting} việc chưa gửi. Nối mạng để gửi hết, hoặc lưu ra tệp.`,
      `${waiting} rows are unsent. Connect and send them, or save them to a file.`,
    );
  }
  return transfers
    ? say(
        `Còn ${transfers} khách đang chờ chuyển khoản. Xong đã rồi hãy đổi.`,
        `${transfers} customers’ transfers are awaited. Finish them first.`,
      )
    : null;
}
