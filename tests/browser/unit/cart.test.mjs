import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  empty,
  find,
  isWeighed,
  saleLines,
  setQuantity,
  step,
  total,
} from '../../../static/js/cart.js';

const noodles = { uid: 'mien', name: 'Miến dong Bình Liêu', unit: 'gói 500 g', price: 55000 };
const squid = { uid: 'muc', name: 'Mực khô Cô Tô', unit: 'kg', price: 980000 };

test('two packets and 0,35 kg come to 453.000 đồng', () => {
  let cart = empty({ seq: 418, ms: 0 });
  cart = step(step(cart, noodles, 1n), noodles, 1n);
  cart = setQuantity(cart, squid, 350n);
  assert.equal(total(cart), 453000n);
  assert.deepEqual(saleLines(cart), [
    { product: 'mien', quantity: '2', price: 55000 },
    { product: 'muc', quantity: '0.35', price: 980000 },
  ]);
  assert.deepEqual(cart.priced, { seq: 418, ms: 0 });
});

test('the last one taken away takes the line away', () => {
  const one = step(empty(null), noodles, 1n);
  const none = step(one, noodles, -1n);
  assert.equal(find(none, 'mien'), undefined);
  assert.equal(find(one, 'mien').thousandths, 1000n, 'the cart before is unchanged, for undo');
});

test('a line keeps the price its customer was told', () => {
  const cart = step(empty(null), noodles, 1n);
  assert.equal(total(step(cart, { ...noodles, price: 60000 }, 1n)), 110000n);
});

test('only goods sold by the kilogram are weighed', () => {
  assert.equal(isWeighed(squid), true);
  assert.equal(isWeighed({ unit: 'túi 5 kg' }), false);
});
