// Counting a drawer by denomination.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds, noteList, sumOf } from '../../../static/js/shift/banknotes.js';

test('a drawer is worth the sum of its notes', () => {
  assert.equal(sumOf({ 500000: 3, 20000: 7, 1000: 0 }), 1640000n);
  assert.equal(sumOf({}), 0n);
});

test('only notes that are there are sent', () => {
  assert.deepEqual(noteList({ 500000: 3, 1000: 0 }), [{ note: 500000, count: 3 }]);
});

test('notes of 500 đồng are counted only where cash is rounded to them', () => {
  assert.equal(kinds(1000).includes(500), false);
  assert.equal(kinds(500).at(-1), 500);
});
