// The head of the till: whose booth, who sells, and always how many sales wait and for how much.

import { linked, place } from '../net/api.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { money } from '../model/money.js';
import { moment, say } from '../lib/words.js';

/** The head; `extra` are buttons for a wide screen. */
export function bar(app, extra = []) {
  const { booth, person } = app.till;
  const who = button(
    {
      class: 'who',
      'data-focus': 'who',
      onclick: async () => (await app.part(() => import('./seller_sheet.js')))?.people(app),
    },
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
  drawStatus(app, element);
  return element;
}

/** Connection and unsent sales, in words and with a sign; a touch opens all about them. */
export function chip(app) {
  const state = button({
    class: 'state',
    'data-focus': 'state',
    onclick: async () => (await app.part(() => import('./unsent_sheet.js')))?.open(app, known),
  });
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

// What was unsent when it was last counted: it stands while it is counted anew.
let known = null;

async function draw(app, state) {
  if (known) show(state);
  known = { ...(await app.outbox.summary()), printer: app.prints?.chip };
  show(state);
}

function show(state) {
  const [kind, sign, words] = connection(known);
  state.className = `state ${kind}`;
  const count = say(`${known.count} chưa gửi`, `${known.count} unsent`);
  fill(
    state,
    h('span', { class: 'state-link' }, icon(sign), words),
    h('span', { class: 'state-unsent' }, `${count} · ${money(known.amount)}`),
  );
}

/** A quiet reminder: selling works without a shift. */
function shiftWords({ shift, now }) {
  if (!shift) return say('Chưa mở ca', 'No shift open');
  const since = moment(shift.opened_at_ms, now());
  return say(`Ca từ ${since}`, `Shift since ${since}`);
}

/** How the laptop is reached and what waits: kind, sign, words. */
export function connection(sum) {
  const state = link(sum);
  const look = say(`${sum.attention} cần xem`, `${sum.attention} to look at`);
  return sum.attention ? ['stop', 'unlink', `${look} · ${state[2]}`] : state;
}

/** How the laptop is reached, or what else comes before that: kind, sign, words. */
export function link(sum) {
  if (sum.signin) return ['gold', 'person', say('Tạm dừng: đăng nhập lại', 'Paused: sign in')];
  if (linked() === false) return ['wait', 'unlink', say('Mất kết nối', 'Not connected')];
  if (linked() === null) return ['wait', 'clock', say('Đang nối…', 'Connecting…')];
  if (sum.stuck) return ['wait', 'unlink', say(sum.stuck.vi, sum.stuck.en)];
  if (sum.printer) return sum.printer;
  if (place()) return ['gold', 'link', say('Nối địa chỉ khác', 'Other address')];
  return [sum.count ? 'wait' : 'good', 'link', say('Đã nối', 'Connected')];
}
