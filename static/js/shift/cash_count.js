// Before and while a drawer is counted: what a count must not forget, and the count itself, kept on
// the disk so that a call, the phone's Back or a reload does not begin it anew.

import { button, h, icon } from '../lib/dom.js';
import { money } from '../model/money.js';
import { openSheet } from '../lib/sheet.js';
import { unseenTransfers, sumOf } from '../model/split.js';
import { get, set } from '../net/store.js';
import { say } from '../lib/words.js';

/** What was counted so far for `of`, as { note: count }. */
export async function countSoFar(of) {
  const kept = await get('count');
  return kept?.of === of ? kept.counts : {};
}

/** Keeps what was counted so far; nothing hangs on it, so nobody waits for the disk. */
export const keepCount = (of, counts) => set('count', { of, counts: { ...counts } });

/** The shift that is counted turned out to be known by another id. */
export async function renameCount(mode, before, now) {
  const kept = await get('count');
  if (kept?.of === `${mode}-${before}`) await set('count', { ...kept, of: `${mode}-${now}` });
}

/** The count is written, or of no use any more. */
export const forgetCount = () => set('count', undefined);

/** Cash of sales that are not paid to the end, and how many customers' transfers are awaited. */
export function unfinished(parked) {
  const parts = parked.flatMap((one) => one.parts ?? []);
  const transfers = parked.filter((one) => one.qr).length + unseenTransfers(parts).length;
  return { cash: sumOf(parts.filter((part) => part.method === 'cash')), transfers };
}

/** Whether to count now, though somebody has not finished paying. */
export async function readyToCount(app) {
  const { cash, transfers } = unfinished(app.parked);
  if (!cash && !transfers) return true;
  const title = say('Còn khách chưa trả xong', 'Somebody has not finished paying');
  return openSheet(title, (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      cash > 0n &&
        h(
          'p',
          { class: 'notice gold' },
          icon('clock'),
          say(
            `${money(cash)} tiền mặt của đơn trả dở đang nằm trong két mà chưa vào sổ. Thu xong ` +
              'đơn đó rồi hãy đếm, hoặc để riêng số tiền này ra.',
            `${money(cash)} in cash of an unfinished sale lies in the drawer and in no book yet. ` +
              'Finish that sale before counting, or put this money apart.',
          ),
        ),
      transfers > 0 &&
        h(
          'p',
          { class: 'notice wait' },
          icon('clock'),
          say(`${transfers} khách đang chờ chuyển khoản.`, `Transfers awaited: ${transfers}.`),
        ),
      button(
        { class: 'main', onclick: () => app.go('sell', close(false)) },
        say('Về bán hàng để thu xong', 'Go and finish them'),
      ),
      button({ class: 'big', onclick: () => close(true) }, say('Cứ đếm két', 'Count all the same')),
    ),
  );
}
