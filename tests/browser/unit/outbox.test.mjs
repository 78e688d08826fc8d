import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutbox, pause, verdict } from '../../../static/js/outbox.js';
import { takeRows } from '../../../static/js/unsent.js';

/** A store in memory with the same promises as store.js. */
function memory() {
  const rows = [];
  return {
    rows,
    addOnce: async (name, row) => {
      const known = rows.find((one) => one.id === row.id);
      if (known) return known;
      rows.push({ ...row, n: rows.length });
      return rows.at(-1);
    },
    inState: async (name, state) => rows.filter((row) => row.state === state),
    byId: async (name, id) => rows.find((row) => row.id === id),
    change: async (name, n, fields) => Object.assign(rows[n], fields),
  };
}

const sale = (id, amount = 1000) => ({
  id,
  path: '/api/v1/sales',
  body: { id },
  echo: true,
  amount,
});

function box(answers) {
  const asked = [];
  const store = memory();
  const call = async (method, path, body) => {
    asked.push(body.id);
    const answer = answers.shift() ?? { status: 201 };
    return { status: answer.status, data: answer.data ?? { id: body.id } };
  };
  const outbox = createOutbox({ name: 'outbox', store, call, later: () => 0, stopLater: () => {} });
  return { outbox, store, asked };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test('only an answer that echoes the id counts as kept', () => {
  const row = sale('a');
  assert.equal(verdict(row, 201, { id: 'a' }), 'kept');
  assert.equal(verdict(row, 200, { id: 'a' }), 'kept');
  assert.equal(verdict(row, 200, { id: 'b' }), 'retry');
  assert.equal(verdict(row, 200, null), 'retry');
  for (const status of [409, 422, 404]) assert.equal(verdict(row, status), 'attention');
  assert.equal(verdict(row, 401), 'signin');
  assert.equal(verdict(row, 403, { error: 'sign_in' }), 'signin');
  assert.equal(verdict(row, 403, { error: 'forbidden' }), 'attention', 'a right, not a sign-in');
  for (const status of [0, 408, 429, 500, 503]) assert.equal(verdict(row, status), 'retry');
});

test('a sale added twice by a double tap is one sale', async () => {
  const { outbox, store, asked } = box([]);
  await Promise.all([outbox.add(sale('a')), outbox.add(sale('a'))]);
  await settle();
  assert.equal(store.rows.length, 1);
  assert.deepEqual(asked, ['a']);
});

test('silence stops the queue, and the same content goes again in the same order', async () => {
  const { outbox, store, asked } = box([{ status: 0 }]);
  await outbox.add(sale('a'));
  await settle();
  await outbox.add(sale('b'));
  await settle();
  assert.deepEqual(asked, ['a', 'a', 'b']);
  assert.deepEqual(
    store.rows.map((row) => row.state),
    ['kept', 'kept'],
  );
});

test('a refused sale waits for a person and does not hold up the next', async () => {
  const { outbox, store } = box([{ status: 422, data: { message: 'Sai gian' } }]);
  await outbox.add(sale('a', 55000));
  await outbox.add(sale('b'));
  await settle();
  assert.deepEqual(
    store.rows.map((row) => row.state),
    ['attention', 'kept'],
  );
  const sum = await outbox.summary();
  assert.deepEqual([sum.count, sum.amount, sum.attention], [1, 55000n, 1]);
});

test('a void that needs the manager parks itself alone; the sales after it go on', async () => {
  const { outbox, store } = box([{ status: 403, data: { error: 'forbidden' } }]);
  await outbox.add({ ...sale('void', -1000), needs: 'elsewhere' });
  await outbox.add(sale('b'));
  await settle();
  assert.deepEqual(
    store.rows.map((row) => row.state),
    ['attention', 'kept'],
  );
  const sum = await outbox.summary();
  assert.deepEqual([sum.signin, sum.waiting], [false, 0]);
});

test('what needs a parked sale waits for that sale alone, and goes once it is taken', async () => {
  const { outbox, store, asked } = box([{ status: 409 }]);
  await outbox.add(sale('a'));
  await settle();
  await outbox.add({ ...sale('void of a', -1000), needs: 'a' });
  await outbox.add(sale('b'));
  await settle();
  assert.deepEqual(asked, ['a', 'b']);
  assert.deepEqual((await outbox.summary()).waiting, 0, 'nothing here goes by itself');
  await outbox.retry(store.rows[0]);
  assert.deepEqual(asked, ['a', 'b', 'a', 'void of a']);
});

test('a disk that fails is tried again like a network that does', async () => {
  const { outbox, store } = box([]);
  const { inState } = store;
  store.inState = async () => {
    throw new Error('the disk is full');
  };
  await outbox.add(sale('a'));
  await settle();
  store.inState = inState;
  await outbox.flush();
  assert.equal(store.rows[0].state, 'kept');
});

test('rows of another device join once, however often its file is taken', async () => {
  const { outbox, asked } = box([]);
  assert.equal(await takeRows(outbox, [sale('x'), sale('y')]), 2);
  await settle();
  assert.equal(await takeRows(outbox, [sale('x'), sale('y')]), 0);
  await settle();
  assert.deepEqual(asked, ['x', 'y']);
});

test('a missing sign-in pauses the queue until somebody signs in', async () => {
  const { outbox, store, asked } = box([{ status: 401 }]);
  await outbox.add(sale('a'));
  await settle();
  await outbox.flush();
  assert.deepEqual(asked, ['a']);
  assert.equal((await outbox.summary()).signin, true);
  await outbox.resume();
  assert.equal(store.rows[0].state, 'kept');
});

test('pauses double up to half a minute and never fall together', () => {
  assert.equal(pause(0, 1), 1000);
  assert.equal(pause(3, 0), 4000);
  assert.equal(pause(50, 1), 30000);
});
