// Packs as the phone reads and writes them; the cases are those of the server
// (catalog/pack/tests.rs).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withUnit } from '../../../static/js/lib/unit_keys.js';
import * as take from '../../../static/js/model/stocktake.js';

const { mixed, packsOf, spoken, summed, typedPart } = take;

const beer = packsOf([{ name: 'thùng', holds: '24' }, { name: 'lốc', holds: '6' }]);
const rice = packsOf([{ name: 'bao', holds: '12.5' }, { name: 'lạng', holds: '0.1' }]);
const plain = (text) => text.replaceAll('\u00a0', ' ');

test('a quantity is shown in packs and the rest in the unit', () => {
  const shown = (count) => plain(mixed(count * 1000, 'chai', beer));
  assert.equal(shown(53), '2 thùng 5 chai');
  assert.equal(shown(35), '1 thùng 1 lốc 5 chai');
  assert.equal(shown(48), '2 thùng');
  assert.equal(shown(0), '0 chai');
  assert.equal(shown(-29), '−1 thùng 5 chai');
  assert.equal(shown(30000), '1.250 thùng');
  assert.equal(mixed(53000, 'chai', []), '53');
  assert.equal(mixed(53000, 'chai', undefined), '53');
  assert.equal(plain(mixed(14850, 'kg', rice)), '1 bao 2,35 kg');
});

test('a unit with figures of its own is named without them', () => {
  assert.equal(spoken('gói 500 g'), 'gói');
  assert.equal(spoken('hộp (20 gói)'), 'hộp');
  assert.equal(spoken('500g'), '500g');
  assert.equal(spoken('túi/250 ml'), 'túi/250 ml');
  assert.equal(spoken('kg'), 'kg');
});

test('no unit creates or destroys goods, and what is not exact is none', () => {
  const of = (count, { holds }) => ({ count: count * 1000, holds });
  const one = { holds: 1000 };
  assert.equal(summed([of(2, beer[0]), of(1, beer[1]), of(5, one)], false), 59000);
  assert.equal(summed([{ count: 1500, holds: 24000 }], false), 36000);
  assert.equal(summed([{ count: 1300, holds: 24000 }], false), null);
  assert.equal(summed([of(2, rice[0]), of(3, rice[1])], true), 25300);
  for (let n = 0; n < 20000; n += 7) {
    const parts = plain(mixed(n * 1000, 'chai', beer)).split(' ');
    let sum = 0;
    for (let at = 0; at < parts.length; at += 2) {
      const holds = beer.find(({ name }) => name === parts[at + 1])?.holds ?? 1000;
      sum += Number(parts[at].replaceAll('.', '')) * holds;
    }
    assert.equal(sum, n * 1000);
  }
});

test('a figure that cannot be read is no count, and above all not none', () => {
  const sum = (...parts) => summed(parts.map(typedPart), true);
  const kilos = (text) => ({ text, holds: 1000 });
  const sacks = (text) => ({ text, holds: 12500 });
  assert.equal(sum(kilos('80,350')), 80350);
  assert.equal(sum(kilos('80,3505')), null);
  assert.equal(sum(kilos('00000005')), null);
  assert.equal(sum(sacks('6'), kilos('5,3505')), null);
  assert.equal(sum(sacks('12345678'), kilos('5')), null);
  assert.equal(sum(sacks('6'), kilos('5,35')), 80350);
});

test('the lines of a count know their packs, and what was counted keeps them', () => {
  const products = [
    { uid: 'b', name: 'Bia', unit: 'chai' },
    { uid: 'c', name: 'Trà', unit: 'hộp' },
  ];
  const levels = [{
    product: 'b',
    packs: [{ name: 'thùng', holds: '24' }],
    lots: [{ lot: 'L1', owner: 'o', quantity: '53', tracked: true }],
  }];
  const [line, tea] = take.shelf(products, levels, {});
  assert.deepEqual(line.packs, [{ name: 'thùng', holds: 24000 }]);
  assert.equal('packs' in tea, false);
  const counted = take.count({}, line, { quantity: 48000, at: 1, by: 'Lan', book: 53000 });
  assert.deepEqual(counted[line.key].packs, line.packs);
  assert.deepEqual(take.linesOf(counted), [
    { product: 'b', unit: 'chai', owner: 'o', lot: 'L1', quantity: '48', at_ms: 1, by: 'Lan' },
  ]);
});

test('a press writes the unit after the figure, and another one takes its place', () => {
  const units = ['thùng', 'lốc', 'chai'];
  assert.equal(withUnit('2', 'thùng', units), '2 thùng ');
  assert.equal(withUnit('2 thùng 5', 'chai', units), '2 thùng 5 chai ');
  assert.equal(withUnit('2 thùng ', 'lốc', units), '2 lốc ');
  assert.equal(withUnit('', 'thùng', units), '');
  assert.equal(withUnit('thùng', 'lốc', units), 'thùng');
});
