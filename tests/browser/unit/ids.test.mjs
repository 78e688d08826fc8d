import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, matches } from '../../../static/js/model/fold.js';
import { checkLetter, provisional, reference, uuid7 } from '../../../static/js/model/ids.js';

test('an id is a UUID of version 7 that begins with its instant', () => {
  const id = uuid7(0x0190a1b2c3d4, new Uint8Array(16).fill(0xff));
  assert.equal(id, '0190a1b2-c3d4-7fff-bfff-ffffffffffff');
  const many = new Set(Array.from({ length: 2000 }, () => uuid7(1)));
  assert.equal(many.size, 2000);
});

test('a reference carries a check letter that sees one wrong or two swapped letters', () => {
  for (let n = 0; n < 200; n += 1) {
    const text = reference();
    assert.match(text, /^OC[0-9A-HJKMNP-TV-Z]{7}$/);
    const right = (text) => checkLetter(text.slice(2, 8)) === text[8];
    assert.ok(right(text), text);
    const at = 2 + (n % 7);
    const other = text[at] === '5' ? '6' : '5';
    assert.equal(right(text.slice(0, at) + other + text.slice(at + 1)), false, text);
  }
  assert.equal(checkLetter('000000'), '0');
});

test('a provisional number names booth, device and its count', () => {
  assert.equal(provisional('A03', 'L', 33), 'A03-L-0033');
  assert.equal(provisional('A03', 'L', 12345), 'A03-L-12345');
});

test('search needs no marks and no order of words', () => {
  assert.equal(fold('Đường Mật  ong'), 'duong mat ong');
  assert.equal(fold('Đu\u031bo\u031b\u0300ng'), 'duong');
  assert.equal(matches(fold('Mật ong rừng Tiên Yên'), 'yên mat'), true);
  assert.equal(matches(fold('Mật ong rừng Tiên Yên'), 'trà'), false);
});
