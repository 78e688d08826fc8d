// The gate: one large button for each visitor. Taps are summed here and sent as batches, each
// with its own id; a batch is on disk before the network hears of it, so nothing is lost or
// counted twice. A correction is a negative count.

import { elsewhere } from './till/errors.js';
import { resendIfLacking, resumeResend } from './net/resend.js';
import { call, linked, onLink, place } from './net/api.js';
import { button, fill, h, icon } from './lib/dom.js';
import { uuid7 } from './model/ids.js';
import { keepShell } from './net/offline_shell.js';
import { visitWords } from './net/row_kinds.js';
import { group } from './model/money.js';
import { leftBehind, newAddress, newAddressWords, offerMove } from './till/new_address.js';
import { createOutbox } from './net/outbox.js';
import { goesAlong, remember, roams, seek } from './net/failover.js';
import * as store from './net/store.js';
import { tabLease } from './net/tab_lease.js';
import { say, turn } from './lib/words.js';

// A batch is closed this long after its first tap: few requests, and little to wait for.
const BATCH_MS = 4000;
// A laptop that answers but takes nothing is not looked for after each failure.
const SEEK_MS = 3000;
const DAY_MS = 86400000;

const outbox = createOutbox({ name: 'visits', store, call });
const view = { gate: null, taps: 0, today: 0, offset: 0, timer: null, unsent: 0, attention: 0 };
const root = () => document.getElementById('app');
const lease = tabLease('gate', away);
const self = { outbox, till: null };
// How often a batch has moved on.
let moves = 0;

/** Counts a tap: on disk at once, so that a battery that dies takes nobody with it. */
function tap(by) {
  if (view.today + by < 0) return;
  view.taps += by;
  view.today += by;
  if (navigator.vibrate) navigator.vibrate(by > 0 ? 15 : [15, 40, 15]);
  keep();
  view.timer ??= setTimeout(close, BATCH_MS);
  drawCount();
}

/** Keeps the open batch. What the disk does not take is said, and written with the next tap. */
async function keep() {
  try {
    await store.set('taps', view.taps);
    view.failed = false;
  } catch (error) {
    showRefused(error);
  }
}

function showRefused(error) {
  if (error instanceof store.Elsewhere) return away();
  view.failed = true;
  return drawState();
}

/** Closes the batch: its taps become one row of the queue with an id of its own. */
async function close() {
  clearTimeout(view.timer);
  view.timer = null;
  const count = view.taps;
  if (count === 0) return;
  view.taps = 0;
  const at = Date.now() + view.offset;
  const id = uuid7(at);
  // The uid where it is known: another fair's gate may have the same code.
  const { gate } = view.gate;
  const body = { id, gate: gate.id ?? gate.code, count, at_ms: at };
  const label = visitWords(count);
  const row = { id, kind: 'visit', path: '/api/v1/visits', echo: true, body, label, made_ms: at };
  // The taps become a row and are cleared in one transaction; taps made meanwhile are written
  // after it and belong to the next batch.
  try {
    await outbox.add(row, undefined, { taps: 0 });
    view.failed = false;
  } catch (error) {
    // The row was not written: its taps are counted again with those made meanwhile.
    view.taps += count;
    await keep();
    showRefused(error);
  }
  if (view.taps !== 0 && !view.away) view.timer ??= setTimeout(close, BATCH_MS);
}

async function measure() {
  const asked = [outbox.list('unsent'), outbox.list('attention'), outbox.summary()];
  const [unsent, attention, { stuck }] = await Promise.all(asked);
  view.unsent = unsent.reduce((sum, row) => sum + row.body.count, 0);
  view.attention = attention.length;
  view.stuck = stuck;
  drawState();
}

/** Today's figure: what the laptop has, and what waits here that it cannot know of. */
async function load() {
  const sent = Date.now();
  const before = moves;
  const { status, data } = await call('GET', '/api/v1/gate', undefined, 4000);
  if (status === 200) {
    view.offset = data.now_ms - Math.round((sent + Date.now()) / 2);
    await store.set('gate', data);
    await remember(data.addresses);
    const unsent = await outbox.list('unsent');
    const waiting = unsent.reduce((sum, row) => sum + row.body.count, 0);
    const known = view.gate;
    const first = known === null;
    view.gate = data;
    resendIfLacking(self, known, data);
    // While a batch is under way the laptop may or may not have counted it already.
    const still = waiting === 0 && moves === before;
    if (first || still) view.today = data.today + waiting + view.taps;
  }
  return { status, data };
}

function draw() {
  const { fair, gate } = view.gate;
  view.count = h('output', { class: 'gate-count', 'aria-live': 'polite' });
  view.state = h('div', { class: 'gate-state', role: 'status' });
  view.place = button({ class: 'quiet', 'data-focus': 'place', onclick: where });
  view.more = button({ class: 'quiet', onclick: more }, say('Lượt chưa gửi…', 'Unsent visits…'));
  const less = say('Bớt 1, vì đếm nhầm', 'Less 1, counted by mistake');
  fill(
    root(),
    h(
      'div',
      { class: 'gate' },
      h(
        'header',
        { class: 'gate-head' },
        h(
          'div',
          {},
          h('b', {}, `${say('Cổng', 'Gate')} ${gate.code} · ${gate.name}`),
          h('span', {}, fair.name),
        ),
        button({ class: 'quiet', lang: say('en', 'vi'), onclick: speakOther }, say('EN', 'VI')),
      ),
      h(
        'div',
        { class: 'gate-figure' },
        h('span', {}, say('Lượt khách hôm nay', 'Visitors today')),
        view.count,
        view.state,
        view.place,
        view.more,
      ),
      button(
        { class: 'gate-plus', onclick: () => tap(1) },
        icon('plus'),
        say('Thêm một người', 'One more visitor'),
      ),
      h(
        'div',
        { class: 'gate-row' },
        button(
          { class: 'big', onclick: () => tap(-1), 'aria-label': less },
          icon('minus'),
          say('Bớt 1', 'Less 1'),
        ),
        button({ class: 'big', onclick: () => tap(5) }, icon('plus'), say('Nhóm 5', 'Group of 5')),
        button(
          { class: 'big', onclick: () => tap(10) },
          icon('plus'),
          say('Nhóm 10', 'Group of 10'),
        ),
      ),
    ),
  );
  drawCount();
  drawState();
}

function speakOther() {
  turn();
  draw();
}

function drawCount() {
  view.count.replaceChildren(group(BigInt(view.today)));
  drawState();
}

function drawState() {
  if (!view.state) return;
  const waiting = view.unsent + view.taps;
  const away = linked() !== false && place();
  const lost = linked() === false;
  const stuck = !lost && view.stuck;
  const link = lost
    ? [icon('unlink'), say('Mất kết nối', 'Not connected')]
    : stuck
      ? [icon('unlink'), say(stuck.vi, stuck.en)]
      : [icon('link'), away ? awayWords() : say('Đã nối', 'Connected')];
  view.more.hidden = !view.attention && (!lost || !view.unsent);
  view.place.hidden = !lost && !away;
  view.place.textContent = away ? say('Chuyển máy sang đó…', 'Move over…') : newAddressWords();
  const words = say(`${waiting} lượt chưa gửi`, `${waiting} unsent`);
  view.state.className = `gate-state ${lost || stuck ? 'wait' : 'good'}`;
  fill(
    view.state,
    h('span', {}, ...link, ` · ${words}`),
    view.failed &&
      h('span', { class: 'tag stop' }, say('Máy chưa lưu được, đừng tắt', 'Not kept: leave it on')),
    view.attention > 0 &&
      h(
        'span',
        {
          class: 'tag stop',
        },
        say(
          `${view.attention} lần gửi cần ban tổ chức xem`,
          view.attention === 1
            ? '1 batch needs the organiser'
            : `${view.attention} batches need the organiser`,
        ),
      ),
  );
}

const more = async () =>
  (await import('./gate/unsent_counts.js')).counts(outbox, view.gate, Date.now() + view.offset);

const awayWords = () => say('Nối địa chỉ khác', 'Other address');

/** The laptop is silent here, or answers elsewhere: its address, and the way to go on there. */
const where = () => newAddress(load, linked() !== false && place() && offerMove(null));

function showUnpaired(data) {
  view.state = null;
  fill(
    root(),
    h(
      'section',
      { class: 'closed' },
      h('h1', {}, say('Chưa mở được cổng đếm', 'The gate counter is not open')),
      h(
        'p',
        {},
        data?.message ??
          say(
            'Kiểm tra Wi-Fi của hội chợ, hoặc quét lại mã QR ghép máy của cổng.',
            'Check the fair’s Wi-Fi, or scan the gate’s pairing QR code again.',
          ),
      ),
      button({ class: 'main', onclick: () => boot() }, say('Thử lại', 'Try again')),
      button({ class: 'big', onclick: () => newAddress(boot) }, newAddressWords()),
    ),
  );
}

async function boot() {
  const [gate, taps] = await Promise.all([store.get('gate'), store.get('taps')]);
  view.taps = taps ?? 0;
  if (gate) {
    view.gate = gate;
    view.today = gate.today + view.taps;
    draw();
    await measure();
  }
  const { status, data } = await load();
  if (!view.gate || status === 401 || status === 403) {
    showUnpaired(data);
    return;
  }
  draw();
  // Taps that a killed browser left behind.
  await close();
}

let sought = 0;
onLink((up) => {
  if (up) outbox.flush();
  else if (Date.now() - sought > SEEK_MS) {
    sought = Date.now();
    seek();
  }
  drawState();
});
roams(load);
goesAlong(outbox);
outbox.watch(() => {
  moves += 1;
  measure();
});
document.addEventListener(
  'visibilitychange',
  () => document.visibilityState === 'hidden' && close(),
);
document.addEventListener('keydown', (event) => {
  const by = { '+': 1, '=': 1, ' ': 1, '-': -1 }[event.key];
  if (!by || !view.state || event.target.closest?.('button, a')) return;
  event.preventDefault();
  tap(by);
});
setInterval(() => !view.away && view.taps === 0 && refresh().then(drawWhenOpen), 15000);

/** While the laptop is silent it is looked for; what it says is asked where it was found. */
async function refresh() {
  if (linked() === false) await seek();
  await load();
}

const drawWhenOpen = () => view.state && view.taps === 0 && drawCount();

/** Another tab counts at this gate: two would count the same taps. */
function away() {
  outbox.box.stopped = true;
  clearTimeout(view.timer);
  Object.assign(view, { state: null, away: true });
  elsewhere(root(), lease);
}

async function begin() {
  if (!(await lease.claim())) {
    away();
    return;
  }
  boot();
  leftBehind();
  keepShell();
  outbox.start();
  resumeResend(self);
  store.forgetKept('visits', Date.now() - 60 * DAY_MS);
}

begin();
