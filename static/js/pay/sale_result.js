// After a sale: its number, the change, the paper. The till does not wait for the network here:
// the sale is already on this device, and the number appears when the laptop has given it.

import { empty, setQuantity } from '../model/cart.js';
import { thanksScene } from '../till/customer_display.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { methodName } from '../till/payment_methods.js';
import { money } from '../model/money.js';
import { parseQuantity } from '../model/amount_text.js';
import { printSale } from '../print/print_orders.js';
import { printOf, signOf, statusWords, underWay } from '../print/print_states.js';
import { receiptButton } from '../till/receipt_qr.js';
import { chip, drawChip } from '../till/status_bar.js';
import { say } from '../lib/words.js';

const PATIENCE_MS = 1500;
// The button of the last screen stood here: the same double tap must not pass over the change.
const DOUBLE_TAP_MS = 700;

export function done(app, { row, change }) {
  const view = { app, row, change, waiting: row.state === 'unsent', printed: null };
  view.state = h('div', { class: 'done-state', role: 'status' });
  view.paper = h('div', { class: 'done-paper' });
  draw(view);
  app.outbox.waitFor(row.id, PATIENCE_MS).then((known) => {
    view.waiting = false;
    view.row = known ?? row;
    draw(view);
  });
  const next = button(
    { class: 'main', onclick: () => newSale(view) },
    say('Đơn mới', 'New sale'),
    h('kbd', { class: 'wide-only' }, 'F9'),
  );
  const again = repeatable(app, row) && [
    button(
      { class: 'big', 'data-focus': 'again', onclick: () => repeat(view) },
      icon('plus'),
      say('Bán thêm đơn y như vậy', 'The same once more'),
    ),
  ];
  const sum = h(
    'p',
    { class: 'done-sum' },
    row.methods.map(methodName).join(' + '),
    ' · ',
    money(row.amount),
  );
  const given =
    !row.known &&
    change > 0n &&
    h(
      'div',
      { class: 'change' },
      h('span', {}, say('Tiền thừa trả khách', 'Change')),
      h('b', {}, money(change)),
    );
  const head = h('header', { class: 'panel-head' }, chip(app));
  return {
    onStatus: () => drawChip(app, head),
    onPrint: () => draw(view),
    element: h(
      'div',
      { class: 'panel panel-done' },
      head,
      h('div', { class: 'panel-body' }, view.state, sum, twice(row), given, view.paper),
      h('footer', { class: 'panel-foot' }, again, next),
    ),
    scene: () => thanksScene(row.amount, change),
    onRow: (known) => {
      if (known.id !== row.id) return;
      view.row = known;
      draw(view);
    },
    onKey: (event) => {
      const go =
        event.key === 'F9' ||
        event.key === 'Escape' ||
        (event.key === 'Enter' && !event.target.closest?.('button'));
      if (go) newSale(view);
      return go;
    },
  };
}

/** The sale stood already when this window came to it: nothing more is to be taken. */
const twice = (row) =>
  row.known &&
  h(
    'p',
    { class: 'notice gold', role: 'alert' },
    icon('receipt'),
    say(
      `Đơn này đã ghi trước đó (${row.methods.map(methodName).join(' + ')}). Đừng thu lần nữa.`,
      `Recorded before (${row.methods.map(methodName).join(' + ')}). Take no more money.`,
    ),
  );

const early = ({ app }) => performance.now() - app.shownAt <= DOUBLE_TAP_MS;

function newSale(view) {
  if (!early(view)) view.app.go('sell');
}

/** What a sale of one product sold, at its plain price: the next customer often wants the same. */
function repeatable(app, row) {
  const { lines, discount } = row.body ?? {};
  // Another customer's goods may lie in the cart: they are not to be thrown away.
  if (app.cart.lines.length || row.known || lines?.length !== 1 || discount) return null;
  const [{ product: uid, quantity, ...line }] = lines;
  if (line.discount || line.sample || line.amount || line.note) return null;
  const product = app.till.products.find((one) => one.uid === uid);
  return product && { product, thousandths: parseQuantity(quantity) };
}

/** Rings it up once more, at the price of now. */
function repeat(view) {
  const { app, row } = view;
  const same = repeatable(app, row);
  if (early(view) || !same) return;
  app.setCart(setQuantity(empty(null), same.product, same.thousandths));
  app.go('pay');
}

function draw(view) {
  fill(view.state, state(view));
  fill(view.paper, customersView(view), paper(view));
}

function state({ row, waiting }) {
  if (row.state === 'kept') {
    const flags = row.answer?.flags ?? [];
    return [
      h('span', { class: 'done-mark good' }, icon('check')),
      h('h1', {}, say('Đã ghi sổ', 'Recorded')),
      h(
        'p',
        { class: 'done-number' },
        say('Phiếu ', 'Receipt '),
        h('b', {}, row.answer.receipt_no),
      ),
      flags.length > 0 &&
        h(
          'p',
          { class: 'hint' },
          say(
            'Có điều chưa khớp; chủ gian sẽ xem lại phiếu này.',
            'Something does not match; the booth manager will look at this sale.',
          ),
        ),
    ];
  }
  if (row.state === 'attention') {
    return [
      h('span', { class: 'done-mark bad' }, icon('unlink')),
      h('h1', {}, say('Phiếu cần xem lại', 'This sale needs attention')),
      h('p', { class: 'done-number' }, h('b', {}, row.provisional_no)),
      h(
        'p',
        { class: 'hint' },
        row.answer?.message ??
          say(
            'Máy chủ chưa nhận phiếu này. Phiếu vẫn được giữ trên máy.',
            'The server has not taken this sale. It is kept on this device.',
          ),
      ),
    ];
  }
  if (waiting) {
    return [
      h('span', { class: 'done-mark wait' }, icon('clock')),
      h('h1', {}, say('Đang ghi sổ…', 'Recording…')),
      h('p', { class: 'done-number' }, say('Đã lưu trên máy này', 'Saved on this device')),
    ];
  }
  return [
    h('span', { class: 'done-mark wait' }, icon('clock')),
    h('h1', {}, say('Đã lưu trên máy này', 'Saved on this device')),
    h(
      'p',
      { class: 'done-number' },
      say('Phiếu tạm ', 'Provisional '),
      h('b', {}, row.provisional_no),
    ),
    h(
      'p',
      { class: 'hint' },
      say(
        'Sẽ tự gửi khi nối lại được. Cứ bán tiếp.',
        'It is sent by itself once connected. Go on selling.',
      ),
    ),
  ];
}

/** The receipt on the customer's own phone, once the laptop has it. */
const customersView = ({ app, row }) =>
  row.state === 'kept' &&
  receiptButton(app, { id: row.id, number: row.answer.receipt_no, big: true });

function paper(view) {
  const { app, row } = view;
  if (!app.till.booth.prints) return fromHere(row);
  if (row.state !== 'kept') {
    return h(
      'p',
      { class: 'hint' },
      say(
        'In được sau khi phiếu đã gửi lên máy chủ.',
        'It can be printed once the sale has reached the server.',
      ),
    );
  }
  const known = printOf(app, row.id);
  const asked = known || row.body.print || view.printed?.ok;
  const waiting = row.body.print ? say('Đang in phiếu…', 'The receipt is printing…') : '';
  // A refusal stands until the paper moves on: then the paper's own state is the truth.
  const refused = view.printed?.ok === false && view.printed.stood === standing(known);
  const words = refused ? view.printed.words : null;
  return [
    // What is on its way needs no second order; it would be a second paper.
    !underWay(known) &&
      button(
        { class: 'big', 'data-focus': 'print', onclick: () => print(view) },
        icon('printer'),
        asked ? again(known) : say('In phiếu', 'Print receipt'),
      ),
    known && paperState(known),
    (!known || words) &&
      h('p', { class: 'hint', role: 'status' }, words ?? view.printed?.words ?? waiting),
  ];
}

/** Without a printer of the booth: by this device's own, on a page of its own. */
const fromHere = (row) =>
  row.state === 'kept' &&
  h(
    'a',
    { class: 'button big', href: `/r/${row.id}/print`, target: '_blank', rel: 'noopener' },
    icon('printer'),
    say('In từ máy này', 'Print from this device'),
  );

const standing = (known) => known && `${known.id} ${known.state}`;

/** What one more press prints: the paper itself where none came out, else a copy. */
function again(known) {
  if (known?.state === 'failed') return say('In lại', 'Print again');
  return known ? say('In bản sao', 'Print a copy') : say('In lại', 'Print again');
}

/** Where the paper stands: printed, sent, waiting and why, failed. */
function paperState(print) {
  const [kind, sign] = signOf(print);
  return h(
    'p',
    { class: 'print-state', role: 'status', 'data-state': print.state },
    h('span', { class: `tag ${kind}` }, icon(sign), print.label),
    print.trouble && h('span', { class: 'hint' }, print.trouble),
    h('span', { class: 'hidden-words' }, statusWords(print)),
  );
}

async function print(view) {
  if (view.printing) return;
  view.printing = true;
  view.printed = await printSale(view.row.id);
  view.printed.stood = standing(printOf(view.app, view.row.id));
  view.printing = false;
  draw(view);
}
