// What is on a device alone: always on the screen, never in anybody's way, and never another
// booth's.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { untilKept } from './disk.mjs';
import { halfPaid, notes, toShift } from './drawer.mjs';
import {
  added,
  ask,
  look,
  opened,
  openTill,
  pick,
  piece,
  quiet,
  signIn,
  until,
} from './fair.mjs';
import { next, refuse, sell } from './selling.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const open = (booth, pin = booth.seller_pin) =>
  openTill(browser, fair.url, { ...booth, seller_pin: pin });

test('a refused sale parks itself alone; the sales after it are recorded', async () => {
  const booth = fair.access.open_fair.booths[0];
  const page = await open(booth);
  await refuse(page, 403, { error: 'forbidden', message: 'Phiếu này cần chủ gian hàng' });
  await sell(page, booth);
  await page.locator('.done-mark.bad').waitFor();
  await next(page);
  await page.unroute('**/api/v1/sales');
  await sell(page, booth);
  await page.locator('.done-mark.good').waitFor();
  await look(page, 'done-beside-parked');
  await next(page);
  await page.locator('.state').click();
  await page.getByText('Phiếu này cần chủ gian hàng').waitFor();
  await look(page, 'unsent-parked');
  await page.getByText('Gửi lại', { exact: true }).click();
  await page.locator('.state.good').waitFor();
});

test('a stock document waits for the manager or says why it never goes', async () => {
  const booth = fair.access.open_fair.booths[0];
  const page = await open(booth);
  await quiet(page);
  const at = '**/api/v1/stock/documents';
  const answers = ['needs_manager', 'forbidden'];
  const message = 'Người ghi trên phiếu không thuộc gian này';
  await page.route(at, (route) =>
    route.fulfill({ status: 403, json: { error: answers.shift() ?? 'forbidden', message } }),
  );
  const add = () =>
    page.evaluate(async () => {
      const { app } = await import(document.querySelector('script[type="module"]').src);
      const id = crypto.randomUUID();
      const path = '/api/v1/stock/documents';
      const counted = { a: { quantity: '1' } };
      const draft = { booth: app.till.booth.id, began: 1, counted, seen: {} };
      const body = { id, kind: 'count', lines: [] };
      const row = { id, kind: 'stock', path, echo: true, made_ms: app.now(), draft, body };
      return app.outbox.add({ ...row, label: 'Kiểm kho' });
    });
  await add();
  await page.locator('.state').click();
  await page.locator('dialog .tag', { hasText: 'chờ chủ gian đăng nhập' }).waitFor();
  await look(page, 'unsent-stock-waits');
  await page.getByText('Thử gửi ngay').click();
  await page.locator('.state', { hasText: '1 cần xem' }).waitFor();
  await page.locator('.state').click();
  await page.locator('dialog .notice.stop', { hasText: message }).waitFor();
  await look(page, 'unsent-stock-refused');
  await page.keyboard.press('Escape');

  // Opened again to be mended, it is so on the disk at once or not at all.
  const reopened = (broken) =>
    page.evaluate(async (broken) => {
      const { app } = await import(document.querySelector('script[type="module"]').src);
      const module = (path) => import(document.querySelector(`[href*="js/${path}"]`).href);
      const { get } = await module('net/store.js');
      const { reopenCount } = await module('till/reopen_count.js');
      const [row] = await app.outbox.list('attention');
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function full(...told) {
        if (broken && this.name === 'outbox') throw new DOMException('full', 'QuotaExceededError');
        return put.apply(this, told);
      };
      const done = await reopenCount(app, row).catch(() => 'failed');
      IDBObjectStore.prototype.put = put;
      const { counted } = (await get('stocktake')) ?? {};
      const { state } = await app.outbox.known(row.id);
      return { done, state, counted };
    }, broken);
  const counted = { a: { quantity: '1' } };
  const untouched = { done: 'failed', state: 'attention', counted: undefined };
  assert.deepEqual(await reopened(true), untouched);
  assert.deepEqual(await reopened(false), { done: true, state: 'aside', counted });
  await page.locator('.state.good').waitFor();
});

test('the queue pauses for a sign-in, says so, and goes on by itself', async () => {
  const booth = fair.access.open_fair.booths[1];
  const page = await open(booth);
  await refuse(page, 401, { error: 'sign_in', message: 'Hãy đăng nhập' });
  await sell(page, booth);
  await page.getByText('Tạm dừng').first().waitFor();
  await next(page);
  await page.locator('.state').click();
  await page.locator('dialog .notice button').waitFor();
  await look(page, 'unsent-paused');
  await page.unroute('**/api/v1/sales');
  await page.locator('dialog .notice button').click();
  await signIn(page, booth.seller_pin);
  await page.locator('.state.good').waitFor();
});

test('selling, paying and waiting for a transfer all show what is unsent', async () => {
  const booth = fair.access.open_fair.booths[2];
  const page = await open(booth);
  await page.route('**/api/v1/**', (route) => route.abort());
  await sell(page, booth);
  await next(page);
  await pick(page, piece(booth));
  await page.locator('.dock .main').click();
  await page.locator('.panel-head .state', { hasText: '1 chưa gửi' }).waitFor();
  await look(page, 'pay-offline');
  await page.getByText('VietQR').click();
  await page.locator('.seller-part .state', { hasText: '1 chưa gửi' }).waitFor();
  await look(page, 'qr-offline');
  await page.getByText('Để chờ').click();
  await page.locator('.who').click();
  await page.getByText('Đổi người bán').click();
  await page.locator('.toast').waitFor();
  // Another booth's pairing page does not take the device away from what it holds.
  await page.goto('/join/AAAAAAAAAA');
  await page.getByText('Máy này chưa gửi hết').waitFor();
  await look(page, 'join-refused');
});

test('a file carries unsent sales to another device of the booth, once', async () => {
  const booth = fair.access.open_fair.booths[3];
  const page = await open(booth);
  const other = await open(booth);
  const sales = async () => (await ask(fair.url, booth.token, '/api/v1/sales')).sales;
  const before = await sales();
  await page.route('**/api/v1/**', (route) => route.abort());
  await sell(page, booth);
  await next(page);
  // Until it stands in a file, no other booth takes the device away from it.
  const anyhow = page.getByText('Đã lưu ra tệp, cứ ghép');
  await page.goto('/join/AAAAAAAAAA');
  await page.getByText('Máy này chưa gửi hết').waitFor();
  assert.equal(await anyhow.count(), 0);
  await page.locator('.join .main').click();
  await page.locator('.grid .tile').first().waitFor();
  await page.locator('.state').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByText('Lưu ra tệp').click(),
  ]);
  const file = join(tmpdir(), `unsent-${process.pid}.json`);
  await download.saveAs(file);
  await untilKept(page, 'saved', (ids) => ids?.length);
  await page.goto('/join/AAAAAAAAAA');
  await anyhow.waitFor();
  await page.goto('/till');
  await page.locator('.grid .tile').first().waitFor();
  await page.locator('.state').click();
  const { rows } = JSON.parse(readFileSync(file, 'utf8'));
  const provisional = JSON.parse(rows[0]).provisional_no;
  await other.locator('.state').click();
  await other.locator('dialog input[type="file"]').setInputFiles(file);
  // The first phone is cut off still: by the file alone the sale comes.
  const come = async () => added(before, await sales()).length > 0;
  await until(come, 'the file brought nothing');
  await page.unroute('**/api/v1/**');
  await page.locator('.sheet-actions').getByText('Thử gửi ngay').click();
  await page.locator('.state.good').waitFor({ timeout: 30000 });
  const numbers = added(before, await sales()).map((sale) => sale.provisional_no);
  assert.deepEqual(numbers, [provisional], 'once');
  const foreign = await open(fair.access.open_fair.booths[4]);
  await foreign.locator('.state').click();
  await foreign.locator('dialog input[type="file"]').setInputFiles(file);
  await foreign.locator('dialog .error', { hasText: booth.code }).waitFor();
  await look(foreign, 'unsent-wrong-booth');
});

test('what waits stands in the list, and nobody leaves a sale that is half paid', async () => {
  const booth = fair.access.open_fair.booths[3];
  const page = await open(booth, booth.manager_pin);
  // The manager's pages on this phone do not sign the till out behind its back.
  await page.goto('/booth');
  assert.equal(await page.locator('form[action="/sign-out"]').count(), 0);
  await page.locator('.nav a[href="/till"]').click();
  await page.locator('.grid .tile').first().waitFor();
  await halfPaid(page, booth);
  await page.locator('.who').click();
  await page.getByText('Đổi người bán').click();
  await page.locator('.toast', { hasText: '1 khách chưa trả xong' }).waitFor();
  await page.goto(`/join/AAAAAAAAAA`);
  await page.locator('.notice', { hasText: '1 khách đang trả dở' }).waitFor();
  assert.equal(await page.getByText('cứ ghép').count(), 0);
  await look(page, 'join-half-paid');
  await page.locator('.join .main').click();
  await page.locator('.chip.parked').first().waitFor();

  // Rows of the drawer wait like sales, and are seen.
  await toShift(page);
  await notes(page, 100000, 1);
  await page.route('**/api/v1/shifts', (route) => route.abort());
  await page.locator('.panel-foot .main').click();
  await page.locator('.notice.wait').waitFor();
  await page.locator('.state').click();
  await page.locator('dialog[open] .rows li', { hasText: 'Mở ca' }).waitFor();
  await look(page, 'unsent-shift');
});

test('the manager sees each device’s numbers and may bring a file in', async () => {
  const booth = fair.access.open_fair.booths[5];
  const page = await open(booth, booth.manager_pin);
  await sell(page, booth);
  await page.locator('.done-mark.good').waitFor();
  for (const [path, name] of [
    ['/booth/numbers', 'numbers'],
    ['/unsent', 'bring-in'],
  ]) {
    await page.goto(path);
    await look(page, name);
  }
  const file = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
  await page.locator('#unsent-file').setInputFiles(file);
  await page.getByText('Đây không phải tệp phiếu chưa gửi').waitFor();
});
