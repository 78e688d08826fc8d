// The stocktake as a phone keeps it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as take from '../../../static/js/model/stocktake.js';

const honey = { uid: 'h', name: 'Mật ong', unit: 'chai 500 ml' };
const squid = { uid: 's', name: 'Chả mực', unit: 'kg' };
const tea = { uid: 't', name: 'Trà', unit: 'hộp' };
const lot = (name, quantity, tracked = true) => ({
  lot: name, owner: 'o', owner_name: 'HTX', expires_on: '2026-12-12', quantity, tracked,
});
const levels = [
  { product: 's', lots: [lot('2611A', '14.2'), lot('2610B', '0', false)] },
  { product: 'h', lots: [lot('L1', '20'), lot('L2', '33')] },
];

test('lots are lines, and so are goods of which the laptop told no lot', () => {
  const lines = take.shelf([honey, squid, tea], levels, {});
  assert.deepEqual(
    lines.map(({ name, lot: of, book }) => [name, of, book]),
    [['Mật ong', 'L1', 20000], ['Mật ong', 'L2', 33000], ['Chả mực', '2611A', 14200],
      ['Trà', '', undefined]],
  );
});

test('untouched, counted and counted nothing are three things', () => {
  const [line] = take.shelf([tea], null, {});
  assert.deepEqual(take.batches({}), []);
  const none = take.count({}, line, { quantity: 0, at: 1000, by: 'Lan', book: 5000 });
  assert.equal(take.difference(none[line.key]), -5000);
  assert.deepEqual(take.batches(none).map(take.linesOf), [
    [{ product: 't', unit: 'hộp', lot: '', quantity: '0', at_ms: 1000, by: 'Lan' }],
  ]);
  assert.deepEqual(take.forget(none, line), {});
});

test('the first number stays beside a changed one', () => {
  const [line] = take.shelf([squid], levels, {});
  let counted = take.count({}, line, { quantity: 13000, at: 1, by: 'Lan', book: 14200 });
  counted = take.count(counted, line, { quantity: 14200, at: 2, by: 'Lan', book: 14200 });
  counted = take.count(counted, line, { quantity: 13700, at: 3, by: 'Lan', book: 14200 });
  assert.equal(counted[line.key].first, 13000);
  // A count says how much there is, and nothing of the lot's last day.
  assert.deepEqual(take.linesOf(counted), [{
    product: 's',
    unit: 'kg',
    owner: 'o',
    lot: '2611A',
    quantity: '13.7',
    first: '13',
    at_ms: 3,
    by: 'Lan',
  }]);
  assert.equal(take.difference(counted[line.key]), -500);
  assert.equal(take.difference({ quantity: 5, book: null }), null, 'the book is not known yet');
});

test('a count says in which unit it is, and in another one nothing of it is a first number', () => {
  const crates = [{ uid: 'b', name: 'Bia', unit: 'thùng' }];
  const [line] = take.shelf(crates, null, {});
  let counted = take.count({}, line, { quantity: 10000, at: 1, by: 'Lan', book: 12000 });
  assert.equal(take.linesOf(counted)[0].unit, 'thùng');
  // The laptop tells of bottles meanwhile, and knows better than the goods that this phone keeps.
  const [bottles] = take.shelf(crates, [{ product: 'b', unit: 'chai', lots: [] }], counted);
  assert.equal(bottles.unit, 'chai');
  assert.ok(take.otherUnit(counted[line.key], bottles));
  assert.ok(!take.otherUnit({ quantity: 1 }, bottles), 'a count of before the unit was kept');
  counted = take.count(counted, bottles, { quantity: 240000, at: 2, by: 'Lan', book: null });
  assert.deepEqual(take.linesOf(counted), [
    { product: 'b', unit: 'chai', lot: '', quantity: '240', at_ms: 2, by: 'Lan' },
  ]);
});

test('a line that the laptop no longer tells of stays in the count', () => {
  const [line] = take.shelf([squid], levels, {});
  const counted = take.count({}, line, { quantity: 1000, at: 1, by: 'Lan', book: null });
  assert.ok(take.shelf([squid], [], counted).some(({ key }) => key === line.key));
});

test('what was sold within five minutes of its count wants counting again', () => {
  const sale = { kind: 'sale', body: { paid_at_ms: 600000, lines: [{ product: 's' }] } };
  assert.ok(take.soldNear({ product: 's', at: 600000 - take.NEAR_MS }, [sale]));
  assert.ok(!take.soldNear({ product: 's', at: 600001 + take.NEAR_MS }, [sale]));
  assert.ok(!take.soldNear({ product: 'h', at: 600000 }, [sale]));
});

test('more than three hundred lines are several documents', () => {
  const one = (_, n) => ({ uid: `p${n}`, name: `H${n}`, unit: 'gói' });
  const goods = Array.from({ length: 301 }, one);
  let counted = {};
  for (const line of take.shelf(goods, null, {})) {
    counted = take.count(counted, line, { quantity: 1000, at: 1, by: '', book: null });
  }
  const sizes = take.batches(counted).map((part) => take.linesOf(part).length);
  assert.deepEqual(sizes, [300, 1]);
});

test('what is measured out has parts, what is counted in pieces has none', () => {
  assert.ok(take.measured('kg') && take.measured(' Lít '));
  assert.ok(!take.measured('gói 500 g') && !take.measured('chai'));
});

test('a line that is left out and counted again keeps the number before the book was seen', () => {
  const [line] = take.shelf([squid], levels, {});
  let counted = take.count({}, line, { quantity: 1000, at: 1, by: 'Lan', book: 14200 });
  const seen = take.firstOf(counted[line.key]);
  counted = take.forget(counted, line);
  counted = take.count(counted, line, { quantity: 14200, at: 2, by: 'Lan', book: null, seen });
  assert.equal(take.linesOf(counted)[0].first, '1');
  // What was put right before anybody saw the book was a slip of the finger.
  counted = take.count({}, line, { quantity: 1000, at: 1, by: 'Lan', book: null });
  counted = take.count(counted, line, { quantity: 10000, at: 2, by: 'Lan', book: null });
  assert.equal(take.linesOf(counted)[0].first, undefined);
});

test('lots of several owners say whose they are, and what was not kept has no figure', () => {
  const two = [{ product: 'h', lots: [
    { ...lot('', '10'), owner: 'a', owner_name: 'HTX A' },
    { ...lot('', '-12', false), owner: 'b', owner_name: 'HTX B' },
  ] }];
  const lines = take.shelf([honey], two, {});
  const told = lines.map(({ whose, book }) => [whose, book]);
  assert.deepEqual(told, [['HTX A', 10000], ['HTX B', null]]);
  const [one] = take.shelf([squid], levels, {});
  assert.equal(one.whose, undefined);
});
