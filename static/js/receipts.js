// The booth's recent sales: print again, void. What waits on this device stands on top, and
// without a network the device shows what it knows itself.

import { call } from './api.js';
import { button, fill, h, icon } from './dom.js';
import { methodName } from './methods.js';
import { money } from './money.js';
import { printSale } from './paper.js';
import { recordVoid } from './sale.js';
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
  const top = bar(app);
  load(view);
  return {
    element: h('div', { class: 'till-list' }, top, head, view.list),
    onStatus: () => drawStatus(app, top),
    onRow: () => load(view),
    onKey: (event) => {
      if (event.key === 'Escape') app.go('sell');
      return event.key === 'Escape';
    },
  };
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
  if (sale.void_of) return h('span', { class: 'tag' }, say('Phiếu hủy', 'Reversal'));
  return voided ? h('span', { class: 'tag stop' }, icon('close'), say('Đã hủy', 'Voided')) : null;
}

function one(view, sale, voided) {
  const methods = sale.methods.map(methodName).join(', ');
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
      open &&
        sale.state !== 'attention' &&
        button(
          {
            class: 'quiet danger',
            'data-focus': `void-${sale.id}`,
            onclick: () => askVoid(view, sale),
          },
          say('Hủy phiếu', 'Void'),
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
    const by = one.state_by?.replace(/ \([a-z]+\)$/, '');
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

const REASONS = () => [
  say('Bấm nhầm', 'Entered by mistake'),
  say('Khách trả hàng', 'Customer returned the goods'),
  say('Khách không chuyển tiền', 'Customer did not pay'),
];

/** Voiding gives money back, so it asks for the reason and for the number to be typed. */
async function askVoid(view, sale) {
  const ending = name(sale).slice(-4);
  const title = say(`Hủy phiếu ${name(sale)}`, `Void receipt ${name(sale)}`);
  const reason = await openSheet(title, (close) => voidForm(sale, ending, close));
  if (!reason) return;
  await recordVoid(view.app, sale, reason);
  toast(
    say(
      `Đã hủy ${name(sale)}. Trả lại khách ${money(sale.total)}.`,
      `${name(sale)} voided. Give back ${money(sale.total)}.`,
    ),
  );
  load(view);
}

function voidForm(sale, ending, close) {
  let reason = null;
  const typed = h('input', {
    class: 'field',
    inputmode: 'numeric',
    autocomplete: 'off',
    maxlength: 4,
    id: 'void-number',
    oninput: () => draw(),
  });
  const reasons = REASONS().map((text) =>
    button(
      {
        class: 'chip',
        'aria-pressed': false,
        onclick: (event) => {
          reason = text;
          for (const chip of reasons)
            chip.setAttribute('aria-pressed', chip === event.currentTarget);
          draw();
        },
      },
      text,
    ),
  );
  const go = button({ class: 'main stop', onclick: () => ready() && close(reason) });
  const ready = () => reason && typed.value.trim() === ending;
  const draw = () => {
    go.setAttribute('aria-disabled', !ready());
    go.replaceChildren(
      say(`Hủy và trả lại ${money(sale.total)}`, `Void and give back ${money(sale.total)}`),
    );
  };
  draw();
  return h(
    'div',
    { class: 'sheet-body' },
    h('p', { class: 'label' }, say('Vì sao hủy?', 'Why?')),
    h('div', { class: 'chips wrap' }, reasons),
    h(
      'label',
      { class: 'label', for: 'void-number' },
      say(`Gõ bốn số cuối của phiếu: ${ending}`, `Type the receipt’s last four digits: ${ending}`),
    ),
    typed,
    go,
  );
}
