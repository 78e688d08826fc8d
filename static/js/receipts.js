// The booth's recent sales: find one, print it again, open it to see it or to take goods back. What
// waits on this device stands on top; without a network the device shows what it knows itself.

import { call } from './api.js';
import { button, fill, h, icon } from './dom.js';
import { money } from './money.js';
import { printSale } from './paper.js';
import { openSheet, toast } from './sheet.js';
import { bar, drawStatus } from './status.js';
import { moment, say } from './words.js';

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
    onRow: () => load(view),
    onKey: (event) => {
      if (event.key === 'Escape') app.go('sell');
      return event.key === 'Escape';
    },
  };
}

/** A number as printed, or what a scanner reads from the receipt's QR: the address of its page. */
function find(view) {
  const field = h('input', {
    class: 'search',
    'data-focus': 'find',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
    placeholder: say('Số phiếu, hoặc quét mã trên phiếu', 'Receipt number, or scan its code'),
    'aria-label': say('Tìm phiếu', 'Find a receipt'),
    onkeydown: (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      seek(view, field);
    },
  });
  return h('div', { class: 'sales-head' }, field);
}

async function seek(view, field) {
  const text = field.value.trim();
  if (!text) return;
  const page = /\/r\/([0-9a-f-]{36})/i.exec(text);
  if (page) {
    view.app.go('refund', { id: page[1].toLowerCase(), receipt_no: say('Phiếu', 'Sale') });
    return;
  }
  const number = text.toUpperCase();
  const here = view.own.concat(view.sales ?? []);
  const known = here.find((sale) => [sale.receipt_no, sale.provisional_no].includes(number));
  const path = `/api/v1/sales?number=${encodeURIComponent(number)}`;
  const asked = known ? null : await call('GET', path);
  const sale = known ?? asked?.data?.sales?.[0];
  if (sale) {
    view.app.go('refund', sale);
    return;
  }
  toast(say(`Không thấy phiếu ${number} ở gian này`, `No receipt ${number} at this booth`));
  field.select();
}

async function load(view) {
  const { outbox } = view.app;
  const [unsent, attention, kept] = await Promise.all(
    ['unsent', 'attention', 'kept'].map(outbox.list),
  );
  const isSale = (row) => row.kind === 'sale' || row.kind === 'refund';
  view.own = [...attention, ...unsent].filter(isSale).reverse().map(fromRow);
  view.sales ??= kept.filter(isSale).slice(-MOST).reverse().map(fromRow);
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
  state: row.state,
  message: row.answer?.message,
});

function draw(view) {
  const known = new Set(view.own.map((sale) => sale.id));
  const all = [...view.own, ...(view.sales ?? []).filter((sale) => !known.has(sale.id))];
  const voided = new Set(all.map((sale) => sale.void_of).filter(Boolean));
  fill(
    view.list,
    view.note && h('p', { class: 'notice wait' }, icon('unlink'), view.note),
    all.length
      ? all.map((sale) => one(view, sale, sale.voided || voided.has(sale.id)))
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

const name = (sale) => sale.receipt_no ?? sale.provisional_no ?? say('Phiếu', 'Sale');

function tag(sale, voided) {
  if (sale.state === 'attention')
    return h('span', { class: 'tag stop' }, icon('unlink'), say('Cần xem', 'Look'));
  if (sale.state === 'unsent')
    return h('span', { class: 'tag wait' }, icon('clock'), say('Chưa gửi', 'Unsent'));
  if (sale.void_of) return h('span', { class: 'tag' }, say('Trả hàng', 'Refund'));
  if (!voided && sale.given_back > 0) {
    return h('span', { class: 'tag gold' }, say('Đã trả một phần', 'Partly refunded'));
  }
  if (!voided) return null;
  return h('span', { class: 'tag stop' }, icon('close'), say('Đã trả hết', 'Taken back'));
}

function one(view, sale, voided) {
  const methods = sale.methods
    .map((method) =>
      method === 'cash' ? say('Tiền mặt', 'Cash') : method === 'vietqr' ? 'VietQR' : method,
    )
    .join(', ');
  const facts = [moment(sale.at_ms, view.app.now()), methods, sale.seller]
    .filter(Boolean)
    .join(' · ');
  const open = !sale.void_of && !voided;
  return h(
    'article',
    { class: voided ? 'sale voided' : 'sale' },
    h(
      'div',
      { class: 'sale-facts' },
      h('b', {}, name(sale)),
      tag(sale, voided),
      h('small', {}, facts),
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

async function reprint(sale) {
  // A double tap is one copy.
  if (sale.printing) return;
  sale.printing = true;
  const { words } = await printSale(sale.id);
  sale.printing = false;
  toast(`${name(sale)}: ${words}`);
}
