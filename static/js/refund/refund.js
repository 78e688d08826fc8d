// One sale as it was sold, and taking goods of it back: which, how many, why, and how the money
// goes back. The laptop decides; without it the device knows its own sales and the booth's limit.

import { notKept } from '../till/errors.js';
import { call, linked } from '../net/api.js';
import { askManager } from '../till/manager_approval.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { backWords, elsewhere, payOut, handOut, refusal } from './refund_payout.js';
import { uuid7 } from '../model/ids.js';
import { money } from '../model/money.js';
import { plainQuantity } from '../model/amount_text.js';
import { lessOwn, ownSale } from './own_sale.js';
import { givenWords, goodsOnly, goodsTaken } from './receipt_words.js';
import { byWays, remaining, moneyBack, needsManager, readSale } from '../model/refund_math.js';
import { lineOf } from './refund_line.js';
import { recordRefund } from '../till/outbox_rows.js';
import { toast } from '../lib/toast.js';
import { chip, drawChip } from '../till/status_bar.js';
import { moment, say } from '../lib/words.js';

// What a seller at the counter waits before the laptop counts as silent.
const WAIT_MS = 8000;
const REASONS = () => [
  say('Bấm nhầm', 'Entered by mistake'),
  say('Khách đổi ý', 'Customer changed their mind'),
  say('Hàng lỗi', 'Faulty goods'),
  say('Khách không chuyển tiền', 'Customer did not pay'),
];

export function refund(app, listed) {
  const view = { app, listed, sale: null, back: new Map(), lost: new Set(), busy: false };
  Object.assign(view, { method: null, offline: false, id: uuid7(app.now()), asked: null });
  view.draw = () => draw(view);
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
    onHead: () => refresh(view),
    onRow: (row) => row.id === view.asked && row.state !== 'unsent' && onAnswer(view, row),
    asked: () => view.asked,
    leave: () => {
      clearTimeout(view.timer);
      view.left = true;
    },
    onKey: (event) => {
      if (event.key === 'Escape') app.go('receipts');
      return event.key === 'Escape';
    },
  };
}

const fetchSale = (view) => call('GET', `/api/v1/sales/${view.listed.id}`, undefined, 4000);

async function load(view) {
  const { app, listed } = view;
  const { status, data } = await fetchSale(view);
  view.offline = status === 0;
  if (status === 200) {
    await take(view, data);
    return;
  }
  view.sale = await ownSale(app, listed.id);
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

/** Shows the sale as the laptop tells it; what was chosen stays, as far as it is still there. */
async function take(view, data) {
  const known = JSON.stringify(data);
  if (known === view.known) return;
  const fresh = data.refund_ids.filter((id) => view.heard?.includes(id) === false);
  const own = await Promise.all(fresh.map(view.app.outbox.known));
  if (own.includes(undefined)) view.news = newsWords();
  view.sale = await lessOwn(view.app, readSale(data));
  Object.assign(view, { known, heard: data.refund_ids });
  for (const line of view.sale.lines) {
    if ((view.back.get(line.n) ?? 0n) > remaining(line)) view.back.set(line.n, remaining(line));
  }
  draw(view);
}

const newsWords = () =>
  say(
    'Hàng của phiếu này vừa trả ở máy khác: xem lại số còn lại.',
    'Goods of this sale have just come back on another device: look at what is left.',
  );

/** Something was written into the laptop's book, maybe a refund of this sale. */
async function refresh(view) {
  if (view.busy) return;
  const { status, data } = await fetchSale(view);
  if (status !== 200 || view.busy) return;
  view.offline = false;
  await take(view, data);
}

/** Whether what is shown is still so; if not it is shown anew, and nothing is given back yet. */
async function stands(view) {
  const chosen = () => `${partsOf(view).map((part) => part.quantity)} ${sumOf(view)}`;
  const before = chosen();
  const { status, data } = await fetchSale(view);
  view.offline = status === 0;
  if (status === 200) await take(view, data);
  return chosen() === before;
}

const partsOf = (view) =>
  [...view.back].filter(([, part]) => part > 0n).map(([n, part]) => ({ n, quantity: part }));

const sumOf = (view) => moneyBack(view.sale, partsOf(view), view.method);

function draw(view) {
  const { app, sale } = view;
  const open = sale.lines.some((line) => remaining(line) > 0n) && !sale.void_of;
  const facts = [moment(sale.at_ms, app.now()), sale.seller].filter(Boolean).join(' · ');
  view.title.replaceChildren(sale.receipt_no ?? sale.provisional_no);
  const notice = (kind, sign, words) =>
    words && h('p', { class: `notice ${kind}`, role: 'alert' }, icon(sign), words);
  fill(
    view.body,
    view.title,
    notice('stop', 'unlink', view.refusal),
    notice('wait', 'clock', !view.refusal && view.news),
    h('p', { class: 'hint' }, facts),
    h('p', { class: 'hint' }, givenWords(sale.payments)),
    sale.refunds &&
      h('p', { class: 'notice' }, say('Đã trả hàng: ', 'Refunded by: '), sale.refunds),
    h('ul', { class: 'lines' }, sale.lines.map((line) => lineOf(view, line, open))),
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
  for (const line of view.sale.lines) view.back.set(line.n, remaining(line));
  draw(view);
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
  view.body.inert = Boolean(view.asked);
  if (view.asked) {
    fill(view.foot, view.silent ? keptNotice() : asking());
    return;
  }
  if (!partsOf(view).length) {
    fill(view.foot);
    return;
  }
  const back = sumOf(view);
  const sum = money(back);
  const words = ready(view)
    ? say(`Trả lại khách ${sum}`, `Give back ${sum}`)
    : say(`Ghi lý do để trả ${sum}`, `Say why, to give back ${sum}`);
  fill(
    view.foot,
    h('p', { class: 'hint' }, byWhich(waysOf(view, back))),
    view.error,
    button(
      {
        class: 'main stop',
        'data-focus': 'give-back',
        'aria-disabled': !ready(view),
        onclick: () => confirm(view),
      },
      back > 0n ? words : goodsOnly(ready(view)),
    ),
  );
}

/** What does not come out of the drawer is said before the money is in anybody's hand. */
const byWhich = (ways) =>
  elsewhere(ways) && [
    h('b', {}, backWords(ways)),
    say(
      '. Chỉ tiền mặt lấy trong két; khách chưa chuyển thì không trả gì.',
      '. Only cash leaves the drawer; what never came is not given back.',
    ),
  ];

const asking = () => [
  h('p', { class: 'hint' }, say('Khoan đưa tiền cho khách.', 'Do not hand the money out yet.')),
  button(
    { class: 'main', 'data-focus': 'give-back', 'aria-disabled': true },
    say('Đang hỏi máy chủ…', 'Asking the server…'),
  ),
];

const keptNotice = () =>
  h(
    'p',
    { class: 'notice wait', role: 'alert' },
    icon('clock'),
    say(
      'Máy chủ chưa trả lời. Đừng đưa tiền: máy còn hỏi tiếp và sẽ báo, cả khi bạn bán tiếp.',
      'The server has not answered. Do not hand the money out: this device goes on asking and ' +
        'will tell you, also while you sell.',
    ),
  );

/** By which methods how much of it goes back, when it goes back as it was paid. */
function waysOf({ sale, method }, sum) {
  const ways = new Map();
  if (method) return [{ method, amount: Number(sum) }];
  byWays(sale, sum).forEach((part, n) => {
    const { method: way } = sale.ways[n];
    if (part > 0n) ways.set(way, (ways.get(way) ?? 0n) + part);
  });
  const each = [...ways].map(([way, part]) => ({ method: way, amount: Number(part) }));
  return each.length > 1 ? each : [{ method: each[0]?.method, amount: Number(sum) }];
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
  Object.assign(view, { busy: true, error: null, refusal: null, news: null });
  try {
    if ((await stands(view)) && !view.left) await giveBack(view);
  } catch (error) {
    // The disk did not take it: nothing has happened, and the button is there again.
    Object.assign(view, { asked: null, error: notKept(view.app, error) });
    drawFoot(view);
  }
  view.busy = Boolean(view.asked);
}

async function giveBack(view) {
  const { app, sale } = view;
  const parts = partsOf(view);
  const sum = sumOf(view);
  const right = await allowed(view, sum);
  // Whoever went back meanwhile gives nothing back.
  if (!right || view.left) return;
  const lines = parts.map(({ n, quantity: part }) => ({
    n,
    quantity: plainQuantity(part),
    ...(view.lost.has(n) && { loss: true }),
  }));
  const offline = view.offline || linked() === false;
  // A sale that the laptop does not have cannot be given back twice by two phones.
  const unpaid = !offline && Boolean(view.known);
  if (unpaid) view.asked = view.id;
  drawFoot(view);
  const reason = view.reason.value.trim();
  const ask = { id: view.id, reason, lines, method: view.method, offline, amount: sum };
  const more = { alone: right === 'own', ways: waysOf(view, sum), unpaid };
  const row = await recordRefund(app, sale, { ...ask, ...more });
  if (!unpaid) finish(view, row);
  else if (!view.left) view.timer = setTimeout(() => silent(view, sum), WAIT_MS);
}

function finish(view, row) {
  handOut(row);
  gone(view, row);
}

function gone({ app, left }, row) {
  if (Number(row.amount) === 0) toast(goodsTaken());
  if (!left) app.go('receipts');
}

/** The laptop has answered for the row. */
async function onAnswer(view, row) {
  clearTimeout(view.timer);
  if (row.state === 'kept') {
    payOut(view.app, row);
    gone(view, row);
    return;
  }
  const { status, data } = await fetchSale(view);
  Object.assign(view, { asked: null, silent: false, busy: false, refusal: refusal(row) });
  view.id = uuid7(view.app.now());
  view.back.clear();
  view.known = null;
  if (status === 200) await take(view, data);
  else draw(view);
}

/** The laptop fell silent meanwhile: what a seller may give without it goes back now. */
async function silent(view, sum) {
  const { app, sale } = view;
  const row = await app.outbox.known(view.asked);
  if (row?.state !== 'unsent' || view.left) return;
  if (needsManager(sale, app.till.person, sum, true)) {
    view.silent = true;
    drawFoot(view);
    return;
  }
  // An answer that came in this very moment is heard by whoever waits for it.
  if (await app.outbox.mark(row, { unpaid: false }, 'unsent')) finish(view, row);
}
