// The figures of a shift as the till shows them: an X while it is open, the result after it.

import { h } from '../lib/dom.js';
import { methodName as method } from '../till/payment_methods.js';
import { group, money } from '../model/money.js';
import { say } from '../lib/words.js';

/** A line of figures. */
export const fact = (label, value, strong) =>
  h('li', { class: strong ? 'strong' : '' }, h('span', {}, label), h('b', {}, value));

/**
 * An X on the screen: what was sold so far. Cash, and what should be in the drawer, is for the
 * manager alone: who counts the drawer counts it blind.
 */
export function figures(x) {
  const sums = x.figures;
  return h(
    'ul',
    { class: 'rows shift-facts' },
    fact(say('Phiếu bán', 'Sales'), group(BigInt(sums.sales))),
    sums.reversals > 0 &&
      fact(say('Phiếu hủy, trả hàng', 'Voids and refunds'), group(BigInt(sums.reversals))),
    sums.methods.map((sum) => fact(method(sum.method), money(sum.amount))),
    sums.paid_in > 0 && fact(say('Thu thêm vào két', 'Paid in'), money(sums.paid_in)),
    sums.paid_out > 0 && fact(say('Chi ra từ két', 'Paid out'), money(-sums.paid_out)),
    x.expected === undefined
      ? h(
          'li',
          { class: 'hint' },
          say(
            'Tiền mặt và doanh thu hiện sau khi đếm két.',
            'Cash and revenue show once the drawer was counted.',
          ),
        )
      : [
          fact(say('Doanh thu', 'Revenue'), money(sums.revenue), true),
          fact(say('Phải có trong két', 'Should be in the drawer'), money(x.expected), true),
        ],
  );
}

/** What was counted against what should be there, in words. */
export function zFacts(z) {
  const gap = BigInt(z.difference);
  const size = gap < 0n ? -gap : gap;
  const [kind, words] =
    gap === 0n
      ? ['good', say('Đủ tiền', 'Exact')]
      : gap > 0n
        ? ['gold', say('Thừa', 'Over')]
        : ['stop', say('Thiếu', 'Short')];
  return [
    h(
      'div',
      { class: `notice shift-gap ${kind}`, role: 'status' },
      h('span', {}, words),
      h('strong', { class: 'due-figure' }, money(size)),
    ),
    h(
      'ul',
      { class: 'rows shift-facts' },
      fact(say('Phải có trong két', 'Should be in the drawer'), money(z.expected)),
      fact(say('Đếm được', 'Counted'), money(z.counted)),
      (z.after_count ?? 0) !== 0 &&
        fact(say('Vào két sau khi đếm', 'Came after the count'), money(z.after_count)),
      fact(say('Tiền lẻ đầu ca', 'Float'), money(z.float)),
      z.figures.methods.map((sum) => fact(method(sum.method), money(sum.amount))),
      z.figures.paid_in > 0 && fact(say('Thu thêm', 'Paid in'), money(z.figures.paid_in)),
      z.figures.paid_out > 0 && fact(say('Chi ra', 'Paid out'), money(-z.figures.paid_out)),
      fact(say('Doanh thu', 'Revenue'), money(z.figures.revenue), true),
    ),
  ];
}
