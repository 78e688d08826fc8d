import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutbox, pause, verdict } from '../../../static/js/outbox.js';

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
  for (const status of [401, 403]) assert.equal(verdict(row, status), 'signin');
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
