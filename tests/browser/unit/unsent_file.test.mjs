import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { pack, unpack } from '../../../static/js/net/unsent_file.js';
import { sha256 } from '../../../static/js/lib/sha256.js';

const id = (n) => `01997d5e-0000-7000-8000-00000000000${n}`;
const sale = {
  n: 7,
  state: 'unsent',
  id: id(1),
  kind: 'sale',
  path: '/api/v1/sales',
  body: { id: id(1), lines: [{ product: 'p', quantity: '0.35' }], device_seq: 12 },
  echo: true,
  amount: 64750,
  made_ms: 1780471920000,
  provisional_no: 'A03-B-0012',
  methods: ['cash'],
};
const refund = {
  ...sale,
  id: id(2),
  kind: 'refund',
  path: `/api/v1/sales/${id(1)}/refunds`,
  body: { id: id(2), reason: 'Khách đổi ý' },
  amount: -64750,
  needs: id(1),
};
const from = { fair: 'HL26', booth: { id: 'b', code: 'A03' }, device: { id: 'd', letter: 'B' } };

test('the checksum is SHA-256', () => {
  const lengths = [0, 55, 56, 63, 64, 999].map((length) => 'x'.repeat(length));
  for (const text of ['Mật ong', ...lengths]) {
    assert.equal(sha256(text), createHash('sha256').update(text).digest('hex'));
  }
});

test('rows come out of a file with the very content they had', () => {
  const file = unpack(pack(from, [sale, refund], 1780471999000));
  assert.deepEqual([file.count, file.amount, file.booth.code], [2, '0', 'A03']);
  assert.deepEqual(file.rows[0].body, sale.body);
  assert.equal(JSON.stringify(file.rows[0].body), JSON.stringify(sale.body));
  assert.equal(file.rows[1].needs, id(1));
  assert.equal(file.rows[0].state, undefined, 'where it stood on the other device is not carried');
});

test('every path that a till sends to may stand in a file', () => {
  const folder = new URL('../../../static/js/', import.meta.url);
  const texts = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const sent = /\bpath: ['`](\/api\/v1\/[^'`]+)['`]/g;
  const found = texts.flatMap((text) => [...text.matchAll(sent)].map(([, path]) => path));
  const paths = [...new Set(found)].map((path) => path.replace(/\$\{[^}]+\}/g, id(1)));
  assert.ok(paths.length >= 5, paths.join());
  const rows = paths.map((path, n) => ({ ...sale, id: id(n), path, body: { id: id(n) } }));
  assert.equal(unpack(pack(from, rows, 1780471999000)).rows.length, paths.length);
});

test('a refund that nobody handed out yet says so in its file', () => {
  const ways = [{ method: 'cash', amount: 64750 }];
  const [row] = unpack(pack(from, [{ ...refund, unpaid: true, ways }], 1780471999000)).rows;
  assert.deepEqual([row.unpaid, row.ways], [true, ways]);
});

test('the number on its paper goes with a row that a restored laptop does not have yet', () => {
  const acknowledged = { node: 'n1', receipt_no: 'A03-0011' };
  const [row] = unpack(pack(from, [{ ...sale, acknowledged }], 1780471999000)).rows;
  assert.deepEqual([row.acknowledged, row.body], [acknowledged, sale.body]);
});

test('a file that was changed, cut short or is something else is refused', () => {
  const text = pack(from, [sale, refund], 0);
  for (const broken of [
    '',
    '{}',
    text.slice(0, -20),
    text.replace('64750', '64751'),
    JSON.stringify({ ...JSON.parse(text), rows: JSON.parse(text).rows.slice(1) }),
  ]) {
    assert.throws(() => unpack(broken), Error, broken.slice(0, 40));
  }
});

test('a file may ask for nothing but what devices send', () => {
  const others = ['/api/v1/devices', '/people', '/api/v1/sales/../devices'];
  for (const path of [...others, 'http://x/api/v1/sales']) {
    assert.throws(() => unpack(pack(from, [{ ...sale, path }], 0)), Error, path);
  }
});
