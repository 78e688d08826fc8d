// The booth's recent sales: find one, print it again, open it to see it or to take goods back. What
// waits on this device stands on top; without a network the device shows what it knows itself.

import { createKeys, saleIn } from '../scan/receipt_address.js';
import { call } from '../net/api.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { methodName } from '../till/payment_methods.js';
import { money } from '../model/money.js';
import { nothingBack } from './own_sale.js';
import { printSale } from '../till/print_orders.js';
import { changeWords } from './receipt_words.js';
import { scanButton } from '../scan/scan_button.js';
import { toast } from '../lib/toast.js';
import { signal } from '../scan/beep.js';
import { bar, drawStatus } from '../till/status_bar.js';
import { moment, say } from '../lib/words.js';

const MOST = 50;

export function receipts(app) {
  const view = { app, sales: null, own: [], note: null };
  view.list = h('div', { class: 'sales' }, h('p', { class: 'empty' }, say('Đang mở…', 'Opening…')));
  const head = h(
    'div',
    { class: 'sales-head' },
    button(
      { class: 'quiet', onclick: () => app.go('sell') },
      icon('back'),
      say('Bán hàng', 'Till'),
    ),
    h('h1', {}, say('Phiếu đã bán', 'Receipts')),
  );
  view.search = find(view);
  const top = bar(app);
  load(view);
  return {
    element: h('div', { class: 'till-list' }, top, head, view.search, view.list),
    onStatus: () => drawStatus(app, top),
    onRow: (row) => heed(view, row),
    onScan: (code) => seek(view, code),
    onKey: (event) => {
      if (event.key === 'Escape') app.go('sell');
      return event.key === 'Escape';
    },
  };
}

/** A number as printed, or the address of its page, as the QR on the receipt says it. */
function find(view) {
  const keys = createKeys();
  const field = h('input', {
    class: 'search',
    'data-focus': 'find',
    'data-codes': '',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
    placeholder: say('Số phiếu, hoặc quét phiếu', 'Receipt number, or scan it'),
    'aria-label': say('Tìm phiếu', 'Find a receipt'),
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
  return h('div', { class: 'sales-head' }, field, scanButton(scanned, 'receipt'));
}

/** Opens the receipt that a text means; `pressed` are the keys that it was typed by. */
async function seek(view, typed, pressed = '') {
  const text = typed.trim();
  if (!text) return;
  const id = saleIn(text, pressed);
  if (id) {
    view.app.go('refund', { id, receipt_no: say('Phiếu', 'Sale') });
    return;
  }
  const number = text.toUpperCase();
  const here = view.own.concat(view.sales ?? []);
  const found = here.find(named(number)) ?? (await elsewhere(view, number));
  if (found.id) {
    view.app.go('refund', found);
    return;
  }
  signal(false);
  toast(found.words);
}

const named = (number) => (sale) => [sale.receipt_no, sale.provisional_no].includes(number);

/** A sale that the list does not show: the laptop knows all, the device its own; else why not. */
async function elsewhere(view, number) {
  const path = `/api/v1/sales?number=${encodeURIComponent(number)}`;
  const { status, data } = await call('GET', path);
  const none = say(`Không thấy phiếu ${number} ở gian này`, `No receipt ${number} at this booth`);
  if (status === 200) return data.sales[0] ?? { words: none };
  const own = (await view.app.outbox.list('kept')).filter(isSale).map(fromRow).find(named(number));
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
    view.sales = [fromRow(row), ...others].slice(0, MOST);
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
  view.own = [...attention, ...unsent].filter(isSale).reverse().map(fromRow);
  // What was kept over weeks is read once, when the screen opens.
  view.sales ??= (await outbox.list('kept')).filter(isSale).slice(-MOST).reverse().map(fromRow);
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
const fromRow = (row) => ({
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
});

function draw(view) {
  const known = new Set(view.own.map((sale) => sale.id));
  const all = [...view.own, ...(view.sales ?? []).filter((sale) => !known.has(sale.id))];
  fill(
    view.list,
    view.note && h('p', { class: 'notice wait' }, icon('unlink'), view.note),
    all.length
      ? all.map((sale) => one(view, sale, backOf(sale, all)))
      : h(
          'p',
          { class: 'empty' },
          say(
            'Chưa bán phiếu nào. Phiếu vừa bán sẽ hiện ở đây.',
            'Nothing sold yet. Sales appear here as they are made.',
          ),
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
  const facts = [moment(sale.at_ms, view.app.now()), methods, sale.seller]
    .filter(Boolean)
    .join(' · ');
  const open = !sale.void_of && !voided;
  const change = changeWords(sale.payments);
  return h(
    'article',
    { class: voided ? 'sale voided' : 'sale' },
    h(
      'div',
      { class: 'sale-facts' },
      h('b', {}, name(sale)),
      tag(sale, back),
      h('small', {}, facts),
      change && h('small', {}, change),
      transfers(view, sale),
      sale.state === 'attention' && h('small', { class: 'error' }, sale.message),
    ),
    h('b', { class: 'sale-total' }, money(sale.total)),
    h(
      'div',
      { class: 'sale-acts' },
      sale.receipt_no &&
        view.app.till.booth.prints &&
        button(
          {
            class: 'quiet',
            'data-focus': `print-${sale.id}`,
            onclick: () => reprint(sale),
          },
          icon('printer'),
          say('In lại', 'Print'),
        ),
      sale.state !== 'attention' &&
        button(
          {
            class: 'quiet',
            'data-focus': `open-${sale.id}`,
            onclick: () => view.app.go('refund', sale),
          },
          icon('receipt'),
          open ? say('Xem · Trả hàng', 'Open · Refund') : say('Xem', 'Open'),
        ),
    ),
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

async function reprint(sale) {
  // A double tap is one copy.
  if (sale.printing) return;
  sale.printing = true;
  const { words } = await printSale(sale.id);
  sale.printing = false;
  toast(`${name(sale)}: ${words}`);
}
