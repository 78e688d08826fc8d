// The head of the till: whose booth, who sells, and always how many sales wait and for how much.

import { call, linked } from './api.js';
import { button, fill, h, icon } from './dom.js';
import { money } from './money.js';
import { openSheet, toast } from './sheet.js';
import { Elsewhere } from './store.js';
import { mayLeave, unsent } from './unsent.js';
import { lang, moment, say } from './words.js';

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
  const element = h(
    'header',
    { class: 'till-bar' },
    who,
    h('span', { class: 'bar-extra' }, extra),
    chip(app),
  );
  return element;
}

/** Connection and unsent sales, in words and with a sign; a touch opens all about them. */
export function chip(app) {
  const state = button({ class: 'state', 'data-focus': 'state', onclick: () => unsent(app) });
  draw(app, state);
  return state;
}

/** Draws the chip that stands in `element` anew. */
export const drawChip = (app, element) => draw(app, element.querySelector('.state'));

/** Draws the till's head anew. */
export function drawStatus(app, element) {
  element.querySelector('.who-shift').replaceChildren(` · ${shiftWords(app)}`);
  return drawChip(app, element);
}

async function draw(app, state) {
  const sum = await app.outbox.summary();
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

/** Kind, sign and words of the connection and the queue. */
export function connection(sum) {
  if (sum.attention) {
    return ['stop', 'unlink', say(`${sum.attention} phiếu cần xem`, `${sum.attention} to look at`)];
  }
  if (sum.signin) return ['gold', 'person', say('Tạm dừng: đăng nhập lại', 'Paused: sign in')];
  if (linked() === false) return ['wait', 'unlink', say('Mất kết nối', 'Not connected')];
  if (linked() === null) return ['wait', 'clock', say('Đang nối…', 'Connecting…')];
  return [sum.count ? 'wait' : 'good', 'link', say('Đã nối', 'Connected')];
}

/** The sentence for a write that this device did not take: nothing has happened. */
export function notKept(app, error) {
  if (error instanceof Elsewhere) app.elsewhere();
  return h(
    'p',
    { class: 'error', role: 'alert' },
    icon('unlink'),
    ' ',
    say(
      'Máy chưa lưu được phiếu (có thể hết bộ nhớ). Chưa ghi gì cả: bấm lại, hoặc báo quản lý.',
      'This device could not keep the sale (its memory may be full). Nothing was recorded: ' +
        'press again, or tell the manager.',
    ),
  );
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

/** Who sells: change person, language. A sale names its seller, whoever is here when it is sent. */
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
  const reason = await mayLeave(app);
  if (reason) {
    toast(reason);
    return;
  }
  const { status } = await call('DELETE', '/api/v1/sessions');
  if (status === 204 || status === 200) app.signedIn(null);
  else toast(say('Chưa gặp được máy chủ, thử lại sau.', 'The server is silent, try again later.'));
}
