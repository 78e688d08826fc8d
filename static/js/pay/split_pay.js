// Paying in several ways. The cart stands aside with its parts, so that a reload finds both; the
// sale keeps its id, and is written only when the parts are the sum and every transfer has come.

import { notKept } from '../till/errors.js';
import { dueOf, empty, total } from '../model/cart.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { reference, uuid7 } from '../model/ids.js';
import { methodName, methodsOf } from '../till/payment_methods.js';
import { money } from '../model/money.js';
import { nameButton, nameWaiting } from '../sell/park_sheet.js';
import { askPart } from './split_part.js';
import { lookUp, recordRequest, recordSale, recordWithdrawal } from '../till/outbox_rows.js';
import { mayGo } from './may_go.js';
import { setAll } from '../net/store.js';
import * as split from '../model/split.js';
import { cartScene } from '../till/customer_display.js';
import { chip, drawChip } from '../till/status_bar.js';
import { clock, say } from '../lib/words.js';

/** Moves the cart aside, to be paid in parts under the id of the sale. */
export async function toSplit(app, id) {
  const parked = { id, cart: app.cart, at_ms: app.now(), due: Number(total(app.cart)), parts: [] };
  const others = app.parked.filter((one) => one.id !== id);
  await put(app, { parked: [...others, parked], cart: empty(null) });
  app.go('split', parked);
}

/** On disk first, then on the screen: what the disk refuses has not happened. */
async function put(app, values) {
  await setAll(values);
  app.change(values, true);
}

/** One act at a time; when the disk refuses it, that is said here and it can be tried again. */
function act(view, work) {
  if (!view.busy) view.acted = acted(view, work);
  return view.acted;
}

async function acted(view, work) {
  view.busy = true;
  view.error = null;
  try {
    await work();
  } catch (error) {
    view.error = notKept(view.app, error);
    draw(view);
  }
  view.busy = false;
}

export function splitPay(app, parked) {
  const view = { app, parked, busy: false };
  view.body = h('div', { class: 'panel-body' });
  view.foot = h('footer', { class: 'panel-foot' });
  view.name = h('span', {});
  draw(view);
  lookUp(app, parked.id, view);
  const head = h(
    'header',
    { class: 'panel-head' },
    button(
      { class: 'quiet', 'data-focus': 'abandon', onclick: () => abandon(view) },
      icon('back'),
      say('Bỏ, về giỏ hàng', 'Drop it, to the cart'),
    ),
    button(
      { class: 'quiet', 'data-focus': 'park', onclick: () => app.go('sell') },
      icon('clock'),
      say('Để chờ', 'Leave waiting'),
    ),
  );
  const line = h('div', { class: 'panel-head' }, view.name, chip(app));
  view.top = h('div', {}, head, line);
  return {
    element: h('div', { class: 'panel panel-split' }, view.top, view.body, view.foot),
    onStatus: () => drawChip(app, view.top),
    scene: () => cartScene(parked.cart, sum(view), split.shownOf(...partsOf(view))),
    leave: () => (view.left = true),
    onKey: (event) => onKey(view, event),
  };
}

const step = (view) => view.app.till.booth.rounding ?? 0;
const sum = (view) => dueOf(view.parked);
const partsOf = (view) => [sum(view), view.parked.parts, step(view)];
const restOf = (view) => split.restOf(...partsOf(view));

/** All carts set aside, with this one as it is now. */
const among = (app, parked) => app.parked.map((one) => (one.id === parked.id ? parked : one));

async function keep(view, parts) {
  const { app } = view;
  const parked = { ...view.parked, parts };
  await put(app, { parked: among(app, parked) });
  shown(view, parked);
}

function shown(view, parked) {
  view.parked = parked;
  view.app.showScene();
  draw(view);
}

/** Who waits, so that two of the same sum are told apart. */
async function name(view) {
  const { name: called } = await nameWaiting(view.app, view.parked);
  shown(view, { ...view.parked, name: called });
}

function draw(view) {
  const { parts } = view.parked;
  fill(view.name, nameButton(view.parked, () => name(view)));
  fill(view.body, due(view), list(view), restOf(view) > 0n && adding(view), change(parts));
  const ready = restOf(view) === 0n && split.unseenTransfers(parts).length === 0;
  fill(
    view.foot,
    view.error,
    button(
      {
        class: 'main',
        'data-focus': 'main',
        'aria-disabled': !ready,
        onclick: () => ready && finish(view),
      },
      ready ? [icon('check'), say('Hoàn tất đơn', 'Finish the sale')] : missing(view),
    ),
  );
}

function missing(view) {
  const rest = restOf(view);
  if (rest > 0n) return say(`Còn thiếu ${money(rest)}`, `${money(rest)} still missing`);
  const open = money(split.sumOf(split.unseenTransfers(view.parked.parts)));
  return say(`Chờ chuyển khoản ${open}`, `Awaiting a transfer of ${open}`);
}

function due(view) {
  const whole = money(sum(view));
  const paid = money(split.inHand(view.parked.parts));
  return h(
    'div',
    { class: 'due', role: 'status' },
    h('span', { class: 'due-label' }, say('Còn phải trả', 'Left to pay')),
    h('strong', { class: 'due-figure' }, money(restOf(view))),
    h(
      'span',
      { class: 'due-words' },
      say(`Tổng ${whole} · đã nhận ${paid}`, `Total ${whole} · received ${paid}`),
    ),
    inCash(view),
  );
}

/** Cash goes by notes: how much of what is left it can pay, where that is another sum. */
function inCash(view) {
  const rest = restOf(view);
  const cash = split.restFor('cash', sum(view), view.parked.parts, step(view));
  if (rest === 0n || cash === rest) return null;
  const [left, most] = [money(rest - cash), money(cash)];
  const words =
    split.allInCash(...partsOf(view)) !== null
      ? say(`Trả hết bằng tiền mặt: ${most}`, `All in cash: ${most}`)
      : say(
          `Tiền mặt nhận được ${most}; ${left} lẻ trả cách khác. Nên nhập tiền mặt trước.`,
          `Cash can pay ${most}; the odd ${left} go another way. Enter cash first.`,
        );
  return h('span', { class: 'due-words' }, words);
}

function list(view) {
  const { parts } = view.parked;
  if (parts.length === 0) {
    const words = say(
      'Khách trả bằng cách nào trước? Bấm cách đó rồi nhập số tiền.',
      'How does the customer pay first? Choose it, then enter how much.',
    );
    return h('p', { class: 'hint' }, words);
  }
  return h('ul', { class: 'rows parts' }, parts.map((part, n) => row(view, part, n)));
}

function row(view, part, n) {
  const waits = part.qr && !part.got_ms;
  const name = methodName(part.method);
  const remove = say(`Bỏ phần ${name} ${money(part.amount)}`, `Remove ${name}`);
  return h(
    'li',
    { class: 'part', 'data-method': part.method },
    h('span', { class: 'part-name' }, h('b', {}, name), state(part)),
    h('b', { class: 'part-sum' }, money(part.amount)),
    button(
      {
        class: 'quiet square',
        'aria-label': remove,
        'data-focus': `remove-${n}`,
        onclick: () => removePart(view, n),
      },
      icon('close'),
    ),
    waits &&
      button(
        { class: 'part-open', 'data-focus': `qr-${n}`, onclick: () => toQr(view, part) },
        say('Mở mã QR', 'Show the code'),
      ),
  );
}

function state(part) {
  if (part.qr && !part.got_ms) {
    return h('span', { class: 'tag wait' }, icon('clock'), say('Chờ tiền về', 'Awaited'));
  }
  const words = part.qr
    ? `${part.qr.reference} · ${clock(part.got_ms)}${part.got_by ? ` · ${part.got_by}` : ''}`
    : part.given > part.amount
      ? say(`khách đưa ${money(part.given)}`, `given ${money(part.given)}`)
      : part.reference;
  return words && h('small', {}, words);
}

function adding(view) {
  const { app, parked } = view;
  if (parked.parts.length >= split.MOST) {
    return h('p', { class: 'error' }, say('Tối đa 8 phần.', 'At most 8 parts.'));
  }
  const methods = methodsOf(app).filter((method) => method !== 'vietqr' || app.till.booth.bank);
  const one = (method) =>
    button(
      {
        class: 'big',
        'data-focus': `add-${method}`,
        'aria-disabled': split.restFor(method, sum(view), parked.parts, step(view)) === 0n,
        onclick: () => add(view, method),
      },
      icon('plus'),
      methodName(method),
    );
  return h(
    'section',
    { class: 'given' },
    h('h2', {}, say('Thêm một phần trả bằng', 'Add a part paid by')),
    h('div', { class: 'add-parts' }, methods.map(one)),
  );
}

function change(parts) {
  const back = split.changeOf(parts);
  if (back === 0n) return null;
  return h(
    'div',
    { class: 'change' },
    h('span', {}, say('Tiền thừa trả khách', 'Change')),
    h('b', {}, money(back)),
  );
}

/** Asks for one part at a time, once the one before is written: it counts in what is left. */
async function askedPart(view, method) {
  if (view.asking) return null;
  view.asking = true;
  try {
    await view.acted;
    const rest = split.restFor(method, sum(view), view.parked.parts, step(view));
    return rest > 0n && (await askPart(method, rest, step(view)));
  } finally {
    view.asking = false;
  }
}

async function add(view, method) {
  const part = await askedPart(view, method);
  if (!part) return;
  const { app, parked } = view;
  await act(view, async () => {
    const parts = [...parked.parts, part];
    if (method !== 'vietqr') {
      await keep(view, parts);
      return;
    }
    const [at, { bank }] = [app.now(), app.till.booth];
    const amount = Number(part.amount);
    part.qr = { id: uuid7(at), reference: reference(), amount, at_ms: at, bank };
    const all = among(app, { ...parked, parts });
    // The part and its request stand on disk together, or neither does.
    await recordRequest(app, part.qr, { parked: all });
    app.change({ parked: all }, true);
    view.parked = { ...parked, parts };
    toQr(view, part);
  });
}

/** The QR of one part: for its own sum, under its own reference. */
function toQr(view, part) {
  view.app.go('qr', { ...view.parked, qr: part.qr, whole: view.parked });
}

/** The seller saw the transfer of a part: back to the parts. */
export async function gotPart(app, { whole, qr }) {
  const got = { got_ms: app.now(), got_by: app.till.person?.name };
  const parts = whole.parts.map((part) => (part.qr?.id === qr.id ? { ...part, ...got } : part));
  const parked = { ...whole, parts };
  await put(app, { parked: among(app, parked) });
  app.go('split', parked);
}

async function removePart(view, n) {
  const part = view.parked.parts[n];
  await view.acted;
  if (!view.parked.parts.includes(part) || !(await mayGo([part]))) return;
  await act(view, async () => {
    const { app } = view;
    const parts = view.parked.parts.filter((one) => one !== part);
    if (!part.qr) {
      await keep(view, parts);
      return;
    }
    // The part goes together with its request.
    const parked = { ...view.parked, parts };
    const values = { parked: among(app, parked) };
    await recordWithdrawal(app, part.qr, values);
    app.change(values, true);
    shown(view, parked);
  });
}

/** Back to the cart: its transfers are withdrawn, and its sale will have the same id. */
async function abandon(view) {
  const { app, parked } = view;
  if (view.busy || !(await mayGo(parked.parts))) return;
  await act(view, async () => {
    const rest = app.parked.filter((one) => one.id !== parked.id);
    const held = app.cart;
    if (held.lines.length) rest.push({ id: uuid7(app.now()), cart: held, at_ms: app.now() });
    const end = { cart: { ...parked.cart, sale: parked.id }, parked: rest };
    // Each part goes together with its request, and the cart comes back with the last.
    const awaited = parked.parts.filter((part) => part.qr);
    for (const [n, { qr }] of awaited.entries()) {
      const parts = parked.parts.filter((one) => !awaited.slice(0, n + 1).includes(one));
      const last = n + 1 === awaited.length;
      await recordWithdrawal(app, qr, last ? end : { parked: among(app, { ...parked, parts }) });
    }
    if (awaited.length) app.change(end, true);
    else await put(app, end);
    app.go('sell');
  });
}

const finish = (view) =>
  act(view, async () => {
    const { app, parked } = view;
    const rest = app.parked.filter((one) => one.id !== parked.id);
    const payments = split.tenders(parked.parts);
    const told = { due: Number(sum(view)), values: { parked: rest } };
    const row = await recordSale(app, parked.id, parked.cart, payments, told);
    app.change({ parked: rest }, true);
    app.go('done', { row, change: split.changeOf(parked.parts) });
  });

function onKey(view, event) {
  if (event.key === 'F9') {
    if (restOf(view) === 0n && !split.unseenTransfers(view.parked.parts).length) finish(view);
    return true;
  }
  if (event.key === 'Escape') view.app.go('sell');
  return event.key === 'Escape';
}
