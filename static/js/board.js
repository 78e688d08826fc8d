// The live board: whole totals come as finished pieces of the page; a missed message loses
// nothing. The page says itself whether it is live and how old its figures are.
//
// <body data-live-url="…"> names the stream; an element with id "live-state" shows the state;
// a button with data-big-screen enlarges the figures.

import { keepFresh } from './lib/attention.js';
import { fill, h, icon, whenFree } from './lib/dom.js';
import { exact, say } from './lib/words.js';

const url = document.body.dataset.liveUrl;
const view = { source: null, last: null, up: null, wait: 1000, ended: null };
function draw() {
  const place = document.getElementById('live-state');
  if (!place) return;
  const at = view.last ? ` · ${exact(view.last)}` : '';
  const [kind, sign, words] = view.up
    ? ['good', 'link', say('Trực tiếp', 'Live')]
    : ['wait', 'unlink', view.ended ?? say('Đang nối lại', 'Reconnecting')];
  place.className = `tag ${kind}`;
  fill(place, icon(sign), h('span', {}, words + at));
}

/** Puts each piece in its place; the pieces are rendered by the fair's own server. */
function put(event) {
  for (const [id, html] of Object.entries(JSON.parse(event.data).html)) {
    const place = document.getElementById(id);
    if (place) whenFree(place, () => (place.innerHTML = html));
  }
}

function take(event) {
  put(event);
  Object.assign(view, { last: Date.now(), up: true });
  draw();
}

/** Too many boards are open: the oldest stops, and waits until somebody looks at it again. */
function end(event) {
  view.source.close();
  Object.assign(view, { up: false, ended: JSON.parse(event.data).message });
  draw();
}

/** The browser reconnects by itself, but gives up after an error page; then this does. */
function connect() {
  view.source = new EventSource(url);
  view.source.addEventListener('totals', take);
  view.source.addEventListener('notices', put);
  view.source.addEventListener('ended', end);
  view.source.onopen = () => {
    Object.assign(view, { up: true, wait: 1000, ended: null });
    draw();
  };
  view.source.onerror = () => {
    view.up = false;
    draw();
    if (view.source.readyState !== EventSource.CLOSED) return;
    setTimeout(connect, view.wait * (0.5 + Math.random() / 2));
    view.wait = Math.min(30000, view.wait * 2);
  };
}

/** The big screen: the figures alone, large. Where a browser has no full screen, the page does. */
function bigScreen(button) {
  const show = (big) => {
    document.body.classList.toggle('big', big);
    fill(button, big ? say('Thu nhỏ', 'Normal size') : say('Màn hình lớn', 'Big screen'));
  };
  button.addEventListener('click', async () => {
    const big = !document.body.classList.contains('big');
    show(big);
    if (big) await document.documentElement.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) await document.exitFullscreen();
  });
  // The browser's own Esc leaves the full screen; the page follows.
  document.addEventListener('fullscreenchange', () => document.fullscreenElement || show(false));
}

for (const place of document.querySelectorAll('[data-attention]')) keepFresh(place);

for (const button of document.querySelectorAll('[data-big-screen]')) bigScreen(button);

if (url) {
  draw();
  connect();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && view.source.readyState === EventSource.CLOSED) {
      connect();
    }
  });
}
