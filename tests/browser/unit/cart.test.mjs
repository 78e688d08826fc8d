import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addTyped,
  alter,
  dueOf,
  empty,
  find,
  isWeighed,
  priceOf,
  setQuantity,
  step,
  total,
} from '../../../static/js/model/cart.js';
import { blockedLines, giveAway, saleLines } from '../../../static/js/model/cart_lines.js';

const noodles = { uid: 'mien', name: 'Miến dong Bình Liêu', unit: 'gói 500 g', price: 55000 };
const squid = { uid: 'muc', name: 'Mực khô Cô Tô', unit: 'kg', price: 980000 };

test('two packets and 0,35 kg come to 453.000 đồng', () => {
  let cart = empty({ seq: 418, ms: 0 });
  cart = step(step(cart, noodles, 1n), noodles, 1n);
  cart = setQuantity(cart, squid, 350n);
  assert.equal(total(cart), 453000n);
  assert.deepEqual(saleLines(cart), [
    { product: 'mien', quantity: '2', unit: 'gói 500 g', price: 55000 },
    { product: 'muc', quantity: '0.35', unit: 'kg', price: 980000 },
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

const PRICED = { seq: 418, ms: 1000 };
const promotion = (name, products, deal, starts = 0, ends = 2000) => ({
  name,
  products,
  deal,
  starts_ms: starts,
  ends_ms: ends,
});

test('two of three packets are paid for while “mua 2 tặng 1” holds, as the cart was begun', () => {
  const deal = { buy_get: { buy: 2, get: 1 } };
  const held = { ...empty(PRICED), promotions: [promotion('Mua 2 tặng 1', ['mien'], deal)] };
  assert.equal(total(setQuantity(held, noodles, 3000n)), 110000n);
  const over = { ...held, priced: { seq: 418, ms: 2000 } };
  assert.equal(total(setQuantity(over, noodles, 3000n)), 165000n);
});

test('a line discount comes before one on the whole, and both reach the server as typed', () => {
  let cart = step(step(empty(PRICED), noodles, 1n), squid, 1n);
  cart = { ...alter(cart, 'muc', { discount: { percent: 10 } }), discount: { amount: 37000 } };
  assert.equal(total(cart), 900000n);
  const priced = priceOf(cart);
  assert.equal(priced[0].cart + priced[1].cart, 37000n);
  assert.deepEqual(saleLines(cart)[1].discount, { percent: 10 });
});

test('a discount in đồng leaves a line that has become worth no more than it', () => {
  let cart = setQuantity(empty(PRICED), noodles, 3000n);
  cart = alter(cart, 'mien', { discount: { amount: 60000 } });
  cart = step(cart, noodles, -1n);
  assert.equal(total(cart), 50000n);
  cart = step(cart, noodles, -1n);
  assert.equal(total(cart), 55000n, 'the last one is not given away');
  assert.equal(find(cart, 'mien').discount, undefined);
});

test('a discount of an amount that a promotion leaves no room for is dropped', () => {
  const half = { name: 'Giảm nửa', products: ['mien'], deal: { percent: 50 } };
  const promotion = { ...half, starts_ms: 0, ends_ms: PRICED.ms + 1 };
  let cart = setQuantity({ ...empty(PRICED), promotions: [promotion] }, noodles, 2000n);
  cart = alter(cart, 'mien', { discount: { amount: 30000 } });
  assert.equal(total(cart), 25000n);
  cart = setQuantity(cart, noodles, 1000n);
  assert.equal(total(cart), 27500n, 'goods are not given away in silence');
});

test('a sample that is charged after all joins its line and changes nothing of it', () => {
  let cart = setQuantity(empty(PRICED), noodles, 1000n);
  let key;
  ({ cart, key } = giveAway(cart, 'mien', 'Khách dùng thử'));
  cart = setQuantity(cart, noodles, 3000n);
  cart = alter(cart, 'mien', { discount: { percent: 10 }, note: 'gói riêng' });
  ({ cart, key } = giveAway(cart, key, ''));
  const [line] = cart.lines;
  assert.deepEqual([key, cart.lines.length, line.thousandths], ['mien', 1, 4000n]);
  assert.deepEqual([line.discount, line.note], [{ percent: 10 }, 'gói riêng']);
});

test('samples of one product for two reasons are two lines, each with its reason', () => {
  let cart = empty(PRICED);
  const give = (reason, count) => {
    cart = setQuantity(cart, noodles, count);
    ({ cart } = giveAway(cart, 'mien', reason));
  };
  give('Khách dùng thử', 1000n);
  give('Hàng trưng bày', 2000n);
  give('Khách dùng thử', 3000n);
  const lines = saleLines(cart).map(({ quantity, sample }) => `${quantity} ${sample}`);
  assert.deepEqual(lines.sort(), ['2 Hàng trưng bày', '4 Khách dùng thử']);
});

test('a sample costs nothing, stands apart from what is sold, and can be charged again', () => {
  let cart = setQuantity(empty(PRICED), noodles, 2000n);
  let key;
  ({ cart, key } = giveAway(cart, 'mien', 'Khách dùng thử'));
  assert.equal(total(cart), 0n);
  cart = step(cart, noodles, 1n);
  assert.equal(cart.lines.length, 2);
  assert.equal(total(cart), 55000n);
  assert.deepEqual(saleLines(cart)[0], {
    product: 'mien',
    quantity: '2',
    unit: 'gói 500 g',
    sample: 'Khách dùng thử',
  });
  ({ cart, key } = giveAway(cart, key, ''));
  assert.equal(key, 'mien');
  assert.equal(cart.lines.length, 1);
  assert.equal(total(cart), 165000n);
});

test('each typed amount is a line of its own', () => {
  const gift = { uid: 'qg', name: 'Quyên góp', unit: 'lần', price: 0, free_amount: true };
  let cart = addTyped(addTyped(empty(PRICED), gift, 20000n), gift, 35000n);
  assert.equal(total(cart), 55000n);
  assert.deepEqual(saleLines(cart)[1], {
    product: 'qg',
    quantity: '1',
    unit: 'lần',
    amount: 35000,
  });
  cart = setQuantity(cart, cart.lines[0], 0n);
  assert.equal(total(cart), 35000n);
});

test('what a customer was told when the QR was shown stays due, whatever is reckoned later', () => {
  const honey = { uid: 'mat', name: 'Mật ong', unit: 'chai', price: 185000 };
  const cart = setQuantity(empty(PRICED), { uid: 'mat', price: 185000n, product: honey }, 0n);
  assert.equal(dueOf({ cart, due: 740000 }), 740000n);
  assert.equal(dueOf({ cart }), total(cart), 'as it was set aside before');
});

test('a recalled lot is asked about while it lies here and none was named, or it was', () => {
  const lots = [{ lot: '2611A', left: 5000 }];
  const others = [
    { lot: '2612B', left: 2000, until: '2026-12-01' },
    { lot: '2612B', left: 1000, until: '2026-12-02' },
  ];
  const blocked = [{ product: 'mien', lots, others }];
  const asked = (cart) => blockedLines(cart, blocked).map(({ lot, key }) => `${key} ${lot}`);
  const three = setQuantity(empty(null), noodles, 3000n);
  assert.deepEqual(asked(three), ['mien 2611A'], 'it may be the one in hand');
  const gone = [{ product: 'mien', lots: [{ lot: '2611A', left: 0 }], others }];
  assert.deepEqual(blockedLines(three, gone), [], 'it was taken off the shelf');
  const four = setQuantity(three, noodles, 4000n);
  assert.deepEqual(asked(four), ['mien 2611A']);
  const [{ others: told }] = blockedLines(four, blocked);
  assert.deepEqual(told.map(({ lot, left }) => [lot, left]), [['2612B', 3000]], 'one, not two');
  assert.deepEqual(asked(alter(four, 'mien', { lot: '2612B' })), []);
  assert.deepEqual(asked(alter(three, 'mien', { lot: '2611A' })), ['mien 2611A']);
  assert.deepEqual(asked(alter(four, 'mien', { lot: '2611A', meant: true })), []);
  const meant = alter(four, 'mien', { lot: '2611A', meant: true });
  assert.deepEqual(asked(setQuantity(meant, noodles, 5000n)), ['mien 2611A'], 'of more it is not');
  assert.deepEqual(asked(setQuantity(meant, noodles, 1000n)), []);
  assert.equal(saleLines(alter(four, 'mien', { lot: '' }))[0].lot, '', 'goods without a lot');
});
