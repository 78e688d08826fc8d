// What is told of the cash that a customer gave.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cashGiven, noneWords } from '../../../static/js/refund/receipt_words.js';

const cash = (amount, given) => ({ method: 'cash', amount, given });

test('change is what was given beyond the parts that cash paid', () => {
  assert.deepEqual(cashGiven([cash(12000, 100000)]), { given: 100000, change: 88000 });
  const parts = [{ method: 'card', amount: 5000 }, cash(20000, 20000), cash(40000, 50000)];
  assert.deepEqual(cashGiven(parts), { given: 70000, change: 10000 });
});

test('of cash that nobody counted out, and of money given back, nothing is told', () => {
  assert.equal(cashGiven([cash(12000, null)]), null);
  assert.equal(cashGiven([cash(-12000)]), null);
  assert.equal(cashGiven([{ method: 'vietqr', amount: 12000, given: null }]), null);
  assert.equal(cashGiven(undefined), null, 'a list of an older program');
});

test('a receipt that was not looked for to the end is not said to be missing', () => {
  const looked = { sales: [], more: true, before: 1234 };
  assert.match(noneWords({ query: 'tra', found: looked }), /Chưa thấy.*gõ số phiếu/);
  assert.match(noneWords({ query: 'tra', found: { sales: [], more: false } }), /Không có phiếu/);
  assert.match(noneWords({ query: 'tra', note: 'no network' }), /Không có phiếu/);
  assert.match(noneWords({ query: 'tra', found: null }), /Đang tìm/);
  assert.match(noneWords({ query: '' }), /Chưa bán/);
});
