// One sale as it was sold, and taking goods of it back: which, how many, why, and how the money
// goes back. The laptop decides; without it the device knows its own sales and the booth's limit.

import { notKept } from './amiss.js';
import { call, linked } from './api.js';
import { askManager } from './approve.js';
import { button, fill, h, icon } from './dom.js';
import { uuid7 } from './ids.js';
import { methodName } from './methods.js';
import { money, parseQuantity, plainQuantity, quantity } from './money.js';
import { askNumber } from './pad.js';
import { lessOwn, ownSale } from './ownsale.js';
import { byWays, left, moneyBack, needsManager, readSale } from './returns.js';
import { recordRefund } from './sale.js';
import { toast } from './sheet.js';
import { chip, drawChip } from './status.js';
import { moment, say } from './words.js';

const UNIT = 1000n;
const REASONS = () => [
  say('Bấm nhầm', 'Entered by mistake'),
  say('Khách đổi ý', 'Customer changed their mind'),
  say('Hàng lỗi', 'Faulty goods'),
  say('Khách không chuyển tiền', 'Customer did not pay'),
];

export function refund(app, listed) {
  const view = { app, listed, sale: null, back: new Map(), lost: new Set(), busy: false };
  Object.assign(view, { method: null, offline: false, id: uuid7(app.now()) });
  view.reason = h('input', {
    class: 'field',
    id: 'refund-reason',
    maxlength: 160,
    autocomplete: 'off',
    oninput: () => drawFoot(view),
  });
  view.body = h('div', { class: 'panel-body refund' });
  view.foot = h('footer', { class: 'panel-foot' });
  fill(view.body, h('p', { class: 'empty' }, say('Đang mở phiếu…', 'Opening the receipt…')));
  load(view);
  view.title = h('h1', {}, listed.receipt_no ?? listed.provisional_no);
  const back = () => app.go('receipts');
  const head = h(
    'header',
    { class: 'panel-head' },
    button({ class: 'quiet', onclick: back }, icon('back'), say('Phiếu', 'Sales')),
    chip(app),
  );
  return {
    element: h('div', { class: 'panel' }, head, view.body, view.foot),
    onStatus: () => drawChip(app, head),
    onKey: (event) => {
      if (event.key === 'Escape') app.go('receipts');
      return event.key === 'Escape';
    },
  };
}

async function load(view) {
  const { app, listed } = view;
  const { status, data } = await call('GET', `/api/v1/sales/${listed.id}`, undefined, 4000);
  view.offline = status === 0;
  view.sale =
    status === 200 ? await lessOwn(app, readSale(data)) : await ownSale(app, listed.id);
  if (view.sale) {
    draw(view);
    return;
  }
  const words =
    data?.message ??
    say(
      'Chưa nối được máy chủ, và phiếu này không bán ở máy này.',
      'Not connected, and this sale was not made on this device.',
    );
  const notice = h('p', { class: 'notice wait', role: 'alert' }, icon('unlink'), words);
  fill(view.body, view.title, notice);
}

const partsOf = (view) =>
  [...view.back].filter(([, part]) => part > 0n).map(([n, part]) => ({ n, quantity: part }));

function draw(view) {
  const { app, sale } = view;
  const open = sale.lines.some((line) => left(line) > 0n) && !sale.void_of;
  const facts = [moment(sale.at_ms, app.now()), sale.seller].filter(Boolean).join(' · ');
  view.title.replaceChildren(sale.receipt_no ?? sale.provisional_no);
  fill(
    view.body,
    view.title,
    h('p', { class: 'hint' }, facts),
    sale.refunds &&
      h('p', { class: 'notice' }, say('Đã trả hàng: ', 'Refunded by: '), sale.refunds),
    h('ul', { class: 'lines' }, sale.lines.map((line) => one(view, line, open))),
    open && [
      button({ class: 'quiet', 'data-focus': 'all', onclick: () => all(view) }, allWords()),
      why(view),
      how(view),
    ],
  );
  drawFoot(view);
}

const allWords = () => say('Trả tất cả', 'Take everything back');

function all(view) {
  for (const line of view.sale.lines) view.back.set(line.n, left(line));
  draw(view);
}

function one(view, line, open) {
  const part = view.back.get(line.n) ?? 0n;
  const sold = `${quantity(line.quantity)} ${line.unit}`;
  const gone = line.returned > 0n && say(
    ` · đã trả ${quantity(line.returned)}`,
    ` · ${quantity(line.returned)} came back`,
  );
  return h(
    'li',
    { class: 'line' },
    h('span', { class: 'line-name' }, line.name),
    h('span', { class: 'line-amount' }, money(line.amount)),
    h('span', { class: 'line-price' }, sold, gone),
    open && left(line) > 0n && stepper(view, line, part),
    part > 0n && spoiled(view, line),
  );
}

function stepper(view, line, part) {
  const set = (value) => {
    const most = left(line);
    view.back.set(line.n, value < 0n ? 0n : value > most ? most : value);
    draw(view);
  };
  const key = (name, label, act, ...content) =>
    button(
      { 'data-focus': `${name}-${line.n}`, 'aria-label': `${label}: ${line.name}`, onclick: act },
      ...content,
    );
  const count = `${quantity(part)} ${say('trả lại', 'back')}`;
  return h(
    'span',
    { class: 'stepper' },
    key('less', say('Trả ít hơn', 'Fewer back'), () => set(part - UNIT), icon('minus')),
    key('count', count, () => ask(line, set), quantity(part)),
    key('more', say('Trả nhiều hơn', 'More back'), () => set(part + UNIT), icon('plus')),
  );
}

async function ask(line, set) {
  const value = await askNumber({
    title: line.name,
    extra: ',',
    read: (text) => {
      const part = parseQuantity(text);
      return part !== null && part <= left(line) ? part : null;
    },
    show: () => h('span', {}, say('Còn ', 'Left: '), `${quantity(left(line))} ${line.unit}`),
    confirm: (part) =>
      part === null ? say('Nhiều hơn số còn lại', 'More than is left') : say('Xong', 'Done'),
  });
  if (value !== undefined) set(value);
}

function spoiled(view, line) {
  const lost = view.lost.has(line.n);
  const flip = () => {
    if (lost) view.lost.delete(line.n);
    else view.lost.add(line.n);
    draw(view);
  };
  return button(
    { class: 'chip', 'aria-pressed': lost, 'data-focus': `lost-${line.n}`, onclick: flip },
    say('Hỏng, không bán lại', 'Spoiled, not for sale'),
  );
}

function why(view) {
  const reason = (text) =>
    button(
      {
        class: 'chip',
        onclick: () => {
          view.reason.value = text;
          drawFoot(view);
        },
      },
      text,
    );
  return h(
    'section',
    {},
    h('label', { class: 'label', for: 'refund-reason' }, say('Vì sao trả?', 'Why?')),
    h('div', { class: 'chips wrap' }, REASONS().map(reason)),
    view.reason,
  );
}

function how(view) {
  const way = (method, text) =>
    button(
      {
        class: 'chip',
        'aria-pressed': view.method === method,
        'data-focus': `back-${method}`,
        onclick: () => {
          view.method = method;
          draw(view);
        },
      },
      text,
    );
  return h(
    'section',
    {},
    h('p', { class: 'label' }, say('Trả tiền bằng', 'Money back by')),
    h(
      'div',
      { class: 'chips wrap' },
      way(null, say('Như khách đã trả', 'As it was paid')),
      way('cash', say('Tiền mặt', 'Cash')),
      way('vietqr', say('Chuyển khoản', 'Transfer')),
    ),
  );
}

const ready = (view) => partsOf(view).length > 0 && view.reason.value.trim() !== '';

function drawFoot(view) {
  const parts = partsOf(view);
  if (!parts.length) {
    fill(view.foot);
    return;
  }
  const back = moneyBack(view.sale, parts, view.method);
  const sum = money(back);
  const words = ready(view)
    ? say(`Trả lại khách ${sum}`, `Give back ${sum}`)
    : say(`Ghi lý do để trả ${sum}`, `Say why, to give back ${sum}`);
  fill(
    view.foot,
    h('p', { class: 'hint' }, apart(view, back)),
    view.error,
    button(
      {
        class: 'main stop',
        'data-focus': 'give-back',
        'aria-disabled': !ready(view),
        onclick: () => confirm(view),
      },
      words,
    ),
  );
}

/** How much of it goes back in cash and how much otherwise, when the customer paid several ways. */
function apart({ sale, method }, sum) {
  const ways = new Map();
  if (method) return null;
  byWays(sale, sum).forEach((part, n) => {
    const { method: way } = sale.ways[n];
    if (part > 0n) ways.set(way, (ways.get(way) ?? 0n) + part);
  });
  if (ways.size < 2) return null;
  return [...ways].map(([way, part]) => `${methodName(way)} ${money(part)}`).join(' + ');
}

/** By whose right it goes back: 'own', 'manager', or null when it may not. */
async function allowed(view, sum) {
  const { app, sale } = view;
  const offline = view.offline || linked() === false;
  const need = needsManager(sale, app.till.person, sum, offline);
  if (!need) return sale.manages ? 'manager' : 'own';
  if (offline) {
    toast(
      say(
        'Việc này cần mã PIN của chủ gian, và cần máy chủ. Hãy thử lại khi có kết nối.',
        'This needs the manager’s PIN, and the laptop. Try again when connected.',
      ),
    );
    return null;
  }
  const title =
    need === 'own'
      ? say('Phiếu của người khác hoặc ca khác', 'Another’s sale, or another shift’s')
      : say(`Trả ${money(sum)} vượt mức`, `${money(sum)} is beyond the limit`);
  const about = { subject: view.id, what: 'refund', most: Number(sum) };
  return (await askManager(app, title, about)) ? 'manager' : null;
}

async function confirm(view) {
  if (view.busy || !ready(view)) return;
  view.busy = true;
  view.error = null;
  try {
    await giveBack(view);
  } catch (error) {
    // The disk did not take it: nothing has happened, and the button is there again.
    view.error = notKept(view.app, error);
    drawFoot(view);
  }
  view.busy = false;
}

async function giveBack(view) {
  const { app, sale } = view;
  const parts = partsOf(view);
  const sum = moneyBack(sale, parts, view.method);
  const right = await allowed(view, sum);
  if (!right) return;
  const lines = parts.map(({ n, quantity: part }) => ({
    n,
    quantity: plainQuantity(part),
    ...(view.lost.has(n) && { loss: true }),
  }));
  const offline = view.offline || linked() === false;
  const reason = view.reason.value.trim();
  const ask = { id: view.id, reason, lines, method: view.method, offline, amount: sum };
  await recordRefund(app, sale, { ...ask, alone: right === 'own' });
  const each = apart(view, sum) ?? money(sum);
  toast(say(`Trả lại khách ${each}.`, `Give back ${each}.`));
  app.go('receipts');
}
