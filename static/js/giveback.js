// Money that goes back once the laptop has written it down. A row that is `unpaid` was asked for
// while the laptop was there, and nothing was handed out yet: whichever screen stands when the
// answer comes, the seller is told. Without the laptop money is handed out at once, as ever.

import { methodName } from './methods.js';
import { money } from './money.js';
import { toast } from './sheet.js';
import { say } from './words.js';

/** `37.000 đ`, or what of it goes back by which method, when there are several. */
export const backWords = (ways) =>
  ways.length === 1
    ? money(ways[0].amount)
    : ways.map(({ method, amount }) => `${methodName(method)} ${money(amount)}`).join(' + ');

/** Tells the seller to hand the money of a row out. */
export function handOut({ ways }) {
  const each = backWords(ways);
  toast(say(`Trả lại khách ${each}.`, `Give back ${each}.`));
}

/** What to do when the laptop refused before anything was handed out. */
export const refusal = (row) => {
  const keep = say('Đừng đưa tiền cho khách. ', 'Do not hand the money out. ');
  const why = row.answer?.message ?? say('Máy chủ không nhận.', 'The server does not accept it.');
  return keep + why;
};

/** Hears what becomes of such rows; a screen that waits for its own row says the refusal itself. */
export function watchRefunds(app) {
  app.outbox.watch((row) => {
    if (!row?.unpaid) return;
    if (row.state === 'kept') {
      handOut(row);
      // Sent again to a laptop with an older book, it is not handed out again.
      app.outbox.mark(row, { unpaid: false });
    } else if (row.state === 'attention' && app.screen?.asked?.() !== row.id) {
      toast(`${row.provisional_no ?? ''} ${refusal(row)}`.trim());
    }
  });
}
