import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merge, question, stale } from '../../../static/js/net/goods.js';

const known = {
  pos: 40,
  day: '2026-06-03',
  lang: 'vi',
  products: [
    { uid: 'a', name: 'Mật ong', price: 185000 },
    { uid: 'b', name: 'Chè', price: 50000 },
  ],
};

test('a till asks only for what changed since the position it knows', () => {
  assert.equal(question(null), '/api/v1/till?next=1');
  assert.equal(question(known, 12), '/api/v1/till?next=12&since=40', 'and tells its next number');
  assert.equal(question({ ...known, lang: 'en' }, 2), '/api/v1/till?next=2', 'other words');
});

test('changed goods take their place, new ones stand last, gone ones go', () => {
  const products = [
    { uid: 'b', name: 'Chè', price: 60000 },
    { uid: 'c', name: 'Miến', price: 90000 },
  ];
  const answer = { pos: 44, since: 40, day: '2026-06-03', products, gone: ['a'] };
  const now = merge(known, answer);
  assert.deepEqual(now.products, products);
  assert.equal(now.pos, 44);
});

test('nothing changed leaves the very same list', () => {
  const answer = { pos: 44, since: 40, day: '2026-06-03', products: [], gone: [] };
  assert.equal(merge(known, answer).products, known.products);
});

test('a whole answer replaces everything, and another day is asked for whole', () => {
  const answer = { pos: 44, since: null, day: '2026-06-04', products: [], gone: null };
  assert.deepEqual(merge(known, answer).products, []);
  assert.equal(stale(known, answer), false);
  assert.equal(stale(known, { ...answer, since: 40 }), true, 'stars may have ended at midnight');
});
