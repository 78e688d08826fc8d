// Paying by VietQR. Above, what the customer sees; below, apart, what only the seller taps. The
// confirmation asks twice, because a transfer is believed on the seller's word.

import { notKept } from '../till/errors.js';
import { empty } from '../model/cart.js';
import { qrScene } from '../till/customer_display.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { uuid7 } from '../model/ids.js';
import { money } from '../model/money.js';
import { printToPay } from '../print/print_orders.js';
import { nameButton, nameWaiting } from '../sell/park_sheet.js';
import { drawQr } from '../lib/qr.js';
import { lookUp, recordSale, recordWithdrawal } from '../till/outbox_rows.js';
import { gotPart } from './split_pay.js';
import { chip, drawChip } from '../till/status_bar.js';
import { say, waited } from '../lib/words.js';

// What the seller may be asked once more.
const GOT = 'got';
const OTHER = 'other';
// A second tap this soon is the same finger, not a second thought.
const SECOND_THOUGHT_MS = 600;

export function showQr(app, parked) {
  const qr = withBank(app, parked.qr);
  const view = { app, parked, qr, asking: null, askedAt: 0, busy: false, error: null };
  view.wait = h('span', {});
  view.foot = h('footer', { class: 'seller-part' });
  const tick = () => {
    const time = waited(app.now() - parked.qr.at_ms);
    view.wait.replaceChildren(say(`Đã chờ ${time}`, `Waited ${time}`));
  };
  tick();
  drawFoot(view);
  const timer = setInterval(tick, 1000);
  // Another window of this device may have taken the money meanwhile.
  lookUp(app, parked.id, view);
  const head = h(
    'header',
    { class: 'panel-head on-leaf' },
    button(
      {
        class: 'quiet',
        'data-focus': 'other-way',
        onclick: () => (parked.whole ? leave(view) : ask(view, OTHER)),
      },
      parked.whole && icon('back'),
      parked.whole ? say('Các phần trả', 'All parts') : say('Đổi cách trả', 'Other payment'),
    ),
    h('span', { class: 'waiting' }, icon('clock'), view.wait),
  );
  return {
    element: h('div', { class: 'panel panel-qr' }, head, customerPart(view), view.foot),
    onStatus: () => drawChip(app, view.foot),
    scene: () => qrScene(qr),
    leave: () => {
      clearInterval(timer);
      view.left = true;
    },
    onKey: (event) => onKey(view, event),
  };
}

/** A code that an older program set aside shows the booth's account, or none where it has none. */
function withBank(app, qr) {
  return { ...qr, bank: qr.bank ?? app.till.booth.bank ?? { bin: '', account: '', name: '' } };
}

function customerPart(view) {
  const scene = qrScene(view.qr);
  const { amount, reference, payload: text } = scene;
  const label = say(`Mã VietQR ${money(amount)}`, `VietQR code for ${money(amount)}`);
  return h(
    'section',
    { class: 'customer-part', lang: document.documentElement.lang },
    h('p', { class: 'due-label' }, say('Quét bằng ứng dụng ngân hàng', 'Scan with a banking app')),
    h('strong', { class: 'due-figure' }, money(amount)),
    view.qr.bank.bin && drawQr(text, label),
    h(
      'p',
      { class: 'account' },
      h('b', {}, scene.account),
      h('br'),
      scene.holder,
    ),
    h('p', { class: 'reference' }, reference),
    h(
      'p',
      { class: 'due-words' },
      say('Nội dung chuyển khoản phải có mã này', 'The transfer text must carry this code'),
    ),
  );
}

function drawFoot(view) {
  const { app } = view;
  const title = h(
    'p',
    { class: 'seller-only' },
    icon('person'),
    h('span', { role: 'status' }, view.printed ?? say('Phần của người bán', 'For the seller only')),
    app.till.booth.prints &&
      !view.parked.whole &&
      !view.asking &&
      button(
        { class: 'quiet', 'data-focus': 'print', onclick: () => print(view) },
        icon('printer'),
        say('In phiếu chờ trả', 'Print the slip to pay'),
      ),
    !view.parked.whole && !view.asking && nameButton(view.parked, () => name(view)),
    chip(app),
  );
  const part = { [GOT]: onArrival, [OTHER]: withdrawing }[view.asking] ?? choices;
  fill(view.foot, title, view.error, part(view));
}

/** What the seller can do while the customer pays. */
const choices = (view) =>
  h(
    'div',
    { class: 'two' },
    button(
      { class: 'big', 'data-focus': 'park', onclick: () => view.app.go('sell') },
      say('Để chờ, bán khách khác', 'Leave waiting, next customer'),
    ),
    button(
      { class: 'main', 'data-focus': 'got', onclick: () => ask(view, GOT) },
      say('Đã nhận tiền…', 'Money received…'),
    ),
  );

const question = (words, ...buttons) => [
  h('p', { class: 'seller-question', role: 'alert' }, words),
  h('div', { class: 'two' }, buttons),
];

const onArrival = (view) => {
  const sum = money(view.parked.qr.amount);
  return question(
    say(`Đã thấy ${sum} vào tài khoản?`, `Have you seen ${sum} arrive?`),
    button(
      { class: 'big', 'data-focus': 'not-yet', onclick: () => ask(view, null) },
      say('Chưa', 'Not yet'),
    ),
    button(
      { class: 'main', 'data-focus': 'yes', onclick: () => confirm(view) },
      icon('check'),
      say('Đúng, đã vào', 'Yes, arrived'),
    ),
  );
};

/** Money that is on its way still comes under this code, whatever is paid meanwhile. */
const withdrawing = (view) =>
  question(
    say(
      'Khách đã quét mã hay chuyển tiền chưa? Nếu rồi, hãy để chờ.',
      'Has the customer scanned or paid? Then leave it waiting.',
    ),
    button(
      { class: 'big', 'data-focus': 'keep', onclick: () => ask(view, null) },
      say('Giữ mã này', 'Keep the code'),
    ),
    button(
      { class: 'main', 'data-focus': 'withdraw', onclick: () => withdraw(view) },
      say('Chưa, đổi cách trả', 'No, pay otherwise'),
    ),
  );

/**
 * Paper for a customer who pays from another phone or a little later; a double tap is one. What
 * came of it is said here, for nothing may cover what the customer reads.
 */
async function print(view) {
  if (view.printing) return;
  view.printing = true;
  const { words } = await printToPay(view.parked);
  view.printing = false;
  view.printed = words;
  drawFoot(view);
}

/** Who waits, so that two of the same sum are told apart. */
async function name(view) {
  view.parked = await nameWaiting(view.app, view.parked);
  drawFoot(view);
}

function ask(view, asking) {
  // What was answered is being written.
  if (view.busy) return;
  view.asking = asking;
  view.printed = undefined;
  view.askedAt = performance.now();
  drawFoot(view);
}

const tooSoon = (view) => performance.now() - view.askedAt < SECOND_THOUGHT_MS;

const without = (app, id) => app.parked.filter((one) => one.id !== id);

async function confirm(view) {
  if (view.busy || tooSoon(view)) return;
  view.busy = true;
  const { app, parked } = view;
  const { amount, reference } = parked.qr;
  const payments = [{ method: 'vietqr', amount, reference }];
  const rest = without(app, parked.id);
  try {
    if (parked.whole) {
      await gotPart(app, parked);
      return;
    }
    const told = { due: amount, values: { parked: rest } };
    const row = await recordSale(app, parked.id, parked.cart, payments, told);
    app.change({ parked: rest }, true);
    app.go('done', { row, change: 0n });
  } catch (error) {
    failed(view, error);
  }
}

function failed(view, error) {
  view.busy = false;
  view.error = notKept(view.app, error);
  drawFoot(view);
}

/** Away from here while the transfer is waited for: a part of several leads back to its whole. */
async function leave(view) {
  const { app, parked } = view;
  if (view.busy || (await lookUp(app, parked.id, view)) || view.left) return;
  app.go(parked.whole ? 'split' : 'sell', parked.whole);
}

/**
 * Back to the choice of payment: the request is withdrawn, the sale keeps its id. What is sold
 * already is shown as sold.
 */
async function withdraw(view) {
  if (view.busy || tooSoon(view)) return;
  view.busy = true;
  const { app, parked } = view;
  const held = app.cart;
  const rest = without(app, parked.id);
  if (held.lines.length) rest.push({ id: uuid7(app.now()), cart: held, at_ms: app.now() });
  const values = { cart: parked.cart, parked: rest };
  try {
    if (await lookUp(app, parked.id, view)) return;
    await recordWithdrawal(app, parked.qr, values);
    app.change({ cart: empty(null) }, true);
    app.change(values, true);
    app.go('pay', { id: parked.id });
  } catch (error) {
    failed(view, error);
  }
}

function onKey(view, event) {
  if (event.key === 'Escape') {
    if (view.asking) ask(view, null);
    else leave(view);
    return true;
  }
  if (event.key === 'F9') {
    if (view.asking === GOT) confirm(view);
    else ask(view, GOT);
    return true;
  }
  return false;
}
