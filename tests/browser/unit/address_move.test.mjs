import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localState, inFiles } from '../../../static/js/net/local_state.js';
import { obstacle, way } from '../../../static/js/net/address_move.js';

const HTTPS = 'https://192.168.1.5:8443';

/** What a device holds, as store.js tells it. */
const holding = (values = {}, rows = []) => ({
  get: async (key) => values[key],
  set: async (key, value) => {
    values[key] = value;
  },
  inState: async (name, state) =>
    rows.filter((row) => (row.queue ?? 'outbox') === name && row.state === state),
});

const never = () => assert.fail('no code may be asked for');
const paired = { device: { token: 'mã' } };

test('what is unsent, needs a look or is untold taps counts as left behind', async () => {
  const rows = [
    { state: 'unsent' },
    { state: 'attention' },
    { state: 'kept' },
    { state: 'unsent', queue: 'visits' },
  ];
  const none = { rows: 0, paying: 0, carts: 0, counted: 0 };
  assert.deepEqual(await localState(holding({ taps: 3 }, rows)), { ...none, rows: 4 });
  // A split that was begun and a transfer that is awaited are money; a cart set aside is not.
  const carts = { cart: { lines: [{}] }, parked: [{}, { qr: {} }, { parts: [{}] }] };
  assert.deepEqual(await localState(holding(carts)), { ...none, paying: 2, carts: 2 });
  assert.match(obstacle({ ...none, paying: 1 }), /giỏ hàng/);
  const stocktake = { counted: { a: {}, b: {} } };
  assert.match(obstacle(await localState(holding({ stocktake }))), /Kiểm kho còn dở: 2 dòng/);
  assert.equal(obstacle(none), null);
});

test('visits that the laptop refused may stay behind once they stand in a file', async () => {
  const visits = (state) => ({ id: 'v', state, queue: 'visits' });
  const left = async (values, state) => {
    const store = holding(values, [visits(state)]);
    return [(await localState(store)).rows, await inFiles(store)];
  };
  assert.deepEqual(await left({}, 'attention'), [1, false]);
  assert.deepEqual(await left({ saved: ['v'] }, 'attention'), [0, true]);
  assert.deepEqual(await left({ saved: ['v'] }, 'unsent'), [1, true], 'these are sent yet');
  assert.deepEqual(await left({ saved: ['v'], taps: 2 }, 'attention'), [1, false]);
});

test('a till with an unsent sale is told so and gets no code', async () => {
  const store = holding(paired, [{ state: 'unsent' }]);
  const { error, url } = await way(HTTPS, { store, call: never });
  assert.match(error, /1 việc chưa gửi/);
  assert.equal(url, undefined);
});

test('an open cart is finished before the till moves', async () => {
  const store = holding({ ...paired, cart: { lines: [{}] } });
  assert.match((await way(HTTPS, { store, call: never })).error, /giỏ hàng/);
});

test('a paired device is led to itself by a code of its own', async () => {
  const call = async (method, path) => {
    assert.deepEqual([method, path], ['POST', '/api/v1/devices/handovers']);
    return { status: 201, data: { code: 'AB12' } };
  };
  const values = { ...paired };
  const { url } = await way(HTTPS, { store: holding(values), call });
  assert.equal(url, `${HTTPS}/join/AB12#move`);
  assert.equal(values.moved, HTTPS, 'whoever opens the old page again is led on');
});

test('a device that is not paired merely goes there; silence of the server is said', async () => {
  assert.equal((await way(HTTPS, { store: holding(), call: never })).url, `${HTTPS}/`);
  const silent = async () => ({ status: 0, data: null });
  const { error } = await way(HTTPS, { store: holding(paired), call: silent });
  assert.match(error, /máy chủ/);
});
