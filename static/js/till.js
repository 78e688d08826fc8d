// The till: opens the booth, keeps cart and queue, and shows one screen at a time. Screens are
// objects { element, onKey, onRow, leave }; they hear about everything through `app`.

import { call, linked, onLink } from './net/api.js';
import { empty, samples, total } from './model/cart.js';
import { h } from './lib/dom.js';
import { felt } from './lib/haptics.js';
import { keep, merge, question, restore as kept, stale } from './net/goods.js';
import { listen } from './till/shortcuts.js';
import { lazyLoad, sheetNow } from './lib/lazy_load.js';
import { createOutbox } from './net/outbox.js';
import { adoptShift, isShift } from './till/open_shift.js';
import * as store from './net/store.js';
import { noUndo, toast } from './lib/toast.js';
import { tabLease } from './net/tab_lease.js';
import { say } from './lib/words.js';

// Signing in and selling come by themselves, whichever is first; the rest together, a moment later
// (screens.js).
const screens = {};
const { later, soon } = lazyLoad(() => import('./screens.js'));
const FIRST = { sell: firstSell, signin: () => import('./till/sign_in.js') };
const DAY_MS = 86400000;
// The laptop takes no more lines in one sale.
const LINES = 100;
// More lines than that, more than a sale may come to, or goods for nothing that are no samples.
const odd = (cart) => cart.lines.length > LINES || (!samples(cart) && !total(cart));
const showError = async (name, ...more) => (await import('./till/errors.js'))[name](...more);

export const app = {
  till: null,
  cart: empty(null),
  parked: [],
  clockOffset: 0,
  print: true,
  shift: null,
  screen: null,
  fresh: null,
  outbox: createOutbox({ name: 'outbox', store, call }),
  /** The fair's time in epoch ms: this device's clock, corrected by the measured difference. */
  now: () => Date.now() + app.clockOffset,
  go,
  setCart: (cart) => (odd(cart) ? showError('odd', app, cart) : change({ cart })),
  setParked: (parked) => change({ parked }),
  change,
  load,
  later,
  part,
  notHere,
  signIn,
  elsewhere: away,
  /** Tells the customer's screen what stands now. */
  showScene: () => {},
};
const lease = tabLease('till', away);

/** Where there is room, the cart stands beside the goods from the beginning. */
async function firstSell() {
  const wide = globalThis.matchMedia('(min-width: 900px)').matches;
  const beside = wide && [import('./sell/cart_view.js'), sheetNow('cart')];
  return (await Promise.all([import('./sell/sell.js'), ...(beside || [])]))[0];
}

/** Shows a screen; one that has not been fetched yet, as soon as it is here. */
function go(name, data) {
  asked = name;
  if (screens[name]) return show(name, data);
  return fetchScreen(name).then(
    () => asked === name && show(name, data),
    () => notHere(),
  );
}

// The screen last asked for: a later wish passes one that is still being fetched.
let asked = null;

async function fetchScreen(name) {
  if (FIRST[name]) screens[name] = (await FIRST[name]())[name];
  else Object.assign(screens, (await later()).SCREENS);
}

// Whether what works behind every screen has begun.
let begun = false;

/** Everything else is here: the other screens, and what works behind them. */
function more({ SCREENS, begin }) {
  Object.assign(screens, SCREENS);
  if (begun) return;
  begun = true;
  begin(app);
}

/**
 * What `load` imports of what comes later, once its sheets are here: words tell when it cannot
 * come, and null is given.
 */
async function part(load) {
  try {
    await later().catch(() => {});
    return await load();
  } catch {
    notHere();
    return null;
  }
}

function notHere() {
  if (!app.screen) return close(false);
  return toast(
    say(
      'Phần này chưa tải xong. Lại gần Wi-Fi rồi bấm lần nữa.',
      'This part has not been loaded yet. Come nearer to the Wi-Fi and press again.',
    ),
  );
}

function show(name, data) {
  noUndo();
  app.screen?.leave?.();
  app.screen = screens[name](app, data);
  if (name === 'done') felt('recorded');
  app.screen.name = name;
  app.shownAt = performance.now();
  root().replaceChildren(app.screen.element);
  app.screen.shown?.();
  window.scrollTo(0, 0);
  soon(more);
  app.showScene();
}

const root = () => document.getElementById('app');

/** What a cart's customer is told from its first line on: these prices and promotions. */
const pricesNow = () => ({
  priced: { seq: app.till.pos, ms: app.now() },
  promotions: app.till.promotions ?? [],
});

/**
 * The cart and the carts set aside change together, on disk as on the screen: a cart is never in
 * both. With `written`, the disk has it already.
 */
function change({ cart = app.cart, parked = app.parked }, written = false) {
  noUndo();
  if (cart.lines.length === 0) app.cart = empty(null);
  else app.cart = cart.priced ? cart : { ...cart, ...pricesNow() };
  app.parked = parked;
  const writing = written ? null : store.setAll({ cart: app.cart, parked });
  if (cart.lines.length === 0 && app.fresh) apply(app.fresh);
  app.screen?.onCart?.();
  app.showScene();
  return writing;
}

/** Asks the laptop for the booth, its goods and who is signed in; keeps the answer. */
async function load() {
  if (app.screen?.name === 'elsewhere') return { status: 0, data: null };
  const known = app.fresh ?? app.till;
  const before = app.till?.person;
  let sent = Date.now();
  let answer = await call('GET', question(known, await store.get('seq')), undefined, 8000);
  if (answer.status === 200 && stale(known, answer.data)) {
    sent = Date.now();
    answer = await call('GET', '/api/v1/till', undefined, 8000);
  }
  const { status, data, at } = answer;
  if (status === 200) {
    app.clockOffset = data.now_ms - Math.round((sent + Date.now()) / 2);
    await store.set('clock', app.clockOffset);
    await store.raiseSeq(data.device?.next_seq ?? 1);
    // What is known may have changed while this was asked: then it is asked for again soon.
    if (typeof data.since === 'number' && (app.fresh ?? app.till) !== known) return answer;
    // Another address hears the token alone: it cannot know who sells. Nor does an answer that was
    // asked for before somebody came or went.
    if (at || app.till?.person !== before) data.person = app.till?.person;
    const till = merge(known, data);
    accept(till);
    await keep(till, data);
    await adoptShift(app, data.shift);
    app.loaded?.(known, data);
  }
  return { status, data };
}

/** New goods and prices wait while a cart is open: its customer was told the old ones. */
function accept(data) {
  const first = app.till === null;
  const same = app.till?.person?.id === data.person?.id;
  if (data.person && !same) app.outbox.resume();
  if (!first && app.cart.lines.length > 0) {
    app.fresh = data;
    // Goods that were not here before have no older price: they may be sold at once.
    const known = new Set(app.till.products.map((product) => product.uid));
    const added = data.products.filter((product) => !known.has(product.uid));
    const products = [...app.till.products, ...added];
    const { person, people, blocked } = data;
    app.till = { ...app.till, products, person, people, blocked };
    if (added.length) app.screen?.onTill?.();
  } else {
    apply(data);
  }
  if (first || !same) open();
}

function apply(data) {
  app.fresh = null;
  app.till = data;
  app.screen?.onTill?.();
}

/** The screen to begin with: sign-in when nobody is, else selling. */
function open() {
  if (!app.till.person) go('signin');
  else if (!app.screen || app.screen.name === 'signin' || app.screen.name === 'closed') go('sell');
  else app.screen.onTill?.();
}

async function signIn(person) {
  app.till = { ...app.till, person };
  if (app.fresh) app.fresh = { ...app.fresh, person };
  const { products: _, ...head } = app.till;
  await store.set('till', head);
  go(person ? 'sell' : 'signin');
  app.outbox.resume();
}

/** The till cannot be opened: this device is unknown to the laptop, or the laptop is silent. */
async function close(unpaired, message) {
  const { unavailable } = await import('./till/unavailable.js');
  const element = unavailable(app, boot, unpaired, message);
  // A screen that is still being fetched does not come over this one.
  asked = null;
  app.screen = { element, name: 'closed' };
  root().replaceChildren(element);
}

async function restore() {
  const names = ['cart', 'parked', 'clock', 'print', 'shift'];
  const [till, cart, parked, clock, print, open] = await Promise.all([
    kept(),
    ...names.map(store.get),
  ]);
  app.clockOffset = clock ?? 0;
  app.parked = parked ?? [];
  app.print = print ?? true;
  app.shift = open ?? null;
  if (cart) app.cart = cart;
  if (till) accept(till);
}

async function boot() {
  const words = say('Đang mở gian hàng…', 'Opening the booth…');
  root().replaceChildren(h('p', { class: 'opening' }, words));
  await restore();
  const { status, data } = await load();
  const unpaired = status === 401 || status === 403;
  if (unpaired || !app.till) close(unpaired, data?.message);
}

/** Keeps the state of the connection true, and the goods fresh, without asking anybody. */
function watch() {
  onLink((up) => {
    app.screen?.onStatus?.();
    if (up) app.outbox.flush();
  });
  app.outbox.watch((row) => {
    app.screen?.onStatus?.();
    if (row) app.screen?.onRow?.(row);
    if (row?.state === 'attention') felt('refused');
    if (row?.halted === 'signin' || (isShift(row) && row.state !== 'unsent')) load();
  });
  window.addEventListener('unhandledrejection', (event) => trouble(event.reason));
  setInterval(() => document.visibilityState === 'visible' && load(), 60000);
  window.addEventListener('beforeunload', (event) => {
    // Without a worker a reload without the laptop leaves an empty page; the sales stay, but the
    // seller could not go on.
    const reloads = navigator.serviceWorker?.controller;
    if (linked() === false && !reloads) event.preventDefault();
  });
}

/** What went wrong where nobody looked for it. */
async function trouble(error) {
  if (error instanceof store.Elsewhere) {
    away();
    return;
  }
  console.error(error);
  showError('trouble');
}

/** Another tab has the till: this one shows so, and neither sells nor sends. */
async function away() {
  app.outbox.box.stopped = true;
  app.screen?.leave?.();
  app.screen = { name: 'elsewhere' };
  showError('elsewhere', root(), lease);
}

async function begin() {
  if (!(await lease.claim())) {
    away();
    return;
  }
  listen(app);
  watch();
  boot();
  app.outbox.start();
  store.forgetKept('outbox', Date.now() - 60 * DAY_MS);
}

begin();
