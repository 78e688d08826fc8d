// A receipt is found by what one remembers of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits } from '../../../static/js/refund/sought.js';
import { receiptAddress } from '../../../static/js/till/receipt_qr.js';

const sale = {
  receipt_no: 'HL26-A03-000142',
  provisional_no: 'A03-B-0031',
  total: 370000,
  goods: 'Mật ong rừng Miến dong 500 g',
};

test('by the end of its number, its amount and its goods', () => {
  const found = ['142', '0031', '370', '370.000', '370000đ', 'mat ong', 'MIẾN 142', 'a03-000142'];
  for (const text of found) assert.equal(fits(text, sale), true, text);
  const others = ['141', '14', '70.000', 'chè', 'mat ong 141', '000'];
  for (const text of others) assert.equal(fits(text, sale), false, text);
});

test('a receipt is shown only under an address that our own reader takes', () => {
  const id = '019e8bc0-aa00-7fd6-936c-005d2ee1c726';
  const at = (url, receipts = null) =>
    receiptAddress({ till: { receipts } }, id, new URL(url))?.address;
  assert.equal(at('http://192.168.1.20:8080/till'), `http://192.168.1.20:8080/r/${id}`);
  assert.equal(at('http://127.0.0.1:8080/till'), undefined, 'the customer’s own phone');
  assert.equal(at('https://192.168.1.20:8443/till'), undefined, 'a phone does not trust it');
  assert.equal(at('http://127.0.0.1/till', 'https://cho.vn'), `https://cho.vn/r/${id}`);
  assert.equal(receiptAddress({ till: {} }, 'Phiếu', new URL('http://192.168.1.20/')), null);
});
