import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  byWays,
  goodsBack,
  remaining,
  moneyBack,
  needsManager,
  readSale,
} from '../../../static/js/model/refund_math.js';

const sale = (more = {}) =>
  readSale({
    total: 99999,
    rounding: 1,
    given_back: 0,
    cash_step: 1000,
    methods: ['cash'],
    ways: [{ method: 'cash', amount: 100000, gone: more.given_back ?? 0 }],
    seller: 'Lan',
    seller_id: 'lan',
    in_time: true,
    alone: 0,
    limits: { refund: 1000000, offline_refund: 50000 },
    manages: false,
    lines: [{ n: 0, quantity: '3', returned: '0', amount: 99999, given_back: 0 }],
    ...more,
  });

const one = [{ n: 0, quantity: 1000n }];

test('the parts of a rounded price add up to what was paid', () => {
  const first = sale();
  assert.equal(moneyBack(first, one, null), 33000n);
  const line = (returned, back) => [
    { n: 0, quantity: '3', returned, amount: 99999, given_back: back },
  ];
  const second = sale({ given_back: 33000, lines: line('1', 33333) });
  assert.equal(moneyBack(second, one, null), 34000n);
  const third = sale({ given_back: 67000, lines: line('2', 66666) });
  assert.equal(remaining(third.lines[0]), 1000n);
  assert.equal(moneyBack(third, one, null), 33000n);
});

test('a transfer back is not rounded, the last piece gives back all that was paid', () => {
  assert.equal(moneyBack(sale(), one, 'vietqr'), 33333n);
  assert.equal(moneyBack(sale(), [{ n: 0, quantity: 3000n }], 'vietqr'), 100000n);
});

test('halves are rounded up as on the server', () => {
  const line = { quantity: 1000n, returned: 0n, amount: 5n, given_back: 0n };
  assert.equal(goodsBack(line, 500n), 3n);
});

test('a seller takes back own sales of the open shift within the limit', () => {
  const [lan, minh] = ['lan', 'minh'].map((id) => ({ id, name: id }));
  assert.equal(needsManager(sale(), lan, 100000n, false), null);
  assert.equal(needsManager(sale(), lan, 100000n, true), 'limit');
  assert.equal(needsManager(sale(), minh, 1n, false), 'own');
  assert.equal(needsManager(sale({ in_time: false }), lan, 1n, false), 'own');
  assert.equal(needsManager(sale({ manages: true }), minh, 9000000n, false), null);
});

test('a sale paid in two ways goes back in both, each as it was paid', () => {
  const ways = [
    { method: 'vietqr', amount: 50000, gone: 0 },
    { method: 'cash', amount: 620000, gone: 0 },
  ];
  const lines = [{ n: 0, quantity: '2', returned: '0', amount: 670000, given_back: 0 }];
  const split = sale({ total: 670000, rounding: 0, ways, lines, methods: ['vietqr', 'cash'] });
  assert.deepEqual(byWays(split, 670000n), [50000n, 620000n]);
  assert.deepEqual(byWays(split, 335000n), [25000n, 310000n]);
  split.given_back = 335000n;
  split.ways[0].gone = 25000n;
  split.ways[1].gone = 310000n;
  assert.deepEqual(byWays(split, 335000n), [25000n, 310000n]);
});
