// The customer's screen: mirrors one till. A window of the same device hears it directly, another
// device of the booth through the laptop. Nothing here can be pressed.

import { bearer, call } from './net/api.js';
import { CHANNEL, HEARTBEAT_MS, idle } from './till/customer_display.js';
import { fill, h } from './lib/dom.js';
import { keepShell } from './net/offline_shell.js';
import { money } from './model/money.js';
import { drawQr } from './lib/qr.js';
import { say } from './lib/words.js';

const PATH = '/api/v1/till/display';
/** A till that has been silent for so long shows nothing any more. */
const SILENT_MS = HEARTBEAT_MS * 4;
const wanted = new URLSearchParams(location.search).get('till');
const view = { booth: null, heard: 0, near: 0, pause: 1000, scene: idle, drawn: '' };

const root = () => document.getElementById('app');

function draw() {
  const text = JSON.stringify([view.scene, view.booth]);
  if (text === view.drawn) return;
  view.drawn = text;
  const kind = view.scene.kind;
  const show = { cart, qr, thanks }[kind] ?? welcome;
  fill(root(), h('section', { class: `scene scene-${kind}` }, show(view.scene)));
  root().querySelector('.scene-lines li:last-child')?.scrollIntoView({ block: 'nearest' });
}

const welcome = () => [
  h('h1', {}, view.booth?.name ?? 'Chợ Phiên'),
  h('p', {}, say('Kính chào quý khách', 'Welcome')),
];

function cart({ lines, total, ...parts }) {
  const line = (it) =>
    h(
      'li',
      {},
      h('span', { class: 'scene-name' }, it.name),
      h('span', { class: 'scene-count' }, `× ${it.quantity}`),
      h('b', {}, money(it.amount)),
    );
  const { paid, left = total - paid, cash } = parts;
  return [
    h('h1', { class: 'scene-head' }, view.booth?.name ?? say('Đơn hàng', 'Your goods')),
    h('ul', { class: 'scene-lines' }, lines.map(line)),
    h(
      'footer',
      { class: 'scene-total' },
      left !== total && h('p', {}, soFar(total, parts)),
      h('span', {}, left === total ? say('Tổng cộng', 'Total') : leftWords()),
      h('strong', {}, money(left)),
      cash && h('p', {}, inCash(money(cash))),
    ),
  ];
}

/** What became of the sum until now; a transfer under way is no longer asked for. */
function soFar(total, { paid, awaited }) {
  const [whole, has, waits] = [total, paid, awaited ?? 0].map(money);
  const words = say(`Tổng ${whole} · đã trả ${has}`, `Total ${whole} · paid ${has}`);
  const more = say(` · chờ chuyển khoản ${waits}`, ` · transfer of ${waits} awaited`);
  return awaited ? words + more : words;
}

const leftWords = () => say('Còn phải trả', 'Left to pay');

const inCash = (sum) => say(`Trả hết bằng tiền mặt: ${sum}`, `All in cash: ${sum}`);

const qr = ({ amount, payload, reference, account, holder }) => [
  h('p', {}, say('Quét bằng ứng dụng ngân hàng', 'Scan with a banking app')),
  h('strong', { class: 'scene-sum' }, money(amount)),
  drawQr(payload, say(`Mã VietQR ${money(amount)}`, `VietQR code for ${money(amount)}`)),
  h('p', { class: 'scene-account' }, h('b', {}, account), h('br'), holder),
  h('p', { class: 'scene-reference' }, reference),
  h('p', {}, say('Nội dung chuyển khoản phải có mã này', 'The transfer must carry this code')),
];

const thanks = ({ total, change }) => [
  h('h1', {}, say('Cảm ơn quý khách', 'Thank you')),
  h('p', {}, say(`Đã trả ${money(total)}`, `Paid ${money(total)}`)),
  change > 0 && h('p', {}, say('Tiền thừa', 'Your change')),
  change > 0 && h('strong', { class: 'scene-change' }, money(change)),
];

function take(message, near) {
  const fits = !wanted || !message.till || message.till === wanted;
  // The till of this device is nearer than whatever another till of the booth shows.
  if (!fits || (!near && Date.now() - view.near < SILENT_MS)) return;
  view.heard = Date.now();
  if (near) view.near = view.heard;
  view.scene = message.scene ?? idle;
  draw();
}

/** Follows the laptop's stream; read by hand, because EventSource cannot carry a token. */
async function follow() {
  try {
    const headers = { Accept: 'text/event-stream', ...(await bearer()) };
    const query = wanted ? `?till=${encodeURIComponent(wanted)}` : '';
    const answer = await fetch(PATH + query, { headers, cache: 'no-store' });
    if (answer.ok) await read(answer.body.pipeThrough(new TextDecoderStream()).getReader());
  } catch {
    // The laptop is away; a window of the till's own device goes on without it.
  }
  setTimeout(follow, view.pause);
  view.pause = Math.min(view.pause * 2, 15000);
}

async function read(reader) {
  let held = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    view.pause = 1000;
    const parts = (held + value).split('\n\n');
    held = parts.pop();
    for (const part of parts) {
      // Other screens of this device were opened since: it comes back seldom.
      if (part.startsWith('event: ended')) view.pause = 15000;
      if (!part.startsWith('event: scene')) continue;
      const data = part.split('\n').find((line) => line.startsWith('data:'));
      if (data) take(JSON.parse(data.slice(5)), false);
    }
  }
}

async function name() {
  const { status, data } = await call('GET', '/api/v1/till', undefined, 4000);
  if (status === 200) view.booth = { name: data.booth.name };
  draw();
}

function listen() {
  if (!globalThis.BroadcastChannel) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => data?.scene && take(data, true);
  channel.postMessage('hello');
}

/** A screen that goes dark is none; where the browser allows it, it stays lit. */
const stayLit = () => navigator.wakeLock?.request('screen').catch(() => {});

draw();
listen();
follow();
name();
stayLit();
keepShell();
document.addEventListener('visibilitychange', () => !document.hidden && stayLit());
setInterval(() => {
  if (view.scene.kind === 'idle' || Date.now() - view.heard < SILENT_MS) return;
  view.scene = idle;
  draw();
}, 5000);
