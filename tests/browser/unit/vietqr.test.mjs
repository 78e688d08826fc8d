import assert from 'node:assert/strict';
import { test } from 'node:test';
import qrcode from '../../../static/js/vendor/qrcode.js';
import { crc16, payload } from '../../../static/js/model/vietqr.js';

test('the checksum is CRC-16/CCITT-FALSE', () => {
  assert.equal(crc16('123456789'), '29B1');
});

test('a transfer with amount and reference is the payload other programs make', () => {
  const bank = { bin: '970436', account: '1017595600' };
  assert.equal(
    payload({ ...bank, amount: 128000n, purpose: 'OC7K3M9QX' }),
    '00020101021238540010A00000072701240006970436011010175956000208QRIBFTTA' +
      '530370454061280005802VN62130809OC7K3M9QX6304F538',
  );
  assert.equal(
    payload({ ...bank, amount: 180000n, purpose: 'thanh toán đơn hàng' }),
    '00020101021238540010A00000072701240006970436011010175956000208QRIBFTTA' +
      '530370454061800005802VN62230819thanh toan don hang630470FA',
  );
  assert.equal(
    payload({ bin: '970405', account: '5700205123456', amount: 45000n, purpose: 'OC2B8HTWD' }),
    '00020101021238570010A00000072701270006970405011357002051234560208QRIBFTTA' +
      '53037045405450005802VN62130809OC2B8HTWD6304EA61',
  );
});

test('an account of a MoMo wallet carries the label by which MoMo knows it', () => {
  const wallet = { bin: '970454', account: '99MM24011M34875080' };
  const text = payload({ ...wallet, amount: 45000n, purpose: 'OC7K3M9QX' });
  assert.ok(text.includes('62320515MOMOW2W348750800809OC7K3M9QX6304'), text);
});

test('the drawn code has room for the longest payload', () => {
  const code = qrcode(0, 'M');
  code.addData(
    payload({
      bin: '970436',
      account: '1'.repeat(19),
      amount: 9999999999999n,
      purpose: 'x'.repeat(25),
    }),
  );
  code.make();
  assert.ok(code.getModuleCount() <= 57);
});
