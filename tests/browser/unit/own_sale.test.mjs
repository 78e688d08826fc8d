import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lessOwn, ownSale } from '../../../static/js/refund/own_sale.js';
import { moneyBack, needsManager, readSale } from '../../../static/js/model/refund_math.js';

const lan = { id: 'lan', name: 'Lan', role: 'seller' };
const limits = { refund: 1000000, offline_refund: 200000 };
const NOON = Date.UTC(2026, 10, 22, 5);

const sold = {
  id: 'sale',
  kind: 'sale',
  amount: 1349000,
  made_ms: NOON,
  methods: ['cash'],
  seller: 'Lan',
  step: 1000,
  shown: [{ name: 'Mực một nắng', unit: 'kg', quantity: '0.999', amount: 1348650 }],
  body: {
    seller: 'lan',
    expected_total: 1348650,
    payments: [{ method: 'cash', amount: 1349000 }],
  },
};

const third = (id, back, more = {}) => ({
  id,
  kind: 'refund',
  void_of: 'sale',
  amount: -back,
  body: { lines: [{ n: 0, quantity: '0.333' }] },
  ...more,
});

/** A till whose outbox holds these rows. */
const till = (rows, rounding = 1000) => ({
  now: () => NOON + 60000,
  till: { booth: { limits, rounding }, person: lan },
  outbox: { list: async (state) => rows[state] ?? [] },
});

const told = (more = {}) =>
  readSale({
    id: 'sale',
    total: 1348650,
    rounding: 350,
    given_back: 0,
    alone: 0,
    refund_ids: [],
    cash_step: 1000,
    methods: ['cash'],
    ways: [{ method: 'cash', amount: 1349000, gone: more.given_back ?? 0 }],
    seller: 'Lan',
    seller_id: 'lan',
    in_time: true,
    limits,
    manages: false,
    lines: [{ n: 0, quantity: '0.999', returned: '0', amount: 1348650, given_back: 0 }],
    ...more,
  });

const part = [{ n: 0, quantity: 333n }];

test('without the laptop a device knows what it took back, parked rows among it', async () => {
  const app = till({ kept: [sold], unsent: [third('a', 450000)], attention: [third('b', 449000)] });
  const sale = await ownSale(app, 'sale');
  assert.equal(sale.lines[0].returned, 666n);
  assert.equal(sale.given_back, 899000n);
  assert.equal(moneyBack(sale, part, null), 450000n);
  assert.equal(await ownSale(app, 'another'), null);
});

test('a refund is rounded as its sale was, whatever the fair rounds by since', async () => {
  const sale = await ownSale(till({ kept: [sold] }, 500), 'sale');
  assert.equal(moneyBack(sale, part, null), 450000n);
});

test('what the laptop has not heard of yet is not given back twice', async () => {
  const rows = { unsent: [third('a', 450000)], attention: [third('b', 449000)] };
  const sale = await lessOwn(till(rows), told());
  assert.equal(sale.lines[0].returned, 666n);
  assert.equal(sale.given_back, 899000n);
  // What it has heard of is in its figures already.
  const more = { returned: '0.333', given_back: 449550 };
  const lines = [{ n: 0, quantity: '0.999', amount: 1348650, ...more }];
  const known = told({ refund_ids: ['a'], given_back: 450000, alone: 450000, lines });
  const rest = await lessOwn(till(rows), known);
  assert.equal(rest.lines[0].returned, 666n);
  assert.equal(rest.given_back, 899000n);
  // No more comes back than was sold.
  const three = ['c', 'd', 'e', 'f'].map((id) => third(id, 450000));
  assert.equal((await lessOwn(till({ unsent: three }), told())).lines[0].returned, 999n);
});

test('what the laptop took while it was being asked is not given back twice', async () => {
  // Its answer was made before the refund came, and is read after the refund was kept.
  const sale = await lessOwn(till({ kept: [sold, third('a', 450000)] }), told());
  assert.equal(sale.lines[0].returned, 333n);
  assert.equal(sale.given_back, 450000n);
});

test('what was refused before money was handed out takes nothing back', async () => {
  const asked = third('a', 450000, { unpaid: true });
  const refused = till({ kept: [sold], attention: [{ ...asked, state: 'attention' }] });
  assert.equal((await ownSale(refused, 'sale')).given_back, 0n);
  assert.equal((await lessOwn(refused, told())).lines[0].returned, 0n);
  const waiting = till({ kept: [sold], unsent: [{ ...asked, state: 'unsent' }] });
  assert.equal((await lessOwn(waiting, told())).given_back, 450000n);
});

test('a limit is of the sale, and what the manager gave back is the manager’s', async () => {
  const own = await lessOwn(till({ unsent: [third('a', 450000, { alone: true })] }), told());
  assert.equal(needsManager(own, lan, 550000n, false), null);
  assert.equal(needsManager(own, lan, 550001n, false), 'limit');
  assert.equal(needsManager(own, lan, 1n, true), 'limit');
  const word = await lessOwn(till({ unsent: [third('a', 450000, { alone: false })] }), told());
  assert.equal(needsManager(word, lan, 1000000n, false), null);
  assert.equal(needsManager(told({ alone: 900000 }), lan, 100001n, false), 'limit');
});

test('an own sale is known by the person’s id, and what nobody sold is nobody’s own', () => {
  const other = { id: 'lan2', name: 'Lan' };
  assert.equal(needsManager(told(), other, 1n, false), 'own');
  assert.equal(needsManager(told({ seller_id: null }), lan, 1n, false), 'own');
});
