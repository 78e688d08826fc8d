import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asTyped, createKeys, saleIn, saleOf } from '../../../static/js/scan/receipt_address.js';

const SALE = '019eaa65-dd80-7eef-9cc7-e9f926fcb68f';
const ADDRESS = `http://192.168.1.20:8080/r/${SALE}`;

/** The keys a scanner of an American keyboard presses for a text. */
function places(text) {
  const one = (char) => {
    if (/[a-z]/i.test(char)) return `Key${char.toUpperCase()}`;
    if (/\d/.test(char)) return `Digit${char}`;
    return { ':': 'Semicolon', '/': 'Slash', '.': 'Period', '-': 'Minus' }[char];
  };
  return [...text].map((char) => ({ code: one(char) }));
}

function pressed(text) {
  const keys = createKeys();
  for (const event of places(text)) keys.press(event);
  return keys;
}

test('the address of a receipt names its sale, and nothing else does', () => {
  assert.equal(saleOf(ADDRESS), SALE);
  assert.equal(saleOf(` https://ocop.example.vn/r/${SALE.toUpperCase()}\n`), SALE);
  for (const text of ['A03-0142', `${ADDRESS}/receipt.png`, `/r/${SALE.slice(1)}`, `/s/${SALE}`]) {
    assert.equal(saleOf(text), null, text);
  }
});

test('Telex makes other letters of an id, and the keys still say what was scanned', () => {
  const telex = ADDRESS.replace('eaa65', 'eâ65').replace('dd80', 'đ80').replace('7eef', '7ề');
  assert.notEqual(telex, ADDRESS);
  assert.equal(saleOf(telex), null);
  assert.equal(saleIn(telex, pressed(ADDRESS).take()), SALE, 'by the place of the keys');
  assert.equal(saleIn(telex, ''), SALE, 'by the letters, where no key was named');
  assert.equal(asTyped('Đặc ưu'), 'ddawjc uwu');
});

test('a number typed after an address is the number', () => {
  const keys = pressed(`${ADDRESS}A03-0142`);
  assert.equal(saleIn('A03-0142', keys.take()), null);
  assert.equal(keys.take(), '', 'what was taken is forgotten');
});
