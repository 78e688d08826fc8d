import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutbox, patience, pause, verdict } from '../../../static/js/net/outbox.js';
import { boothsOf, mayLeave, takeRows } from '../../../static/js/till/unsent_sheet.js';

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
    change: async (name, n, fields, state) => {
      const { body } = rows[n];
      return state && rows[n].state !== state ? null : Object.assign(rows[n], fields, { body });
    },
  };
}

const sale = (id, amount = 1000) => ({
  id,
  path: '/api/v1/sales',
  body: { id },
  echo: true,
  amount,
});

const ACKNOWLEDGED = { node: 'n1', receipt_no: 'A03-0011' };

function box(answers) {
  const asked = [];
  const sent = [];
  const store = memory();
  const call = async (method, path, body) => {
    asked.push(body.id);
    sent.push(JSON.parse(JSON.stringify(body)));
    const answer = answers.shift() ?? { status: 201 };
    return { status: answer.status, data: answer.data ?? { id: body.id } };
  };
  const outbox = createOutbox({ name: 'outbox', store, call, later: () => 0, stopLater: () => {} });
  return { outbox, store, asked, sent };
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
  assert.equal(verdict(row, 403, { error: 'forbidden' }), 'attention', 'a right, not a sign-in');
  for (const status of [0, 408, 429, 500, 503]) assert.equal(verdict(row, status), 'retry');
});

test('a document of stock waits for its manager and holds up no sale', async () => {
  const stock = (id) => ({ ...sale(id), kind: 'stock', path: '/api/v1/stock/documents' });
  // The manager’s session has ended: the device may sell alone, and that goes on.
  const ended = { status: 401, data: { error: 'sign_in' } };
  const late = box([ended, ended]);
  await late.outbox.add(stock('k'));
  await late.outbox.add(sale('a'));
  await settle();
  assert.deepEqual(late.store.rows.map(({ state }) => state), ['unsent', 'kept']);
  assert.equal((await late.outbox.summary()).signin, false);
  // A seller is here: it waits on, and goes when the manager comes.
  const hers = { status: 403, data: { error: 'needs_manager' } };
  const other = box([hers, hers]);
  await other.outbox.add(stock('k'));
  await other.outbox.add(sale('a'));
  await settle();
  assert.deepEqual(other.store.rows.map(({ state }) => state), ['unsent', 'kept']);
  await other.outbox.resume();
  assert.deepEqual(other.store.rows.map(({ state }) => state), ['kept', 'kept']);
});

test('a document of stock that no sign-in helps needs a person, and says why', async () => {
  const stock = { ...sale('k'), kind: 'stock', path: '/api/v1/stock/documents' };
  const message = 'Người ghi trên phiếu không thuộc gian này';
  const { outbox, store } = box([{ status: 403, data: { error: 'forbidden', message } }]);
  await outbox.add(stock);
  await outbox.add(sale('a'));
  await settle();
  assert.deepEqual(store.rows.map(({ state }) => state), ['attention', 'kept']);
  assert.equal(store.rows[0].answer.message, message);
});

test('a row that was dealt with meanwhile is not sent once more', async () => {
  const { outbox, store, asked } = box([{ status: 409 }]);
  await outbox.add(sale('a'));
  await settle();
  const shown = { ...store.rows[0] };
  await outbox.mark(store.rows[0], { state: 'aside' });
  await outbox.retry(shown);
  assert.deepEqual([store.rows[0].state, asked], ['aside', ['a']]);
});

test('a withdrawal is kept by an answer that names its request', () => {
  const row = { id: 'w', kind: 'withdrawal', echo: 'r' };
  assert.equal(verdict(row, 201, { id: 'r', state: 'withdrawn' }), 'kept');
  assert.equal(verdict(row, 200, null), 'retry', 'an empty answer is anybody’s');
  assert.equal(verdict({ ...row, echo: false }, 200, null), 'kept', 'a row of an older page');
});

test('a withdrawal that came too late is kept, unless the bank has the money', () => {
  const row = { id: 'w', kind: 'withdrawal' };
  assert.equal(verdict(row, 409, { error: 'claimed' }), 'kept', 'the sale came before it');
  assert.equal(verdict(row, 409, { error: 'withdrawn' }), 'kept', 'another window was first');
  assert.equal(verdict(row, 409, { error: 'confirmed' }), 'attention', 'paid twice');
  assert.equal(verdict(row, 409, { error: 'conflict' }), 'attention');
  assert.equal(verdict({ ...row, kind: 'sale' }, 409, { error: 'claimed' }), 'attention');
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

test('a row that the laptop fails at does not hold up the next, and is tried again', async () => {
  const broken = { status: 500, data: { error: 'failed' } };
  const { outbox, store, asked } = box([broken, { status: 201 }, broken, broken]);
  const wait = (id, n) => store.rows.push({ ...sale(id), state: 'unsent', n });
  ['a', 'b'].forEach(wait);
  await outbox.flush();
  assert.deepEqual(asked, ['a', 'b']);
  assert.deepEqual(store.rows.map(({ state }) => state), ['unsent', 'kept']);
  ['c', 'd'].forEach((id, n) => wait(id, 2 + n));
  await outbox.flush();
  assert.deepEqual(asked.slice(2), ['a', 'c'], 'it fails at everything: nobody knocks on');
  await outbox.flush();
  assert.deepEqual(store.rows.map(({ state }) => state), Array(4).fill('kept'));
});

test('a refund refused before it was handed out is not money that this device gave', async () => {
  const { outbox, store } = box([]);
  const refund = (fields) => ({ ...sale('r', -5000), state: 'attention', ...fields });
  store.rows.push({ ...sale('a', 7000), state: 'unsent', n: 0 }, refund({ n: 1, unpaid: true }));
  let sum = await outbox.summary();
  assert.deepEqual([sum.count, sum.amount, sum.attention], [2, 7000n, 1]);
  store.rows[1].unpaid = false;
  sum = await outbox.summary();
  assert.equal(sum.amount, 2000n, 'this one was');
});

test('money of a refund is handed out once: by silence or by the answer, not by both', async () => {
  const { outbox, store } = box([]);
  const row = await outbox.add({ ...sale('r', -5000), unpaid: true });
  await settle();
  assert.equal(store.rows[0].state, 'kept');
  assert.equal(await outbox.mark(row, { unpaid: false }, 'unsent'), null);
  assert.equal(store.rows[0].unpaid, true);
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

test('what was acknowledged goes beside the content, which stays as it was', async () => {
  const { outbox, store, sent } = box([]);
  const [plain, printed] = [sale('x'), { ...sale('y'), acknowledged: ACKNOWLEDGED }];
  await takeRows(outbox, [plain, printed]);
  await settle();
  await outbox.mark(store.rows[0], { state: 'unsent', acknowledged: ACKNOWLEDGED });
  await outbox.flush();
  const withNumber = (id) => ({ id, acknowledged: ACKNOWLEDGED });
  assert.deepEqual(sent, [{ id: 'x' }, withNumber('y'), withNumber('x')]);
  assert.deepEqual(store.rows.map(({ body }) => body), [{ id: 'x' }, { id: 'y' }]);
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

test('what hangs on a row that was put aside goes on and gets its own answer', async () => {
  const { outbox, store, asked } = box([{ status: 422 }, { status: 404 }]);
  await outbox.add(sale('a', 55000));
  await settle();
  await outbox.add({ ...sale('void of a', -55000), needs: 'a' });
  await settle();
  assert.deepEqual(asked, ['a']);
  await outbox.mark(store.rows[0], { state: 'aside' });
  await outbox.flush();
  assert.deepEqual(asked, ['a', 'void of a']);
  assert.deepEqual(
    store.rows.map((row) => row.state),
    ['aside', 'attention'],
  );
  const sum = await outbox.summary();
  assert.deepEqual([sum.count, sum.amount, sum.attention], [1, -55000n, 1]);
});

test('nobody leaves the till while anything of it is unsent, paused or parked', async () => {
  const parked = [];
  const app = (outbox) => ({ outbox, parked });
  const free = box([]);
  assert.equal(await mayLeave(app(free.outbox)), null);
  const paused = box([{ status: 401 }]);
  await paused.outbox.add(sale('a'));
  await settle();
  assert.equal((await paused.outbox.summary()).signin, true);
  assert.match(await mayLeave(app(paused.outbox)), /1 việc chưa gửi.*Đăng nhập/);
  const refused = box([{ status: 409 }]);
  await refused.outbox.add(sale('a'));
  await settle();
  await refused.outbox.add({ ...sale('void of a', -1000), needs: 'a' });
  await settle();
  assert.match(await mayLeave(app(refused.outbox)), /2 việc chưa gửi.*1 việc cần chủ gian/);
  parked.push({ qr: {} });
  assert.match(await mayLeave(app(free.outbox)), /1 khách chưa trả xong/);
});

test('rows of two booths are two files; what names none goes with what it needs', async () => {
  const { outbox } = box([{ status: 0 }]);
  const of = (booth, fields) => ({ ...sale(fields.id), ...fields, body: { id: fields.id, booth } });
  const rows = [
    of('b1', { id: '1', provisional_no: 'A-03-B-0012' }),
    of('b2', { id: '2', provisional_no: 'B01-C-0001' }),
    { id: '3', needs: '1', body: { id: '3' } },
    { id: '4', body: { id: '4' } },
  ];
  await outbox.add(rows[0]);
  const booth = { id: 'b2', code: 'B01' };
  const app = { outbox, till: { booth, fair: { code: 'HL26' }, device: { id: 'd', letter: 'C' } } };
  const files = await boothsOf(app, rows);
  assert.deepEqual(
    files.map(({ booth: { id, code }, letter, rows: own }) => [id, code, letter, own.length]),
    [
      ['b1', 'A-03', 'B', 2],
      ['b2', 'B01', 'C', 2],
    ],
  );
  const bare = await boothsOf({ outbox, till: null }, rows.slice(0, 1));
  assert.deepEqual(bare[0].booth, { id: 'b1', code: 'A-03' }, 'a revoked phone has no till');
});

/** A browser as far as the queue listens to it. */
function browser() {
  const heard = {};
  globalThis.addEventListener = (name, act) => (heard[name] = act);
  globalThis.document = {
    visibilityState: 'visible',
    addEventListener: (name, act) => (heard[name] = act),
  };
  return heard;
}

test('a started queue sends at once, on a new network and when it is looked at', async () => {
  const heard = browser();
  const { outbox, asked } = box([{ status: 0 }, { status: 0 }, { status: 0 }, { status: 0 }]);
  await outbox.add(sale('a'));
  await settle();
  assert.equal(asked.length, 1);
  await outbox.start();
  assert.equal(asked.length, 2, 'at once');
  heard.online();
  await settle();
  assert.equal(asked.length, 3, 'the network is back');
  document.visibilityState = 'hidden';
  heard.visibilitychange();
  await settle();
  assert.equal(asked.length, 3, 'a hidden page sends nothing anew');
  document.visibilityState = 'visible';
  heard.visibilitychange();
  await settle();
  assert.equal(asked.length, 4, 'the page is looked at');
  outbox.box.stopped = true;
  heard.online();
  await settle();
  assert.equal(asked.length, 4, 'a tab that lost the till is silent');
});

test('an answer that is slow is waited for longer each time, half a minute at most', () => {
  assert.deepEqual([0, 1, 2, 9].map(patience), [10000, 20000, 30000, 30000]);
});

test('a laptop that cannot write is named until it takes a row', async () => {
  const short = { vi: 'Không ghi được: hết chỗ trên đĩa', en: 'Cannot write: disk full' };
  const full = { status: 503, data: { error: 'cannot_write', why: 'disk_full', short } };
  const { outbox, asked } = box([full, { status: 0 }, full]);
  const stuck = async () => (await outbox.summary()).stuck ?? null;
  await outbox.add(sale('a'));
  await settle();
  assert.deepEqual([await stuck(), (await outbox.summary()).count], [short, 1]);
  await outbox.flush();
  assert.equal(await stuck(), null, 'silence says nothing of the disk');
  await outbox.flush();
  assert.deepEqual(await stuck(), short);
  await outbox.flush();
  assert.deepEqual([await stuck(), (await outbox.summary()).count], [null, 0]);
  assert.deepEqual(asked, ['a', 'a', 'a', 'a']);
});
