import assert from 'node:assert/strict';
import { test } from 'node:test';
import { felt } from '../../../static/js/lib/haptics.js';

/** What a phone felt, which wants less motion or not. */
function phone(still) {
  const buzzed = [];
  const vibrate = (pattern) => buzzed.push(pattern);
  Object.defineProperty(globalThis, 'navigator', { value: { vibrate }, configurable: true });
  globalThis.matchMedia = () => ({ matches: still });
  return buzzed;
}

test('a tap, a sale and a refusal feel different', () => {
  const buzzed = phone(false);
  for (const what of ['tap', 'recorded', 'refused']) felt(what);
  assert.deepEqual(buzzed, [15, [30, 60, 90], [60, 80, 60]]);
});

test('who asked for less motion feels nothing, and a phone without a motor does not mind', () => {
  const buzzed = phone(true);
  felt('refused');
  assert.deepEqual(buzzed, []);
  phone(false);
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  felt('tap');
});
