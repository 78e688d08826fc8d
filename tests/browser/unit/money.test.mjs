import assert from 'node:assert/strict';
import { test } from 'node:test';
import { group, lineAmount, money, quantity } from '../../../static/js/model/money.js';
import { toStep } from '../../../static/js/model/cash_rounding.js';
import { parseMoney, parseQuantity, plainQuantity } from '../../../static/js/model/amount_text.js';
import { likelyCash } from '../../../static/js/pay/cash_tendered.js';
import { inWords } from '../../../static/js/model/amount_words.js';

test('money is written with dots and a no-break space before the sign', () => {
  assert.equal(money(453000n), '453.000\u00a0đ');
  assert.equal(money(-500), '-500\u00a0đ');
  assert.equal(group(25214380000n), '25.214.380.000');
  assert.equal(group(0n), '0');
});

test('money is read as people type it, and nothing else is money', () => {
  for (const text of ['55000', '55.000', '55,000', '55 000đ', '55.000\u00a0đ']) {
    assert.equal(parseMoney(text), 55000n, text);
  }
  for (const text of ['', '55.00', 'năm mươi', '5.5.5', '1e5']) {
    assert.equal(parseMoney(text), null, text);
  }
});

test('a weight has at most three decimals, comma or point', () => {
  assert.equal(parseQuantity('0,35'), 350n);
  assert.equal(parseQuantity('0.350'), 350n);
  assert.equal(parseQuantity('2'), 2000n);
  assert.equal(parseQuantity('0,'), 0n);
  assert.equal(parseQuantity('0,3505'), null);
  assert.equal(parseQuantity(',5'), null);
  assert.equal(quantity(350n), '0,35');
  assert.equal(quantity(-350n), '-0,35');
  assert.equal(quantity(1250000n), '1.250');
  assert.equal(plainQuantity(350n), '0.35');
  assert.equal(plainQuantity(1250500n), '1250.5');
});

test('a weighed line is rounded to whole đồng, halves away from zero', () => {
  assert.equal(lineAmount(980000n, 350n), 343000n);
  assert.equal(lineAmount(55001n, 333n), 18315n);
  assert.equal(lineAmount(3n, 500n), 2n);
  assert.equal(lineAmount(3n, -500n), -2n);
  assert.equal(lineAmount(99999999999n, 1000000000n), 99999999999000000n);
});

test('cash rounds to the nearest note as the server does', () => {
  assert.equal(toStep(453499n, 1000), 453000n);
  assert.equal(toStep(453500n, 1000), 454000n);
  assert.equal(toStep(453200n, 500), 453000n);
  assert.equal(toStep(453250n, 500), 453500n);
  assert.equal(toStep(453333n, 0), 453333n);
  assert.equal(toStep(-453500n, 1000), -453000n);
});

test('the sums offered are larger than what is due and differ from one another', () => {
  assert.deepEqual(likelyCash(453000n), [460000n, 500000n]);
  assert.deepEqual(likelyCash(500000n), [600000n]);
  assert.deepEqual(likelyCash(200000n), [500000n]);
  assert.deepEqual(likelyCash(12000n), [20000n, 50000n]);
});

test('an amount is said in words as a Vietnamese slip says it', () => {
  const words = {
    0: 'không',
    15: 'mười lăm',
    21: 'hai mươi mốt',
    24: 'hai mươi tư',
    105: 'một trăm linh năm',
    115: 'một trăm mười lăm',
    1005: 'một nghìn không trăm linh năm',
    105005: 'một trăm linh năm nghìn không trăm linh năm',
    128000: 'một trăm hai mươi tám nghìn',
    453000: 'bốn trăm năm mươi ba nghìn',
    1000001: 'một triệu không trăm linh một',
    1050000: 'một triệu không trăm năm mươi nghìn',
    1234567: 'một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy',
    1005000000: 'một tỷ không trăm linh năm triệu',
    25004000005: 'hai mươi lăm tỷ không trăm linh bốn triệu không trăm linh năm',
  };
  for (const [amount, text] of Object.entries(words)) {
    assert.equal(inWords(BigInt(amount)), `${text} đồng`);
  }
});
