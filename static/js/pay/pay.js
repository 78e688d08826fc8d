// The payment panel. The sale gets its id when the panel opens and keeps it through every retry
// and change of payment; nothing counts as handed over until the seller says so.

import { notKept } from '../till/errors.js';
import { empty, total } from '../model/cart.js';
import { cartScene } from '../till/customer_display.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { cash, change, sure } from './cash_tendered.js';
import { reference, uuid7 } from '../model/ids.js';
import { isNoted, methodName, methodsOf } from '../till/payment_methods.js';
import { money } from '../model/money.js';
import { parseMoney } from '../model/amount_text.js';
import { padKey, press } from '../lib/number_pad.js';
import { referenceField, referenceLabel } from './split_part.js';
import { LIMIT } from '../model/price.js';
import { cashDue, recordRequest, recordSale } from '../till/outbox_rows.js';
import { inWords } from '../model/amount_words.js';
import { toSplit } from './split_pay.js';
import { set } from '../net/store.js';
import { chip, drawChip } from '../till/status_bar.js';
import { lang, say } from '../lib/words.js';

// A sum that changed under the finger was not read yet.
const UNSEEN_MS = 700;

export function pay(app, resumed) {
  const view = {
    app,
    // A manager's word was given for the sale of this id and no other.
    id: resumed?.id ?? app.cart.approval?.id ?? app.cart.sale ?? uuid7(app.now()),
    method: 'cash',
    due: cashDue(app, app.cart),
    given: 0n,
    notes: [],
    typed: '',
    busy: false,
    error: null,
  };
  view.give = (given, notes) => give(view, given, notes);
  view.body = h('div', { class: 'panel-body' });
  view.foot = h('footer', { class: 'panel-foot' });
  draw(view);
  const head = h(
    'header',
    { class: 'panel-head' },
    button({ class: 'quiet', onclick: () => back(view) }, icon('back'), say('Giỏ hàng', 'Cart')),
    chip(app),
  );
  return {
    element: h('div', { class: 'panel' }, head, view.body, view.foot),
    onStatus: () => drawChip(app, head),
    // What is asked for is what is sold, whatever reaches the cart meanwhile.
    onCart: () => {
      if (view.busy) return;
      view.changed = performance.now();
      choose(view, view.method);
    },
    scene: () => cartScene(app.cart, view.due),
    onKey: (event) => onKey(view, event),
  };
}

const back = (view) => !view.busy && view.app.go('sell');

function draw(view) {
  const noted = isNoted(view.method);
  const way = noted ? note(view) : [cash(view), change(view)];
  const paid = view.due > 0n && [methods(view), way, inParts(view)];
  fill(view.body, due(view), paid, printing(view));
  const enough = noted || view.given >= view.due;
  const props = { class: 'main', 'data-focus': 'main', 'aria-disabled': !enough };
  fill(
    view.foot,
    view.error,
    button(
      { ...props, onclick: () => confirm(view) },
      enough
        ? [icon('check'), received(view)]
        : say('Chọn tiền khách đưa', 'Choose the cash given'),
    ),
  );
}

const received = (view) =>
  view.due > 0n ? say('Đã nhận tiền', 'Money received') : say('Ghi sổ', 'Record it');

function due(view) {
  const rounding = view.due - total(view.app.cart);
  const sign = rounding > 0n ? '+' : '';
  return h(
    'div',
    { class: 'due' },
    h('span', { class: 'due-label' }, say('Khách cần trả', 'To pay')),
    h('strong', { class: 'due-figure' }, money(view.due)),
    lang() === 'vi' && h('span', { class: 'due-words' }, inWords(view.due)),
    rounding !== 0n &&
      h(
        'span',
        { class: 'due-words' },
        say(
          `Làm tròn tiền mặt ${sign}${money(rounding)}`,
          `Cash rounding ${sign}${money(rounding)}`,
        ),
      ),
  );
}

function methods(view) {
  const { bank } = view.app.till.booth;
  const all = methodsOf(view.app);
  if (all.length === 1) return null;
  const one = (method) => {
    const off = method === 'vietqr' && !bank;
    return button(
      {
        'aria-pressed': view.method === method,
        'data-focus': method,
        'aria-disabled': off,
        onclick: () => !off && choose(view, method),
      },
      methodName(method),
    );
  };
  return [
    h(
      'div',
      { class: 'methods', role: 'group', 'aria-label': say('Cách trả', 'Payment') },
      all.map(one),
    ),
    all.includes('vietqr') &&
      !bank &&
      h(
        'p',
        { class: 'hint' },
        say(
          'Gian chưa khai tài khoản ngân hàng nên chưa nhận VietQR.',
          'This booth has no bank account yet, so VietQR is not available.',
        ),
      ),
  ];
}

function choose(view, method) {
  if (method === 'vietqr') {
    transfer(view);
    return;
  }
  const { app } = view;
  const due = method === 'cash' ? cashDue(app, app.cart) : total(app.cart);
  Object.assign(view, { method, due, given: 0n, notes: [], typed: '' });
  draw(view);
  app.showScene();
}

/** What a card machine or a wallet shows, for whoever compares the two lists in the evening. */
function note(view) {
  view.reference ??= referenceField();
  return h(
    'section',
    { class: 'given' },
    h(
      'p',
      { class: 'hint' },
      say(
        `Thu bằng máy hoặc ứng dụng ${methodName(view.method)}, thấy báo thành công rồi bấm dưới.`,
        `Take it on the ${methodName(view.method)} machine or app; press below once it says paid.`,
      ),
    ),
    referenceLabel(),
    view.reference,
  );
}

const inParts = (view) =>
  button(
    { class: 'quiet split-link', 'data-focus': 'split', onclick: () => split(view) },
    say('Trả nhiều cách…', 'Pay in several ways…'),
  );

async function split(view) {
  if (view.busy) return;
  view.busy = true;
  try {
    await toSplit(view.app, view.id);
  } catch (error) {
    failed(view, error);
  }
}

function give(view, given, notes = []) {
  Object.assign(view, { given, notes, typed: '' });
  draw(view);
}

function printing(view) {
  const { app } = view;
  if (!app.till.booth.prints) return null;
  const flip = () => {
    app.print = !app.print;
    set('print', app.print);
    draw(view);
  };
  const state = app.print ? [icon('check'), say('Bật', 'On')] : [icon('close'), say('Tắt', 'Off')];
  return button(
    {
      class: 'switch',
      role: 'switch',
      'aria-checked': app.print,
      'data-focus': 'print',
      onclick: flip,
    },
    icon('printer'),
    h('span', {}, say('In phiếu', 'Print receipt')),
    h('span', { class: app.print ? 'tag good' : 'tag' }, state),
  );
}

async function confirm(view) {
  const noted = isNoted(view.method);
  if (view.busy || (!noted && view.given < view.due)) return;
  // A tap that was meant for another sum.
  if (performance.now() - view.changed < UNSEEN_MS) return;
  view.busy = true;
  if (!noted && !(await sure(view.due, view.given))) {
    view.busy = false;
    return;
  }
  const { app } = view;
  const amount = Number(view.due);
  const reference = noted ? view.reference.value.trim() : '';
  const payment = noted
    ? { method: view.method, amount, ...(reference && { reference }) }
    : { method: 'cash', amount, given: Number(view.given) };
  const cart = empty(null);
  try {
    const told = { due: Number(total(app.cart)), values: { cart } };
    const row = await recordSale(app, view.id, app.cart, [payment], told);
    app.change({ cart }, true);
    app.go('done', { row, change: noted ? 0n : view.given - view.due });
  } catch (error) {
    failed(view, error);
  }
}

/** The disk did not take it: nothing has happened, and the button is there again. */
function failed(view, error) {
  view.busy = false;
  view.error = notKept(view.app, error);
  draw(view);
}

/**
 * The cart moves aside and its request into the queue in one transaction, so that a reload finds
 * it there and only there.
 */
async function transfer(view) {
  if (view.busy) return;
  view.busy = true;
  const { app } = view;
  const at = app.now();
  const qr = {
    id: uuid7(at),
    reference: reference(),
    amount: Number(total(app.cart)),
    at_ms: at,
    // What the customer scans stays what it was, whatever account the booth has later.
    bank: app.till.booth.bank,
  };
  const one = { id: view.id, cart: app.cart, at_ms: at, due: qr.amount, qr };
  const parked = [...app.parked.filter((other) => other.id !== view.id), one];
  const values = { parked, cart: empty(null) };
  try {
    await recordRequest(app, qr, values);
    app.change(values, true);
    app.go('qr', one);
  } catch (error) {
    failed(view, error);
  }
}

function onKey(view, event) {
  if (event.key === 'Escape') {
    back(view);
    return true;
  }
  if (event.key === 'F9') {
    confirm(view);
    return true;
  }
  if (event.key === '=' && view.method === 'cash') {
    give(view, view.due);
    return true;
  }
  if (event.key === 'Enter' && !event.target.closest?.('button')) {
    confirm(view);
    return true;
  }
  const key = padKey(event);
  if (!key || view.method !== 'cash') return false;
  const typed = press(view.typed, key);
  const given = parseMoney(typed) ?? 0n;
  if (given > LIMIT) return true;
  give(view, given);
  view.typed = typed;
  return true;
}
