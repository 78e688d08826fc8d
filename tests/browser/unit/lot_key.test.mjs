// Lots are compared as in src/base/code.rs; the same pairs stand there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lotKey } from '../../../static/js/model/lot_key.js';

test('a lot is one however it is written', () => {
  for (const text of ['B77', 'b77', 'Lô B-77', 'lot B 77', ' ＬÔ　b77 '.normalize('NFKC')]) {
    assert.equal(lotKey(text), 'b77', text);
  }
  assert.equal(lotKey('001'), lotKey('1'));
  assert.equal(lotKey('000'), '000');
  assert.notEqual(lotKey('L01'), lotKey('L1'));
  assert.equal(lotKey('lô'), 'lo');
  assert.equal(lotKey(''), '');
});
