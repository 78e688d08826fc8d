// The booth's recent sales: find one, print it again, open it to see it or to take goods back. What
// waits on this device stands on top; without a network the device shows what it knows itself.

import { createKeys, numberIn, saleIn } from '../scan/receipt_address.js';
import { call } from '../net/api.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { methodName } from '../till/payment_methods.js';
import { money } from '../model/money.js';
import { nothingBack } from './own_sale.js';
import { printSale } from '../print/print_orders.js';
import { printOf, signOf, statusWords } from '../print/print_states.js';
import { receiptButton } from '../till/receipt_qr.js';
import { changeWords, noneWords } from './receipt_words.js';
import { fits } from './sought.js';
import { scanButton } from '../scan/scan_button.js';
import { toast } from '../lib/toast.js';
import { signal } from '../scan/beep.js';
import { bar, drawStatus } from '../till/status_bar.js';
import { moment, say } from '../lib/words.js';

const MOST = 50;
// Sales that are shown at once: as many as a phone's screen holds.
const PAGE = 10;
// A person who types is asked for after a pause.
const PAUSE_MS = 250;

export function receipts(app) {
  const view = { app, sales: null, own: [], note: null, query: '', found: null, most: PAGE };
  view.list = h('div', { class: 'sales' }, h('p', { class: 'empty' }, say('Đang mở…', 'Opening…')));
  const head = h('h1', { class: 'hidden-words' }, say('Phiếu đã bán', 'Receipts'));
  const back = button(
    {
      class: 'quiet square',
      'aria-label': say('Bán hàng', 'Till'),
      onclick: () => app.go('sell'),
    },
    icon('back'),
  );
  view.search = find(view, back);
  const top = bar(app);
  load(view);
  return {
    element: h('div', { class: 'till-list' }, top, head, view.search, view.list),
    onStatus: () => drawStatus(app, top),
    onPrint: () => draw(view),
    onRow: (row) => heed(view, row),
    onScan: (code) => seek(view, code),
    leave: () => {
      clearTimeout(view.pause);
      view.left = true;
    },
    onKey: (event) => {
      if (event.key === 'Escape') app.go('sell');
      return event.key === 'Escape';
    },
  };
}

/**
 * As one types: the end of a number, an amount, goods. With Enter, or scanned: a number as printed,
 * or the address of its page, as the QR on the receipt says it.
 */
function find(view, back) {
  const keys = createKeys();
  const field = h('input', {
    class: 'search',
    'data-focus': 'find',
    'data-codes': '',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
    placeholder: say('Đuôi số, số tiền, tên hàng', 'Number’s end, amount, goods'),
    'aria-label': say('Tìm phiếu', 'Find a receipt'),
    oninput: () => narrow(view, field.value),
    onkeydown: (event) => {
      // A scanner's Enter ends what an input method was still composing.
      if (event.key !== 'Enter') return keys.press(event);
      const pressed = keys.take();
      if (event.isComposing && !saleIn(field.value, pressed)) return;
      event.preventDefault();
      seek(view, field.value, pressed);
      field.select();
    },
  });
  const scanned = (code) => seek(view, code);
  return h('div', { class: 'sales-head' }, back, field, scanButton(scanned, 'receipt'));
}

/** Shows what fits what was typed: at once of what is here, in a moment of all the laptop has. */
function narrow(view, text) {
  clearTimeout(view.pause);
  Object.assign(view, { query: text.trim(), found: null, most: PAGE });
  draw(view);
  if (view.query) view.pause = setTimeout(() => lookUp(view), PAUSE_MS);
}

/** Asks the laptop for the next sales that fit, behind those it looked through already. */
async function lookUp(view) {
  const { query, found } = view;
  const last = found?.before ?? (query ? null : view.sales?.at(-1)?.pos);
  const before = last ? `&before=${last}` : '';
  const path = `/api/v1/sales?find=${encodeURIComponent(query)}${before}`;
  const { status, data } = await call('GET', path, undefined, 4000);
  if (view.query !== query || status !== 200) return;
  view.found = { ...data, sales: [...(found?.sales ?? []), ...data.sales] };
  draw(view);
}

/** Ten more: of what is here, else of what the laptop has. */
async function showMore(view) {
  view.most += PAGE;
  const here = shown(view).length;
  if (here < view.most && (view.found?.more ?? true)) await lookUp(view);
  draw(view);
}

/** Opens the receipt that a text means; `pressed` are the keys that it was typed by. */
async function seek(view, typed, pressed = '') {
  const text = typed.trim();
  // A photo may be read when the seller is on another screen, and the laptop may answer then.
  if (!text || view.left) return;
  const id = saleIn(text, pressed);
  const number = numberIn(text, pressed) ?? text.toUpperCase();
  const here = view.own.concat(view.sales ?? []).find(named(number)) ?? only(view);
  const meant = id && { id, receipt_no: say('Phiếu', 'Sale') };
  const found = meant || here || (await elsewhere(view, number));
  if (view.left) return;
  if (found.id) {
    view.app.go('refund', found);
    return;
  }
  signal(false);
  toast(found.words);
}

/** The one sale that fits what was typed, once the laptop has said so. */
function only(view) {
  const all = view.query && view.found && !view.found.more ? shown(view) : [];
  return all.length === 1 ? all[0] : undefined;
}

const named = (number) => (sale) => [sale.receipt_no, sale.provisional_no].includes(number);

/** A sale that the list does not show: the laptop knows all, the device its own; else why not. */
async function elsewhere(view, number) {
  const path = `/api/v1/sales?number=${encodeURIComponent(number)}`;
  const { status, data } = await call('GET', path);
  const none = say(`Không thấy phiếu ${number} ở gian này`, `No receipt ${number} at this booth`);
  if (status === 200) return data.sales[0] ?? { words: none };
  const kept = (await view.app.outbox.list('kept')).filter(isSale).map(fromRow(view.app));
  const own = kept.find(named(number));
  if (own) return own;
  const silent = say(
    `Máy này không giữ phiếu ${number}: cần máy chủ để tìm. Thử lại khi có kết nối.`,
    `Receipt ${number} is not on this device: the laptop must look. Try again when connected.`,
  );
  return { words: data?.message ?? silent };
}

/** A row of the outbox moved on: what was sent stays on the list, also if the laptop is silent. */
function heed(view, row) {
  if (row.state === 'kept' && isSale(row)) {
    const others = (view.sales ?? []).filter((sale) => sale.id !== row.id);
    view.sales = [fromRow(view.app)(row), ...others].slice(0, MOST);
  }
  load(view);
}

const isSale = (row) => row.kind === 'sale' || row.kind === 'refund';

/** While many rows are sent one after the other, the list is asked for once more at the end. */
async function load(view) {
  if (view.loading) {
    view.again = true;
    return;
  }
  view.loading = true;
  view.again = false;
  await read(view).finally(() => (view.loading = false));
  if (view.again) load(view);
}

async function read(view) {
  const { outbox } = view.app;
  const [unsent, attention] = await Promise.all(['unsent', 'attention'].map(outbox.list));
  view.own = [...attention, ...unsent].filter(isSale).reverse().map(fromRow(view.app));
  // What was kept over weeks is read once, when the screen opens.
  view.sales ??= (await outbox.list('kept')).filter(isSale).slice(-MOST).reverse().map(
    fromRow(view.app),
  );
  draw(view);
  const { status, data } = await call('GET', '/api/v1/sales', undefined, 4000);
  if (status === 200) view.sales = data.sales;
  view.note =
    status === 200
      ? null
      : say(
          'Chưa nối được máy chủ: đây là phiếu của riêng máy này.',
          'Not connected: these are the sales of this device only.',
        );
  draw(view);
}

/** A row of the outbox in the shape of the server's list. */
const fromRow = (app) => (row) => ({
  id: row.id,
  receipt_no: row.answer?.receipt_no ?? null,
  provisional_no: row.provisional_no,
  at_ms: row.made_ms,
  total: Number(row.amount),
  methods: row.methods,
  seller: row.seller,
  void_of: row.void_of ?? null,
  payments: row.body?.payments,
  state: row.state,
  unpaid: row.unpaid,
  message: row.answer?.message,
  goods: goodsOf(app, row.body?.lines ?? []),
});

/** The names of a sale's goods, as far as this till knows them. */
function goodsOf({ till }, lines) {
  const names = new Map(till.products.map(({ uid, name: words }) => [uid, words]));
  return lines.map((line) => names.get(line.product) ?? '').join(' ');
}

/** Every sale that is known here, those of this device first, each once. */
function allOf(view) {
  const seen = new Set();
  const fresh = ({ id }) => !seen.has(id) && seen.add(id);
  return [...view.own, ...(view.sales ?? []), ...(view.found?.sales ?? [])].filter(fresh);
}

/** Those that fit what was typed; what the laptop found, which knows the goods, is taken as is. */
function shown(view) {
  const told = new Set(view.found?.sales.map((sale) => sale.id));
  return allOf(view).filter((sale) => told.has(sale.id) || fits(view.query, sale));
}

function draw(view) {
  const [all, fitting] = [allOf(view), shown(view)];
  const older = view.query ? view.found?.more : (view.found?.more ?? view.sales?.length === MOST);
  fill(
    view.list,
    view.note && h('p', { class: 'notice wait' }, icon('unlink'), view.note),
    fitting.slice(0, view.most).map((sale) => one(view, sale, backOf(sale, all))),
    !fitting.length && h('p', { class: 'empty' }, noneWords(view)),
    (fitting.length > view.most || older) &&
      button(
        { class: 'big', 'data-focus': 'older', onclick: () => showMore(view) },
        say('10 phiếu cũ hơn', '10 earlier ones'),
      ),
  );
}

/**
 * What came back of a sale: `{ given, whole }`. The laptop's figure knows nothing of what is still
 * on this device; a sale of this device has no figure, and all refunds are counted.
 */
function backOf(sale, all) {
  const known = sale.given_back !== undefined;
  const counts = (one) => (!known || one.state) && !nothingBack(one);
  const more = all.filter((one) => one.void_of === sale.id && counts(one));
  const given = more.reduce((sum, one) => sum - one.total, sale.given_back ?? 0);
  const paid = sale.total + (sale.rounding ?? 0);
  return { given, whole: sale.voided || (given > 0 && given >= paid) };
}

const name = (sale) => sale.receipt_no ?? sale.provisional_no ?? say('Phiếu', 'Sale');

function tag(sale, back) {
  if (sale.state === 'attention')
    return h('span', { class: 'tag stop' }, icon('unlink'), say('Cần xem', 'Look'));
  if (sale.state === 'unsent')
    return h('span', { class: 'tag wait' }, icon('clock'), say('Chưa gửi', 'Unsent'));
  if (sale.void_of) return h('span', { class: 'tag' }, say('Trả hàng', 'Refund'));
  if (!back.whole && back.given > 0) {
    return h('span', { class: 'tag gold' }, say('Đã trả một phần', 'Partly refunded'));
  }
  if (!back.whole) return null;
  return h('span', { class: 'tag stop' }, icon('close'), say('Đã trả hết', 'Taken back'));
}

function one(view, sale, back) {
  const voided = back.whole;
  const methods = sale.methods.map(methodName).join(', ');
  const print = printOf(view.app, sale.id);
  const printed = print && signOf(print)[0] === 'good' && print.label;
  const facts = [moment(sale.at_ms, view.app.now()), printed, methods, sale.seller]
    .filter(Boolean)
    .join(' · ');
  const open = !sale.void_of && !voided;
  const change = changeWords(sale.payments);
  return h(
    'article',
    { class: voided ? 'sale voided' : 'sale' },
    opening(
      view,
      sale,
      open,
      h('span', { class: 'sale-name' }, h('b', {}, name(sale)), tag(sale, back)),
      h(
        'span',
        { class: 'sale-line' },
        h('b', { class: 'sale-total' }, money(sale.total)),
        h('small', {}, facts),
      ),
    ),
    sale.receipt_no && receiptButton(view.app, { id: sale.id, number: sale.receipt_no }),
    sale.receipt_no &&
      view.app.till.booth.prints &&
      button(
        {
          class: 'quiet square',
          'data-focus': `print-${sale.id}`,
          'aria-label': say(`In lại ${name(sale)}`, `Print ${name(sale)} again`),
          onclick: () => reprint(sale),
        },
        icon('printer'),
      ),
    h(
      'div',
      { class: 'sale-more' },
      change && h('small', {}, change),
      transfers(view, sale),
      paperState(print),
      sale.state === 'attention' && h('small', { class: 'error' }, sale.message),
    ),
  );
}

/** What opens a sale; one that somebody has to look at is opened elsewhere. */
function opening(view, sale, open, ...content) {
  if (sale.state === 'attention') return h('div', { class: 'sale-open' }, ...content);
  const does = open
    ? say('xem, trả hàng', 'open, refund')
    : say('xem', 'open');
  return button(
    {
      class: 'quiet sale-open',
      'data-focus': `open-${sale.id}`,
      'aria-description': does,
      onclick: () => view.app.go('refund', sale),
    },
    ...content,
  );
}

const STATES = {
  claimed: ['Đã nhận tiền', 'Money received'],
  confirmed: ['Ngân hàng xác nhận', 'Confirmed by the bank'],
  missing: ['Ngân hàng không thấy', 'Not seen by the bank'],
};

/** Where each transfer of a sale stands: in which state, by whose word, since when. */
function transfers(view, sale) {
  const own = (sale.payments ?? []).filter((one) => one.state in STATES);
  return own.map((one) => {
    const by = one.state_by?.replace(/ \([^)]+\)$/, '');
    const since = moment(one.state_at_ms, view.app.now());
    const facts = [say(...STATES[one.state]), money(one.amount), by, since, one.reference];
    return h('small', { class: 'transfer-state' }, facts.filter(Boolean).join(' · '));
  });
}

/** Why its last paper is not out; one that is stands among the facts, ten to a screen. */
function paperState(print) {
  const [kind, sign] = print ? signOf(print) : ['good'];
  if (kind === 'good') return null;
  const words = print.copy > 0 ? say(`Bản sao ${print.copy}: `, `Copy ${print.copy}: `) : '';
  return h(
    'small',
    { class: `sale-paper ${kind}`, 'data-state': print.state },
    icon(sign),
    ` ${words}${statusWords(print)}`,
  );
}

async function reprint(sale) {
  // A double tap is one copy.
  if (sale.printing) return;
  sale.printing = true;
  const { words } = await printSale(sale.id);
  sale.printing = false;
  toast(`${name(sale)}: ${words}`);
}
