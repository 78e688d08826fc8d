// Goods come back on a phone: one of two for cash, spoiled; then the rest; and what a seller may
// not do alone asks for the manager's PIN. The laptop's figures are asserted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qrPng } from './bars.mjs';
import { ask, dong, look, opened, openTill, type, until } from './fair.mjs';
import { cheap, open, sell as sold } from './refunding.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[2];

const till = () => openTill(browser, fair.url, booth());

const sell = (page, product, count) => sold(page, { fair, booth: booth(), product, count });
const piece = (most) => cheap(booth(), most);

async function refunded(page, sale) {
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.sales').waitFor();
  return back(sale, (now) => now.given_back !== sale.given_back);
}

/** The sale as the laptop has it, once what came back is as `is` wants it. */
function back(sale, is) {
  const told = async () => {
    const now = await ask(fair.url, booth().token, `/api/v1/sales/${sale.id}`);
    return is(now) && now;
  };
  return until(told, 'the refund never reached the laptop', 60000);
}

test('one of two comes back spoiled, then the rest, and then nothing is left', async () => {
  const page = await till();
  const product = piece(300000);
  const stock = async () => {
    const { products } = await ask(fair.url, booth().token, '/api/v1/till');
    return products.find((one) => one.uid === product.uid).stock;
  };
  const before = await stock();
  const sale = await sell(page, product, 2);
  assert.equal(sale.total, 2 * product.price);
  await open(page, sale);
  await page.locator('[data-focus="more-0"]').click();
  await page.locator('[data-focus="lost-0"]').click();
  await page.locator('.chip', { hasText: 'Hàng lỗi' }).click();
  const words = await page.locator('.panel-foot .main').innerText();
  assert.ok(words.includes(dong(product.price)), words);
  await look(page, 'refund-phone-vi');
  const half = await refunded(page, sale);
  assert.equal(half.given_back, product.price);
  assert.equal(half.lines[0].returned, '1');
  assert.equal(await stock(), before - 2000, 'a spoiled piece does not go back on the shelf');

  await open(page, half);
  await page.locator('[data-focus="all"]').click();
  await page.locator('.chip', { hasText: 'Khách đổi ý' }).click();
  const whole = await refunded(page, half);
  assert.equal(whole.given_back, sale.total + sale.rounding);
  assert.equal(whole.voided, true);
  assert.equal(await stock(), before - 1000);
  await open(page, whole);
  assert.equal(await page.locator('.panel-foot .main').count(), 0);
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test('what is beyond the seller’s limit waits for the manager’s PIN', async () => {
  const page = await till();
  const product = piece(10000000);
  const count = Math.ceil(1000001 / product.price);
  const sale = await sell(page, product, count);
  await open(page, sale);
  await page.locator('[data-focus="all"]').click();
  await page.locator('.chip', { hasText: 'Khách đổi ý' }).click();
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('dialog[open] .pad').waitFor();
  await type(page, '0000', 'dialog[open]');
  await page.locator('dialog[open] .main').click();
  await page.locator('dialog[open] .error', { hasText: /\S/ }).waitFor();
  await look(page, 'refund-pin-phone-vi');
  page.troubles.length = 0;
  await type(page, booth().manager_pin, 'dialog[open]');
  await page.locator('dialog[open] .main').click();
  await page.locator('.sales').waitFor();
  const now = await back(sale, ({ given_back: sum }) => sum > 0);
  assert.equal(now.given_back, sale.total + sale.rounding);
  assert.equal(now.voided, true);
  await page.context().close();
});

test('money given back that the laptop has not heard of is not given back again', async () => {
  const page = await till();
  const sale = await sell(page, piece(200000), 1);
  await page.route('**/api/v1/sales/*/refunds', (route) => route.abort());
  await open(page, sale);
  await page.locator('[data-focus="all"]').click();
  await page.locator('.chip', { hasText: 'Khách đổi ý' }).click();
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.sales').waitFor();
  const told = await ask(fair.url, booth().token, `/api/v1/sales/${sale.id}`);
  assert.equal(told.given_back, 0, 'the laptop knows nothing of it');
  await open(page, sale);
  assert.match(await page.locator('.refund .lines').innerText(), /đã trả 1/);
  assert.equal(await page.locator('.refund .stepper').count(), 0);
  await page.unroute('**/api/v1/sales/*/refunds');
  const after = await back(sale, ({ given_back: sum }) => sum > 0);
  assert.equal(after.given_back, sale.total + sale.rounding, 'and once it comes, it came once');
  await page.context().close();
});

test('the QR of a receipt opens it, by a photo and by a scanner that types', async () => {
  const page = await till();
  const sale = await sell(page, piece(300000), 1);
  const address = `http://192.168.1.20:8080/r/${sale.id}`;
  await page.locator('.tools button', { hasText: 'Phiếu' }).click();
  await page.locator('.sales .sale').first().waitFor();
  await look(page, 'receipts-scan-phone-vi');
  const photo = { name: 'phieu.png', mimeType: 'image/png', buffer: qrPng(address) };
  await page.locator('.scan-photo').setInputFiles(photo);
  const shown = page.locator('h1', { hasText: sale.receipt_no });
  await shown.waitFor({ timeout: 20000 });
  await page.keyboard.press('Escape');

  // The text is what Telex leaves of it, the keys are those of the scanner.
  const field = page.locator('[data-focus="find"]');
  await field.focus();
  const wire = await page.context().newCDPSession(page);
  for (const char of address) {
    const place = { ':': 'Semicolon', '/': 'Slash', '.': 'Period', '-': 'Minus' }[char];
    const named = /\d/.test(char) ? `Digit${char}` : `Key${char.toUpperCase()}`;
    const made = { a: 'ạ', d: 'đ', e: 'ê' }[char] ?? char;
    const key = { key: made === char ? char : 'Process', code: place ?? named };
    await wire.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, text: made });
    await wire.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  }
  await wire.detach();
  assert.match(await field.inputValue(), /[ạđê]/);
  await page.keyboard.press('Enter');
  await shown.waitFor();

  // And a photo of something else says so.
  await page.keyboard.press('Escape');
  const other = { ...photo, buffer: qrPng('https://example.vn/something') };
  await page.locator('.scan-photo').setInputFiles(other);
  await page.locator('.toast', { hasText: 'Không thấy phiếu' }).waitFor({ timeout: 20000 });
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test('without the laptop a seller gives back a little of an own sale, and no more', async () => {
  const page = await till();
  // One piece is within the small limit of 200,000, all three are beyond it.
  const fits = (one) => one.price <= 200000 && 3 * one.price > 200000;
  const product = booth().products.find((one) => one.unit !== 'kg' && fits(one));
  const sale = await sell(page, product, 3);
  await page.context().setOffline(true);
  await open(page, sale);
  assert.match(await page.locator('.refund .lines').innerText(), /3/);
  await page.locator('[data-focus="more-0"]').click();
  await page.locator('.chip', { hasText: 'Khách đổi ý' }).click();
  const words = await page.locator('.panel-foot .main').innerText();
  assert.ok(words.includes(dong(product.price)), words);
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.sales').waitFor();
  // With what is left it would be beyond the limit, and no PIN can be checked.
  await open(page, sale);
  await page.locator('[data-focus="all"]').click();
  await page.locator('.chip', { hasText: 'Khách đổi ý' }).click();
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.toast', { hasText: 'cần mã PIN của chủ gian' }).waitFor();
  await page.context().setOffline(false);
  const now = await back(sale, ({ given_back: sum }) => sum > 0);
  assert.equal(now.given_back, product.price);
  assert.equal(now.alone, product.price);
  assert.equal(now.lines[0].returned, '1');
  await page.context().close();
});

test('a full disk gives nothing back, says so, and the button is there again', async () => {
  const page = await till();
  const sale = await sell(page, piece(200000), 1);
  await open(page, sale);
  await page.locator('[data-focus="all"]').click();
  await page.locator('.chip', { hasText: 'Khách đổi ý' }).click();
  await page.evaluate(() => {
    const { add } = IDBObjectStore.prototype;
    globalThis.emptied = () => (IDBObjectStore.prototype.add = add);
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.panel-foot .error', { hasText: 'Chưa ghi gì cả' }).waitFor();
  await page.evaluate(() => globalThis.emptied());
  const now = await refunded(page, sale);
  assert.equal(now.given_back, sale.total + sale.rounding);
  await page.context().close();
});
