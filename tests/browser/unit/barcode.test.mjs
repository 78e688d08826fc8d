import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isSound,
  lookUp,
  normal,
  ofLabel,
  readLabel,
  verifier,
} from '../../../static/js/model/barcode.js';
import { checkDigit, elements, fromUpcE } from '../../../static/js/model/code_forms.js';
import { lineAmount } from '../../../static/js/model/money.js';
import { toStep } from '../../../static/js/model/cash_rounding.js';

const squid = { uid: 'muc', name: 'Mực khô', unit: 'kg', price: 980000, sku: '42' };
const honey = { uid: 'mat', name: 'Mật ong', unit: 'lọ', price: 90000, barcode: '8938505974194' };
const tea = { uid: 'tra', name: 'Trà hoa', unit: 'hộp', price: 320000, barcode: '036000291452' };
const pie = { uid: 'cha', name: 'Chả mực', unit: 'gói', price: 45000, sku: 'CM-01' };
const goods = [squid, honey, tea, pie];
const grams = { prefix: '21', kind: 'weight', item_digits: 5, step: 1 };
const sums = { prefix: '22', kind: 'price', item_digits: 5, step: 100 };
const rules = [grams, sums];
const đồng = { kind: 'price', step: 1n };
const ean = (digits) => digits + checkDigit(digits);

test('check digits are those printed on goods', () => {
  assert.equal(checkDigit('893850597419'), '4');
  assert.equal(checkDigit('9638507'), '4');
  assert.equal(checkDigit('03600029145'), '2');
  assert.equal(isSound('8938505974194'), true);
  assert.equal(isSound('8938505974195'), false);
  assert.equal(isSound('96385074'), true);
  assert.equal(isSound('CM-01'), true, 'a code of the booth’s own has no check digit');
});

test('a UPC-A is the same code as its EAN-13', () => {
  assert.equal(normal('036000291452'), '0036000291452');
  assert.deepEqual(lookUp('0036000291452', goods, []).products, [tea]);
  assert.deepEqual(lookUp(' 036000291452', goods, []).products, [tea]);
});

test('a label of 0,345 kg of item 42 is read to the gram', () => {
  const code = ean('210004200345');
  assert.deepEqual(readLabel(code, rules), { kind: 'weight', item: '00042', value: 345n });
  const found = lookUp(code, goods, rules);
  assert.equal(found.kind, 'label');
  assert.equal(found.product, squid);
  assert.equal(ofLabel(squid, found.label), 345n);
});

test('a label in tens of grams, or with an item code of four digits, is read as it is set', () => {
  const tens = [{ prefix: '21', kind: 'weight', item_digits: 4, step: 10 }];
  const read = readLabel(ean('210042000035'), tens);
  assert.deepEqual(read, { kind: 'weight', item: '0042', value: 350n });
});

test('a label with an amount becomes the quantity that comes to exactly that amount', () => {
  const label = readLabel(ean('220004203381'), rules);
  assert.deepEqual(label, { kind: 'price', item: '00042', value: 338100n, step: 100n });
  assert.equal(ofLabel(squid, label), 345n, '0,345 kg at 980.000 đ');
  assert.equal(ofLabel(pie, { ...đồng, value: 135000n }), 3000n, 'three packets');
});

test('an amount that our price cannot make is refused, never rounded', () => {
  assert.equal(ofLabel(squid, { ...đồng, value: 338500n }), null);
  assert.equal(ofLabel(pie, { ...đồng, value: 50000n }), null);
  assert.equal(ofLabel({ ...squid, price: 0 }, { ...đồng, value: 1000n }), null);
  assert.equal(ofLabel(squid, { kind: 'weight', value: 0n }), null, 'a label of nothing');
});

test('a label that rounds its amount is taken at the grams that come nearest to it', () => {
  const crab = { uid: 'cua', unit: 'kg', price: 1350000 };
  const thousands = { kind: 'price', step: 1000n };
  // 0,248 kg come to 334.800 đ, and the scale printed 335.
  assert.equal(ofLabel(crab, { ...thousands, value: 335000n }), 248n);
  // What can be charged as it is printed is charged so, to the đồng.
  const pork = { uid: 'lon', unit: 'kg', price: 180000 };
  assert.equal(ofLabel(pork, { ...thousands, value: 45000n }), 250n);
  // Three packets at 15.400 đ come to 46.200 đ.
  const cake = { uid: 'banh', unit: 'gói', price: 15400 };
  assert.equal(ofLabel(cake, { ...thousands, value: 46000n }), 3000n);
  assert.equal(ofLabel(cake, { ...thousands, value: 45000n }), null, 'not ours');
  assert.equal(ofLabel(crab, { kind: 'price', step: 100n, value: 335000n }), null, 'not ours');
});

test('each label of our goods is taken, and charged within half its step', () => {
  for (const price of [12000, 99900, 180000, 480000, 980000, 1350000, 2750000]) {
    const goods = { uid: 'x', unit: 'kg', price };
    for (const step of [1n, 10n, 100n, 1000n]) {
      for (let grams = 20n; grams < 3000n; grams += 7n) {
        const cost = lineAmount(BigInt(price), grams);
        const value = toStep(cost, Number(step));
        const found = value > 0n && ofLabel(goods, { kind: 'price', step, value });
        if (found === false) continue;
        const about = `${grams} g at ${price}, in steps of ${step}`;
        assert.ok(found > 0n, about);
        const off = lineAmount(BigInt(price), found) - value;
        const size = off < 0n ? -off : off;
        assert.ok(size * 2n <= step, about);
        const own = cost > value ? cost - value : value - cost;
        assert.ok(size <= own, `${about}: nothing is nearer to the label`);
        if (step === 1n) assert.equal(off, 0n, `${about}: to the đồng`);
      }
    }
  }
});

test('a label with a weight does not fit goods sold by the packet', () => {
  assert.equal(ofLabel(pie, { kind: 'weight', value: 345n }), null);
});

test('a full barcode wins over a label of the same prefix', () => {
  const own = { ...honey, uid: 'own', barcode: ean('210004200345') };
  assert.deepEqual(lookUp(own.barcode, [...goods, own], rules).products, [own]);
});

test('a code with a wrong check digit is misread, one that nobody has is unknown', () => {
  assert.equal(lookUp('8938505974195', goods, rules).kind, 'misread');
  assert.equal(lookUp(ean('893600000001'), goods, rules).kind, 'unknown');
  const other = lookUp(ean('210009900345'), goods, rules);
  assert.equal(other.kind, 'unknown');
  assert.equal(other.label.item, '00099');
});

test('an item code is found last, whatever its case', () => {
  assert.deepEqual(lookUp('cm-01', goods, rules).products, [pie]);
});

test('two products with one barcode are both offered', () => {
  const small = { ...honey, uid: 'mat-nho' };
  assert.deepEqual(lookUp(honey.barcode, [honey, small], []).products, [honey, small]);
});

const GS = '\u001d';
const found = (text, more = goods) => lookUp(text, more, rules);

test('a scanner’s mark of the symbology is no part of the code', () => {
  for (const mark of [']E0', ']C0', ']e0', ']E4']) {
    assert.deepEqual(found(`${mark}8938505974194`).products, [honey], mark);
  }
  const odd = { ...pie, uid: 'x', sku: ']E0AB' };
  assert.deepEqual(found(']E0AB', [odd]).products, [odd], 'but what stands so letter by letter is');
});

test('GS1-128 and DataMatrix give the product, its lot and its last day', () => {
  const long = `010893850597419410L-01${GS}17260630`;
  const texts = [`]C1${long}`, `]d2${long}`, `]Q3${long}`, long, GS + long];
  for (const text of [...texts, '(01)08938505974194(10)L-01(17)260630']) {
    const { kind, products, lot, expires } = found(text);
    assert.deepEqual([kind, products, lot, expires], ['product', [honey], 'L-01', '2026-06-30']);
  }
  assert.equal(found('010893850597419417260200').expires, '2026-02-28', 'day 00 is the last');
  assert.equal(elements('99'), null);
});

test('days behind a lot whose end was not marked are no letters of it', () => {
  const { lot, expires } = found('010893850597419410L0117270201');
  assert.deepEqual([lot, expires], ['L01', '2027-02-01']);
  assert.equal(found('010893850597419410L0117279901').lot, 'L0117279901', 'no day');
  assert.equal(found(`010893850597419410L0117270201${GS}11260101`).lot, 'L0117270201', 'marked');
});

test('the label of a carton says its lot too', () => {
  const whole = found(`02089385059741943712${GS}10B77`);
  assert.deepEqual([whole.kind, whole.many, whole.lot], ['carton', '12', 'B77']);
});

test('a GS1 string with a weight is a label of weighed goods', () => {
  const fish = { uid: 'ca', name: 'Cá', unit: 'kg', price: 100000, barcode: '98938505974197' };
  assert.equal(isSound(fish.barcode), true);
  const read = found('01989385059741973103000345', [fish]);
  assert.deepEqual([read.kind, ofLabel(fish, read.label)], ['label', 345n]);
});

test('the code of a carton is told from the code of a piece', () => {
  const carton = '1893850597419' + checkDigit('1893850597419');
  assert.deepEqual([found(carton).kind, found(carton).products], ['carton', [honey]]);
  assert.equal(found('08938505974194').kind, 'product', 'an indicator of 0 is a single piece');
  const own = { ...honey, uid: 'thung', barcode: carton };
  assert.deepEqual(found(carton, [...goods, own]).products, [own]);
});

test('an address gives the number in it, or is told to be no code of goods', () => {
  const link = 'https://id.gs1.org/01/08938505974194/10/L01?17=260630';
  assert.deepEqual([found(link).products, found(link).lot], [[honey], 'L01']);
  assert.equal(found(link).expires, '2026-06-30');
  assert.deepEqual(found('HTTPS://ID.GS1.ORG/01/08938505974194').products, [honey]);
  assert.deepEqual(found('https://tracuu.vn/sp?ma=8938505974194&n=12').products, [honey]);
  assert.deepEqual(found('https://tracuu.vn/gioi-thieu').what, 'address');
  const other = ean('893600000001');
  const unknown = { kind: 'unknown', code: other, label: null };
  assert.deepEqual(found(`https://tracuu.vn/${other}`), unknown);
  const pay = '00020101021138540010A0000007270124000697043601101017595600' +
    '0208QRIBFTTA53037045802VN63041234';
  assert.equal(found(pay).what, 'payment');
});

test('an add-on of two or five digits is left aside', () => {
  for (const more of ['05', '51299']) {
    assert.deepEqual(found(`8938505974194${more}`).products, [honey], more);
    assert.deepEqual(found(`8938505974194 ${more}`).products, [honey], more);
    assert.deepEqual(found(`036000291452${more}`).products, [tea], more);
  }
});

test('a UPC-E is the UPC-A that it stands for', () => {
  assert.equal(fromUpcE('04252614'), '042100005264');
  assert.equal(fromUpcE('01234565'), '012345000065');
  assert.equal(fromUpcE('04252615'), null);
  const soup = { ...honey, uid: 'soup', barcode: '042100005264' };
  assert.deepEqual(found('04252614', [soup]).products, [soup]);
});

test('an item code of 8 or 13 digits is found before its check digit is asked for', () => {
  const eight = { ...pie, uid: 'e', sku: '20240001' };
  const thirteen = { ...pie, uid: 't', sku: '2100042003451' };
  for (const own of [eight, thirteen]) {
    assert.equal(isSound(own.sku), false);
    assert.deepEqual(found(own.sku, [...goods, own]).products, [own]);
  }
  assert.equal(found('20240002').kind, 'misread');
});

test('the verifier of a label’s value is checked as GS1 has it', () => {
  assert.equal(verifier('2875'), '9');
  assert.equal(verifier('14685'), '6');
  const rule = [{ prefix: '22', kind: 'price', item_digits: 4, step: 1, verifier: true }];
  const label = readLabel(ean('220042614685'), rule);
  assert.deepEqual(label, { kind: 'price', item: '0042', value: 14685n, step: 1n });
  assert.equal(lookUp(ean('220042714685'), goods, rule).kind, 'misread');
  const cheap = { ...squid, price: 14685 };
  assert.equal(lookUp(ean('220042614685'), [cheap], rule).product, cheap);
});

const gtin = (digits) => digits.slice(0, 12) + checkDigit(digits.slice(0, 12));

test('the label of a pallet is no single jar, and says how many it holds', () => {
  const code = gtin('0893850597419');
  const jar = { uid: 'jar', name: 'Mật ong', unit: 'chai', price: 185000, barcode: code };
  const found = (text) => lookUp(text, [jar], []);
  assert.equal(found(`(01)0${code}`).kind, 'product');
  assert.deepEqual(
    [found(`(02)0${code}(37)24`).kind, found(`(02)0${code}(37)24`).many],
    ['carton', '24'],
  );
  assert.equal(found(`(02)0${code}`).many, '?');
  assert.equal(found(`(01)0${code}(30)6`).many, '6');
  assert.equal(found(`(01)0${code}(30)1`).kind, 'product');
});

test('what stands on the label letter by letter goes before what it could be short for', () => {
  const short = '01234565';
  const own = { uid: 'own', unit: 'gói', price: 1000, sku: short };
  const other = { uid: 'other', unit: 'gói', price: 2000, barcode: '012345000065' };
  assert.deepEqual(lookUp(short, [other], []).products, [other]);
  assert.deepEqual(lookUp(short, [other, own], []).products, [own]);
});

test('an address or a QR to pay by is none of goods under a scanner’s mark either', () => {
  for (const mark of ['', ']Q1']) {
    assert.equal(lookUp(`${mark}https://ocop.gov.vn/tra-cuu`, goods, rules).what, 'address');
    assert.equal(lookUp(`${mark}0002010102116304ABCD`, goods, rules).what, 'payment');
  }
});
