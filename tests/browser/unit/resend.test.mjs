import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lacks, resendIfLacking, sendAgain } from '../../../static/js/net/resend.js';

const row = (id, body, fields) => ({ id, n: Number(id), state: 'kept', body, ...fields });

/** A till at booth b1 that keeps these rows. */
function till(rows) {
  const values = {};
  const view = { rows, values, flushed: 0 };
  const byState = async (state) => rows.filter((one) => one.state === state);
  view.app = {
    till: { booth: { id: 'b1' }, device: { id: 'd1' } },
    outbox: {
      list: byState,
      known: async (id) => rows.find((one) => one.id === id),
      mark: async (one, fields) => Object.assign(one, fields, { body: one.body }),
      flush: () => (view.flushed += 1),
    },
  };
  view.store = {
    get: async (key) => values[key],
    set: async (key, value) => (values[key] = value),
  };
  return view;
}

test('all that a phone still has of its booth goes again, with the same content', async () => {
  const rows = [
    row('1', { booth: 'b1', device_seq: 1 }),
    row('2', { booth: 'b2', device_seq: 9 }),
    row('3', {}, { needs: '1' }),
    row('4', {}, { needs: '2' }),
    row('5', { booth: 'b1', device_seq: 2 }, { state: 'attention' }),
    row('6', { booth: 'b1' }, { state: 'aside' }),
  ];
  const view = till(rows);
  assert.equal(await sendAgain(view.app, view.store), 2);
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['unsent', 'kept', 'unsent', 'kept', 'attention', 'aside'],
  );
  assert.deepEqual([view.flushed, view.values.again], [1, false]);
});

test('a phone notices that the laptop has an older book than it had', async () => {
  const rows = [1, 2, 3].map((seq) =>
    row(`${seq}`, { booth: 'b1', device: 'd1', device_seq: seq }),
  );
  rows.push(row('4', { booth: 'b1', device: 'd1', device_seq: 4 }, { state: 'unsent' }));
  const view = till(rows);
  view.values.seq = 5;
  const says = (next, pos) => ({ pos, device: { id: 'd1', next_seq: next } });
  const known = { pos: 40 };
  const asked = (answer) => lacks(view.app, known, answer, view.store);
  assert.equal(await asked(says(4, 41)), false, 'number 4 is still on its way');
  assert.equal(await asked(says(4, 39)), true, 'its journal is shorter');
  assert.equal(await asked(says(3, 90)), true, 'others have sold since, number 3 is gone');
  assert.equal(await asked({ pos: 41, device: null }), false, 'the office has no numbers');
});

test('what came to the laptop while it answered is not taken for lost', async () => {
  const rows = [1, 2, 3].map((seq) =>
    row(`${seq}`, { booth: 'b1', device: 'd1', device_seq: seq }),
  );
  const view = till(rows);
  view.values.seq = 4;
  const says = (next) => ({ pos: 41, device: { id: 'd1', next_seq: next } });
  const states = () => rows.map(({ state }) => state).join(' ');
  const looks = (next, then) =>
    resendIfLacking(view.app, { pos: 40 }, says(next), {
      ask: async () => ({ status: 200, data: says(then) }),
      store: view.store,
    });
  // Number 3 was on its way, and has been answered for before this answer is read.
  await looks(3, 4);
  assert.equal(states(), 'kept kept kept');
  await looks(2, 3);
  assert.equal(states(), 'unsent unsent unsent');
});

test('a laptop that is restored twice to the same copy gets everything twice', async () => {
  const body = (seq) => ({ booth: 'b1', device: 'd1', device_seq: seq });
  const rows = [1, 2].map((seq) => row(`${seq}`, body(seq)));
  const view = till(rows);
  view.values.seq = 3;
  const looks = (next) => {
    const answer = { pos: 41, device: { id: 'd1', next_seq: next } };
    const ask = async () => ({ status: 200, data: answer });
    return resendIfLacking(view.app, { pos: 40 }, answer, { ask, store: view.store });
  };
  for (const round of [1, 2]) {
    await looks(1);
    assert.equal(rows.map(({ state }) => state).join(), 'unsent,unsent', `round ${round}`);
    for (const one of rows) one.state = 'kept';
    await looks(3);
  }
});

test('a gate sends its visits again to a laptop with an older book', async () => {
  const rows = [row('1', { gate: 'C1', count: 5 }), row('2', { gate: 'C1', count: -1 })];
  const view = till(rows);
  view.app.till = null;
  const answer = { pos: 39, device: { id: 'd1' } };
  const asked = [];
  const ask = async (method, path) => {
    asked.push(path);
    return { status: 200, data: answer };
  };
  await resendIfLacking(view.app, { pos: 38 }, answer, { ask, store: view.store });
  assert.deepEqual([asked, view.flushed], [[], 0], 'nothing is missing');
  await resendIfLacking(view.app, { pos: 40 }, answer, { ask, store: view.store });
  assert.deepEqual(asked, ['/api/v1/gate']);
  assert.deepEqual(rows.map(({ state }) => state), ['unsent', 'unsent']);
});

test('a phone sends a restored laptop all it has, with the numbers it was given', async () => {
  const answer = (receipt) => ({ node: 'n1', receipt_no: receipt });
  const rows = [
    row('1', { booth: 'b1', device: 'd1', device_seq: 1 }, { answer: answer('A03-0001') }),
    row('2', { booth: 'b1', count: [] }, { answer: { node: 'n1', z_no: 'A03-Z0001' } }),
    row('3', { booth: 'b1', amount: 5 }, { answer: { id: '3' } }),
  ];
  const view = till(rows);
  view.values.seq = 2;
  // Others have sold at it since: its book is longer, and it knows this phone's numbers.
  const says = (node) => ({ node, pos: 90, device: { id: 'd1', next_seq: 2 } });
  const looks = (node) =>
    resendIfLacking(view.app, { pos: 40 }, says(node), {
      ask: async () => ({ status: 200, data: says(node) }),
      store: view.store,
    });
  await looks('n1');
  assert.deepEqual([view.flushed, view.values.node], [0, 'n1']);
  await looks('n2');
  assert.deepEqual([view.flushed, view.values.node], [1, 'n2']);
  assert.deepEqual(
    rows.map(({ state, acknowledged }) => [state, acknowledged]),
    [
      ['unsent', { node: 'n1', receipt_no: 'A03-0001' }],
      ['unsent', { node: 'n1', receipt_no: 'A03-Z0001' }],
      ['unsent', undefined],
    ],
  );
  await looks('n2');
  assert.equal(view.flushed, 1, 'once');
});
