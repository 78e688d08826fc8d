// Money that goes back once the laptop has written it down. A row that is `unpaid` was asked for
// while the laptop was there, and nothing was handed out yet: whichever screen stands when the
// answer comes, the seller is told. Without the laptop money is handed out at once, as ever.

import { button, h } from '../lib/dom.js';
import { methodName } from '../till/payment_methods.js';
import { money } from '../model/money.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { clock, say } from '../lib/words.js';

/** `37.000 đ`, or what goes back by which method, unless all of it is cash. */
export const backWords = (ways) =>
  ways.length === 1 && !elsewhere(ways)
    ? money(ways[0].amount)
    : ways.map(({ method, amount }) => `${methodName(method)} ${money(amount)}`).join(' + ');

/** Whether some of it does not come out of the drawer. */
export const elsewhere = (ways) => ways.some(({ method }) => method && method !== 'cash');

/** Tells the seller to hand the money of a row out. */
export function handOut({ ways }) {
  const each = backWords(ways);
  toast(say(`Trả lại khách ${each}.`, `Give back ${each}.`));
}

// The rows that the seller was told of since the page was opened.
const shown = new Set();

/** The laptop has written the row down before the eyes of its seller: the money goes back now. */
export function payOut(app, row) {
  shown.add(row.id);
  handOut(row);
  // Sent again to a laptop with an older book, it is not handed out again.
  return app.outbox.mark(row, { unpaid: false });
}

/** What to do when the laptop refused before anything was handed out. */
export const refusal = (row) => {
  const keep = say('Đừng đưa tiền cho khách. ', 'Do not hand the money out. ');
  const why = row.answer?.message ?? say('Máy chủ không nhận.', 'The server does not accept it.');
  return keep + why;
};

/**
 * Hears what becomes of such rows, also of those that were answered before anybody listened. The
 * screen that waits for its own row says it by itself, before this hears of it; elsewhere a sheet
 * does, and the row stays unpaid until the seller says that the customer has the money.
 */
export function watchRefunds(app) {
  let told = Promise.resolve();
  const kept = (row) => {
    if (shown.has(row.id)) return;
    shown.add(row.id);
    told = told.then(() => askPayout(app, row)).catch(() => {});
  };
  app.outbox.list('kept').then((rows) => rows.filter((row) => row.unpaid).forEach(kept));
  app.outbox.watch((row) => {
    if (!row?.unpaid) return;
    if (row.state === 'kept') kept(row);
    else if (row.state === 'attention' && app.screen?.asked?.() !== row.id) {
      toast(`${row.provisional_no ?? ''} ${refusal(row)}`.trim());
    }
  });
}

/** The laptop has written down a refund whose money nobody was told to hand out yet. */
async function askPayout(app, row) {
  const number = row.answer?.receipt_no ?? row.provisional_no ?? '';
  const paid = await openSheet(say('Còn tiền phải trả khách', 'Money to give back'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h(
        'p',
        {},
        say(
          `Máy chủ đã ghi phiếu trả hàng ${number} (${clock(row.made_ms)}).`,
          `The server has recorded the refund ${number} (${clock(row.made_ms)}).`,
        ),
      ),
      h(
        'p',
        { class: 'lead' },
        say('Trả lại khách ', 'Give back '),
        h('b', {}, backWords(row.ways)),
        '.',
      ),
      button({ class: 'main', onclick: () => close(true) }, say('Đã trả khách', 'Given back')),
    ),
  );
  if (paid) await app.outbox.mark(row, { unpaid: false });
}
