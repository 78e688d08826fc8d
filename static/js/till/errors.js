// What is said when something goes wrong on the device itself, fetched when it is needed.

import { samples, sellable, total } from '../model/cart.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { money } from '../model/money.js';
import { LIMIT } from '../model/price.js';
import { toast } from '../lib/toast.js';
import { Elsewhere } from '../net/store.js';
import { say } from '../lib/words.js';

/** A write failed where nobody looked for it, most likely because the disk is full. */
export const trouble = () =>
  toast(
    say(
      'Máy chưa lưu được. Đừng tắt trang này, báo chủ gian.',
      'This device could not keep something. Leave this page open and tell the manager.',
    ),
  );

/** A cart that cannot be sold as it would be: it stays as it was, unless it was so before. */
export function odd(app, cart) {
  if (!sellable(cart)) {
    const before = app.cart.lines.length && !sellable(app.cart);
    return before ? app.change({ cart }) : tooLarge();
  }
  return total(cart) > 0n || samples(cart) ? full() : forNothing(app, cart);
}

/** What was taken off more goods than are left would give them away: it goes with the goods. */
function forNothing(app, cart) {
  const { discount: _, ...whole } = cart;
  const lines = cart.lines.map(({ discount: __, ...line }) => line);
  const kept = [whole, { ...whole, lines }].find((one) => total(one) > 0n);
  // By the fair's promotions goods may cost nothing.
  app.change({ cart: kept ?? cart });
  if (!kept) return;
  toast(
    say(
      'Giảm như vậy thì hết cả tiền hàng, nên đã bỏ phần giảm giá. Cần thì giảm lại.',
      'The discount would take all of it, so it is gone. Give another if need be.',
    ),
  );
}

/** More than the laptop takes for a sale, and than anybody pays. */
export const tooLarge = () =>
  toast(
    say(
      `Một đơn nhiều nhất ${money(LIMIT)}: hãy bớt số lượng.`,
      `A sale comes to ${money(LIMIT)} at most: take some off.`,
    ),
  );

/** A sale has a hundred lines at most: more would be refused after the money was taken. */
const full = () =>
  toast(
    say(
      'Giỏ đã đủ 100 dòng. Thu tiền giỏ này rồi mở giỏ mới.',
      'The cart has 100 lines, the most. Take the money for it and begin another.',
    ),
  );

/** The sentence for a write that this device did not take: nothing has happened. */
export function notKept(app, error) {
  if (error instanceof Elsewhere) app.elsewhere();
  return h(
    'p',
    { class: 'error', role: 'alert' },
    icon('unlink'),
    ' ',
    say(
      'Máy chưa lưu được phiếu (có thể hết bộ nhớ). Chưa ghi gì cả: bấm lại, hoặc báo quản lý.',
      'This device could not keep the sale (its memory may be full). Nothing was recorded: ' +
        'press again, or tell the manager.',
    ),
  );
}

/** The screen of a tab that does not hold the page; on its button this tab takes it. */
export function elsewhere(root, lease) {
  const here = async () => {
    await lease.take();
    location.reload();
  };
  fill(
    root,
    h(
      'section',
      { class: 'closed' },
      h('h1', {}, say('Đang mở ở tab khác', 'Open in another tab')),
      h(
        'p',
        {},
        say(
          'Mỗi máy chỉ bán ở một tab, để không giỏ hàng nào bị bán hai lần.',
          'A device sells in one tab only, so that no cart is sold twice.',
        ),
      ),
      button({ class: 'main', onclick: here }, say('Dùng ở tab này', 'Use it in this tab')),
    ),
  );
}
