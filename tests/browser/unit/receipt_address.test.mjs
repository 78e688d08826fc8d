import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  asTyped,
  createKeys,
  numberIn,
  numberOf,
  saleIn,
  saleOf,
} from '../../../static/js/scan/receipt_address.js';

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

test('a signed paper names its receipt, however its code comes', () => {
  // Made by hand by the table in docs/rooms/print.md: 1, a key of 1 2 3 4, sequence 300, 185,000 đ,
  // second 5, hash of eight nines, A03KT-0142, and a signature of sixty-four sevens.
  const bytes = [1, 1, 2, 3, 4, 0xac, 0x02, 0xd0, 0xca, 0x16, 5, ...Array(8).fill(9)];
  bytes.push(...new TextEncoder().encode('A03KT-0142'), ...Array(64).fill(7));
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const five = bits.match(/.{1,5}/g).map((part) => parseInt(part.padEnd(5, '0'), 2));
  const code = five.map((value) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[value]).join('');
  const link = `https://ocop.quangninh.gov.vn/c#${code}`;
  assert.equal(numberOf(link), 'A03KT-0142');
  assert.equal(numberOf(link.toLowerCase()), 'A03KT-0142');
  assert.equal(numberIn(`x${code}`, pressed(`https://a.vn/c3${code}`).take()), 'A03KT-0142');
  for (const text of [ADDRESS, 'A03-0142', `${link.slice(0, 60)}`, `https://a.vn/c#Z${code}`]) {
    assert.equal(numberOf(text), null, text);
  }
});
