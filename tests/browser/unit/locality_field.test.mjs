import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, parted } from '../../../static/js/lib/locality_field.js';

test('of a venue what follows its first comma is looked for', () => {
  assert.deepEqual(parted('Quảng trường 30/10, hong gai', true), {
    before: 'Quảng trường 30/10, ',
    sought: 'hong gai',
  });
  assert.deepEqual(parted(' hong gai ', true), { before: '', sought: 'hong gai' });
  assert.deepEqual(parted('thuy xuan, thai thuy', false), {
    before: '',
    sought: 'thuy xuan, thai thuy',
  });
});

test('keys go round among what is offered', () => {
  assert.equal(moved('ArrowDown', -1, 3), 0);
  assert.equal(moved('ArrowDown', 2, 3), 0);
  assert.equal(moved('ArrowUp', -1, 3), 2);
  assert.equal(moved('ArrowUp', 1, 3), 0);
});
