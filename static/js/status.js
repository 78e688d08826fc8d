// The head of the till: whose booth, who sells, and always how many sales wait and for how much.

import { call, linked } from './api.js';
import { button, fill, h, icon } from './dom.js';
import { money } from './money.js';
import { openSheet, toast } from './sheet.js';
import { clock, lang, moment, say } from './words.js';

/** The head; `extra` are buttons for a wide screen. */
export function bar(app, extra = []) {
  const { booth, person } = app.till;
  const who = button(
    { class: 'who', 'data-focus': 'who', onclick: () => people(app) },
    h('b', {}, `${booth.code} · ${booth.seller ?? booth.name}`),
    h(
      'span',
      {},
      icon('person'),
      person?.name ?? say('Chưa đăng nhập', 'Not signed in'),
      h('i', { class: 'who-shift' }),
    ),
  );
  const state = button({ class: 'state', 'data-focus': 'state', onclick: () => unsent(app) });
  const element = h(
    'header',
    { class: 'till-bar' },
    who,
    h('span', { class: 'bar-extra' }, extra),
    state,
  );
  drawStatus(app, element);
  return element;
}

/** Connection and unsent sales, in words and with a sign; colour only repeats it. */
export async function drawStatus(app, element) {
  element.querySelector('.who-shift').replaceChildren(` · ${shiftWords(app)}`);
  const sum = await app.outbox.summary();
  const state = element.querySelector('.state');
  const [kind, sign, words] = connection(sum);
  state.className = `state ${kind}`;
  const count = say(`${sum.count} chưa gửi`, `${sum.count} unsent`);
  fill(
    state,
    h('span', { class: 'state-link' }, icon(sign), words),
    h('span', { class: 'state-unsent' }, `${count} · ${money(sum.amount)}`),
  );
}

/** A quiet reminder: selling works without a shift. */
function shiftWords({ shift, now }) {
  if (!shift) return say('Chưa mở ca', 'No shift open');
  const since = moment(shift.opened_at_ms, now());
  return say(`Ca từ ${since}`, `Shift since ${since}`);
}

function connection(sum) {
  if (sum.attention) {
    return ['stop', 'unlink', say(`${sum.attention} phiếu cần xem`, `${sum.attention} to look at`)];
  }
  if (sum.signin) return ['gold', 'person', say('Cần đăng nhập lại', 'Sign in again')];
  if (linked() === false) return ['wait', 'unlink', say('Mất kết nối', 'Not connected')];
  if (linked() === null) return ['wait', 'clock', say('Đang nối…', 'Connecting…')];
  return [sum.count ? 'wait' : 'good', 'link', say('Đã nối', 'Connected')];
}

/** A line for screens without the head: what is on this device alone, when there is something. */
export function unsentLine(app) {
  const line = h('p', { class: 'notice wait', role: 'status', hidden: true });
  app.outbox.summary().then((sum) => {
    line.hidden = sum.count === 0;
    fill(
      line,
      icon('clock'),
      say(
        `Máy này còn giữ ${sum.count} phiếu chưa gửi · ${money(sum.amount)}`,
        `This device holds ${sum.count} unsent · ${money(sum.amount)}`,
      ),
    );
  });
  return line;
}

/** What waits on this device, what needs a person, and ways to bring it off the device. */
async function unsent(app) {
  const [waiting, attention, sum] = await Promise.all([
    app.outbox.list('unsent'),
    app.outbox.list('attention'),
    app.outbox.summary(),
  ]);
  const sales = waiting.filter((row) => row.amount !== undefined);
  openSheet(say('Kết nối và phiếu chưa gửi', 'Connection and unsent sales'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h(
        'p',
        { class: 'lead' },
        connection(sum)[2],
        ' · ',
        h(
          'b',
          {},
          say(
            `${sum.count} phiếu chưa gửi, ${money(sum.amount)}`,
            `${sum.count} unsent, ${money(sum.amount)}`,
          ),
        ),
      ),
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
      attention.map((row) => needsLook(app, row, close)),
      sales.length > 0 &&
        h(
          'ul',
          { class: 'rows' },
          sales.map((row) =>
            h(
              'li',
              {},
              h('span', {}, icon('clock'), ` ${row.provisional_no} · ${clock(row.made_ms)}`),
              h('b', {}, money(row.amount)),
            ),
          ),
        ),
      actions(app, [...attention, ...waiting], close),
    ),
  );
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
          say('Máy chủ không nhận. Báo quản lý gian.', 'Not accepted. Tell the booth manager.'),
      ),
    ),
    button({ class: 'quiet', onclick: again }, say('Gửi lại', 'Send again')),
  );
}

function actions(app, rows, close) {
  const send = () => {
    close();
    app.outbox.flush();
    call('GET', '/healthz', undefined, 4000);
  };
  return h(
    'div',
    { class: 'sheet-actions' },
    rows.length > 0 &&
      button({ class: 'big', onclick: () => save(app, rows) }, say('Lưu ra tệp', 'Save to a file')),
    button({ class: 'big', onclick: send }, say('Thử gửi ngay', 'Try now')),
  );
}

/** A file of what is unsent, for the day when this device can never reach the laptop again. */
function save(app, rows) {
  const { booth, device } = app.till;
  const text = JSON.stringify({ booth: booth.code, device, rows }, null, 1);
  const link = h('a', {
    href: URL.createObjectURL(new Blob([text], { type: 'application/json' })),
    download: `chua-gui-${booth.code}-${device.letter}.json`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Who sells: change person, language. Refused while sales wait, which belong to this person. */
async function people(app) {
  const other = lang() === 'vi' ? 'en' : 'vi';
  const back = encodeURIComponent(location.pathname);
  openSheet(app.till.person?.name ?? say('Người bán', 'Seller'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h('p', { class: 'hint' }, `${app.till.fair.name} · ${app.till.booth.name}`),
      h(
        'div',
        { class: 'sheet-actions' },
        button(
          { class: 'big', onclick: () => toShift(app, close) },
          icon('clock'),
          say('Ca bán hàng', 'Shift'),
        ),
        h(
          'a',
          { class: 'button big', href: '/customer', target: 'customer' },
          say('Màn hình khách', 'Customer’s screen'),
        ),
        button(
          { class: 'big', onclick: () => leave(app, close) },
          say('Đổi người bán', 'Change seller'),
        ),
        h(
          'a',
          { class: 'button big', href: `/lang/${other}?back=${back}`, lang: other },
          other === 'en' ? 'English' : 'Tiếng Việt',
        ),
        !globalThis.isSecureContext &&
          h('a', { class: 'button big', href: '/trust' }, say('Mở bằng HTTPS', 'Open over HTTPS')),
      ),
    ),
  );
}

function toShift(app, close) {
  close();
  app.go('shift');
}

async function leave(app, close) {
  close();
  const { waiting } = await app.outbox.summary();
  if (waiting) {
    toast(
      say(
        'Còn phiếu chưa gửi. Nối mạng để gửi hết rồi hãy đổi người.',
        'Some sales are unsent. Connect and send them before changing seller.',
      ),
    );
    return;
  }
  const { status } = await call('DELETE', '/api/v1/sessions');
  if (status === 204 || status === 200) app.signedIn(null);
  else toast(say('Chưa gặp được máy chủ, thử lại sau.', 'The server is silent, try again later.'));
}
