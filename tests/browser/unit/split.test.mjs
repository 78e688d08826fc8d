// The arithmetic of a sale paid in several ways.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toStep } from '../../../static/js/model/cash_rounding.js';
import * as split from '../../../static/js/model/split.js';

const cash = (amount, given = amount) => ({ method: 'cash', amount, given });
const card = (amount) => ({ method: 'card', amount, reference: '4412' });
const qr = (amount, got) => ({
  method: 'vietqr',
  amount,
  qr: { id: 'x', reference: 'OC7K3M9QE', amount: Number(amount) },
  ...(got && { got_ms: 1 }),
});

test('cash is applied up to what is left, and only cash gives change', () => {
  const parts = [card(100000n), split.cashPart(85000n, 100000n)];
  assert.deepEqual(parts[1], { method: 'cash', amount: 85000n, given: 100000n });
  assert.equal(split.sumOf(parts), 185000n);
  assert.equal(split.changeOf(parts), 15000n);
  assert.equal(split.changeOf([card(5n), qr(6n)]), 0n);
  assert.deepEqual(split.cashPart(85000n, 50000n).amount, 50000n);
});

test('only cash alone is rounded; one part by card makes the sum exact', () => {
  const total = 461145n;
  assert.equal(split.restFor('cash', total, [], 1000), 461000n);
  assert.equal(split.restFor('card', total, [], 1000), 461145n);
  assert.equal(split.restFor('cash', total, [cash(61000n)], 1000), 400000n);
  assert.ok(split.covers(total, [cash(61000n), cash(400000n)], 1000));
  assert.ok(!split.covers(total, [cash(61145n), cash(400000n)], 1000), 'nobody has 145 đồng');
  assert.ok(!split.covers(total, [cash(61000n), card(400000n)], 1000));
  assert.ok(split.covers(total, [cash(61000n), card(400145n)], 1000));
  assert.equal(split.restOf(total, [cash(461000n)], 1000), 0n, 'nothing is left of cash alone');
  assert.ok(!split.covers(0n, [], 1000), 'nothing paid is no payment');
});

test('a part in cash is a sum that notes can pay; the odd đồng go another way', () => {
  const total = 179550n;
  assert.equal(split.restFor('cash', total, [], 1000), 180000n);
  assert.equal(split.restFor('cash', total, [cash(100000n)], 1000), 80000n);
  assert.equal(split.restFor('card', total, [cash(100000n)], 1000), 79550n);
  assert.equal(split.restFor('cash', total, [card(100000n)], 1000), 79000n);
  assert.equal(split.restFor('cash', total, [card(179000n)], 1000), 0n);
  assert.equal(split.restFor('cash', total, [card(100000n)], 500), 79500n);
  assert.equal(split.restFor('cash', total, [card(100000n)], 0), 79550n, 'nothing is rounded here');
  assert.ok(split.inNotes(79000n, 1000) && !split.inNotes(79550n, 1000));
  assert.ok(split.inNotes(79550n, 0));
});

test('a transfer counts as in hand only when the seller saw it', () => {
  const parts = [cash(10n), qr(20n), qr(30n, true)];
  assert.equal(split.sumOf(parts), 60n);
  assert.equal(split.inHand(parts), 40n);
  assert.deepEqual(split.unseenTransfers(parts), [parts[1]]);
});

test('the laptop is told amounts, what was given, and references of each kind', () => {
  assert.deepEqual(split.tenders([cash(10n, 20n), qr(20n), card(5n)]), [
    { method: 'cash', amount: 10, given: 20 },
    { method: 'vietqr', amount: 20, reference: 'OC7K3M9QE' },
    { method: 'card', amount: 5, reference: '4412' },
  ]);
});

test('however parts are added, what is left and what is paid are the sum', () => {
  let seed = 17;
  const chance = (most) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % most;
  };
  for (let round = 0; round < 300; round += 1) {
    const total = BigInt(1 + chance(900000));
    const step = [0, 500, 1000][chance(3)];
    const parts = [];
    while (parts.length < split.MOST && !split.covers(total, parts, step)) {
      const method = ['cash', 'card', 'vietqr'][chance(3)];
      const rest = split.restFor(method, total, parts, step);
      if (rest === 0n) break;
      const last = parts.length === split.MOST - 1;
      const amount = last ? rest : BigInt(1 + chance(Number(rest)));
      const given = split.notesOf(amount + BigInt(chance(9999)), step);
      if (method !== 'cash') parts.push({ method, amount });
      else if (given > 0n) parts.push(split.cashPart(rest, given));
      else break;
    }
    const sum = split.sumOf(parts);
    const cashAlone = parts.every((part) => part.method === 'cash');
    if (!cashAlone) assert.ok(sum <= total, `${sum} of ${total}`);
    if (split.covers(total, parts, step)) {
      assert.equal(sum, cashAlone ? toStep(total, step) : total);
    }
    for (const part of parts.filter((one) => one.method === 'cash')) {
      assert.ok(split.inNotes(part.amount, step), `${part.amount} of ${total}`);
    }
    assert.ok(split.changeOf(parts) >= 0n);
  }
});

test('the customer is shown what the till says is left, and what cash alone would take', () => {
  const total = 59940n;
  const shown = (parts) => split.shownOf(total, parts, 1000);
  assert.deepEqual(shown([]), { paid: 0, left: 59940, awaited: 0, cash: 60000 });
  assert.deepEqual(shown([cash(20000n)]), { paid: 20000, left: 39940, awaited: 0, cash: 40000 });
  // The last sixty đồng are rounded off, not owed to the customer.
  assert.deepEqual(shown([cash(60000n)]), { paid: 60000, left: 0, awaited: 0 });
  assert.deepEqual(shown([card(9940n)]), { paid: 9940, left: 50000, awaited: 0 });
  const waits = { paid: 50000, left: 0, awaited: 9940 };
  assert.deepEqual(shown([cash(50000n), qr(9940n)]), waits, 'a transfer is on its way');
  for (let sum = 1n; sum < 5000n; sum += 7n) {
    for (let first = 1000n; first <= sum; first += 1000n) {
      assert.ok(split.shownOf(sum, [cash(first)], 1000).left >= 0, `${first} of ${sum}`);
    }
  }
});
