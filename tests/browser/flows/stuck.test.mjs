// What a device cannot get rid of by itself: a row that the laptop will never take, a phone that
// may not sell any more, a disk that refuses, an account that is gone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { keep, kept } from './disk.mjs';
import {
  added,
  ask,
  look,
  opened,
  openPage,
  openTab,
  openTill,
  pick,
  piece,
  signInByPassword,
  type,
  verify,
} from './fair.mjs';
import { next, refuse, sell } from './selling.mjs';

let fair;
let browser;
let organiser;

opened(async (held) => {
  ({ fair, browser } = held);
  organiser = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(organiser, fair.access.organiser);
});

const booth = (n) => fair.access.open_fair.booths[n];
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);
const pay = (page) =>
  page.locator('.dock .main, .basket .main').locator('visible=true').first().click();

/** One piece in the cart, and the payment panel. */
async function toPay(page, n) {
  await pick(page, piece(booth(n)));
  await page.locator('.search').fill('');
  await pay(page);
  await page.locator('.methods').waitFor();
}

/** The disk refuses what waits for its customer, once; what a till writes by itself is kept. */
const fullDisk = (page) =>
  page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function write(value, key) {
      if (key !== 'parked') return put.call(this, value, key);
      IDBObjectStore.prototype.put = put;
      throw new DOMException('full', 'QuotaExceededError');
    };
  });

test('the manager puts a refused sale aside, and the till is as good as new', async () => {
  const page = await openTill(browser, fair.url, booth(0));
  await refuse(page, 422, { error: 'lines', message: 'Đơn phải có từ 1 đến 100 dòng hàng' });
  await sell(page, booth(0));
  await page.locator('.done-mark.bad').waitFor();
  const number = (await page.locator('.done-number b').innerText()).trim();
  await next(page);
  // The chip tells of the row and of the connection.
  await page.locator('.state.stop', { hasText: /1 cần xem · Đã nối/ }).waitFor();
  await page.locator('.who').click();
  await page.getByText('Đổi người bán').click();
  await page.locator('.toast', { hasText: '1 việc cần chủ gian xem' }).waitFor();
  await page.locator('.state').click();
  await page.getByText('Đã xem, cất đi').waitFor();
  await look(page, 'stuck-attention');
  await page.getByText('Đã xem, cất đi').click();
  await page.locator('#aside-reason').fill('Bấm thử, chưa thu tiền');
  await look(page, 'stuck-reason');
  await page.getByText('Chủ gian xác nhận').click();
  await type(page, booth(0).manager_pin, '.sheet-manager');
  await focus(page, 'approve').click();
  await page.locator('.state.good', { hasText: /^(?!.*cần xem)/ }).waitFor();
  // It is still here for a file.
  await page.getByText('Lưu ra tệp').waitFor();
  await look(page, 'stuck-aside');
  const path = `/fairs/${fair.access.open_fair.code}/booths/${booth(0).code}/numbers`;
  await organiser.goto(path);
  const row = organiser.locator('tr', { hasText: 'Bấm thử, chưa thu tiền' });
  assert.match(await row.innerText(), /1 đến 100 dòng/);
  assert.ok((await row.innerText()).includes(number), number);
  await look(organiser, 'numbers-aside');
  verify(fair.folder);
});

test('a revoked phone still gives its unsent sales away', async () => {
  const page = await openTill(browser, fair.url, booth(1));
  await page.route('**/api/v1/sales', (route) => route.abort());
  await sell(page, booth(1));
  // The new answer stands before the old one goes: the sale is not sent in between.
  await page.route('**/api/v1/**', (route) =>
    route.fulfill({ status: 401, json: { error: 'sign_in', message: 'Máy đã bị thu hồi' } }),
  );
  await page.unroute('**/api/v1/sales');
  await page.reload();
  await page.locator('.closed').waitFor();
  await page.getByText('Phiếu chưa gửi…').click();
  await page.locator('dialog').getByText('Lưu ra tệp').waitFor();
  await look(page, 'stuck-revoked');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('dialog').getByText('Lưu ra tệp').click(),
  ]);
  const file = join(tmpdir(), `revoked-${process.pid}.json`);
  await download.saveAs(file);
  const said = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual([said.booth.code, said.count], [booth(1).code, 1]);
});

test('a disk that refuses a part says so on the spot, and the next press works', async () => {
  const page = await openTill(browser, fair.url, booth(2));
  await toPay(page, 2);
  await fullDisk(page);
  await focus(page, 'split').click();
  await page.locator('.panel .error', { hasText: 'Máy chưa lưu được' }).waitFor();
  await focus(page, 'split').click();
  await page.locator('.panel-split').waitFor();
  await focus(page, 'add-cash').click();
  await type(page, '1000', '.sheet-part');
  await fullDisk(page);
  await focus(page, 'add-part').click();
  await page.locator('.panel-split .error', { hasText: 'Máy chưa lưu được' }).waitFor();
  assert.equal(await page.locator('.part').count(), 0, 'nothing has happened');
  await look(page, 'stuck-disk');
  await focus(page, 'add-vietqr').click();
  await type(page, '2000', '.sheet-part');
  await focus(page, 'add-part').click();
  await focus(page, 'got').click();
  await page.waitForTimeout(700);
  await fullDisk(page);
  await focus(page, 'yes').click();
  await page.locator('.seller-part .error', { hasText: 'Máy chưa lưu được' }).waitFor();
  await focus(page, 'yes').click();
  await page.locator('.part').waitFor();
  await focus(page, 'remove-0').click();
  await fullDisk(page);
  await focus(page, 'given-back').click();
  await page.locator('.panel-split .error', { hasText: 'Máy chưa lưu được' }).waitFor();
  assert.equal(await page.locator('.part').count(), 1);
  await focus(page, 'remove-0').click();
  await focus(page, 'given-back').click();
  await page.locator('.part').waitFor({ state: 'detached' });
  await focus(page, 'abandon').click();
  await page.locator('.grid .tile').first().waitFor();
});

test('a code that waits keeps its account, though the booth has none any more', async () => {
  const page = await openTill(browser, fair.url, booth(3));
  await toPay(page, 3);
  await page.getByText('VietQR').click();
  await page.locator('.account').waitFor();
  const account = await page.locator('.account').innerText();
  await page.getByText('Để chờ').click();
  const till = await kept(page, 'till');
  await page.route('**/api/v1/till?*', (route) => route.abort());
  await keep(page, 'till', { ...till, booth: { ...till.booth, bank: null } });
  await page.reload();
  await page.locator('.chip.parked').first().click();
  await page.locator('.account').waitFor();
  assert.equal(await page.locator('.account').innerText(), account);
  await focus(page, 'got').click();
  await page.waitForTimeout(700);
  await focus(page, 'yes').click();
  await page.locator('.done-mark.good').waitFor();
});

test('a cart takes a hundred lines and says so at the next', async () => {
  const page = await openTill(browser, fair.url, booth(4));
  const { uid, name, unit, price } = piece(booth(4));
  const one = { uid, name, unit, price: BigInt(price), thousandths: 1000n };
  const line = (n) => ({ ...one, key: `${uid}:${n}`, free: true });
  const lines = Array.from({ length: 100 }, (_, n) => line(n));
  await keep(page, 'cart', { priced: { seq: 1, ms: Date.now() }, lines });
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
  await pick(page, piece(booth(4)));
  await page.locator('.toast', { hasText: '100 dòng' }).waitFor();
  assert.equal((await kept(page, 'cart')).lines.length, 100);
});

test('a connection to the disk that the browser dropped is opened again', async () => {
  const page = await openTill(browser, fair.url, booth(5));
  // Another program asks for a newer database: this one's connection goes.
  const tab = await openTab(page.context());
  await tab.goto('/login');
  await tab.evaluate(
    () =>
      new Promise((done) => {
        const asked = indexedDB.open('chophien', 99);
        asked.onupgradeneeded = () => asked.transaction.abort();
        asked.onerror = (event) => done(event.preventDefault());
        asked.onsuccess = () => done(asked.result.close());
      }),
  );
  const sales = async () => (await ask(fair.url, booth(5).token, '/api/v1/sales')).sales;
  const before = await sales();
  await sell(page, booth(5));
  await page.locator('.done-mark.good').waitFor();
  assert.equal(added(before, await sales()).length, 1);
});

test('a phone paired with another booth brings no shift and no cart of the old one', async () => {
  const page = await openTill(browser, fair.url, booth(5));
  const shift = { id: '01997d5e-0000-7000-8000-000000000001', opened_at_ms: Date.now() };
  await keep(page, 'shift', shift);
  await keep(page, 'parked', [{ id: 'x', cart: { lines: [] }, at_ms: 0 }]);
  const other = booth(4);
  const joined = {
    token: other.token,
    device: { id: '01997d5e-0000-7000-8000-000000000002', letter: 'C' },
    booth: { id: other.uid ?? 'another', code: other.code, name: other.code },
    fair: { code: 'HL26', name: 'Hội chợ' },
  };
  await page.route('**/api/v1/devices', (route) => route.fulfill({ status: 201, json: joined }));
  await page.goto('/join/AAAAAAAAAA');
  await page.locator('#name').fill('Điện thoại Lan');
  await page.locator('.join .main').click();
  await page.getByText('Đã ghép máy').waitFor();
  assert.equal(await kept(page, 'shift'), undefined);
  assert.equal(await kept(page, 'parked'), undefined);
});
