// A shift on a phone: opened with a counted float, sold in, money taken out, counted blind and
// closed; the organiser finds the same on its page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  dong,
  keepPicture,
  look,
  opened,
  openPage,
  openTill,
  piece,
  signInByPassword,
  type,
} from './fair.mjs';
import { untilCounted } from './disk.mjs';
import { notes, toShift } from './drawer.mjs';
import { next, sell } from './selling.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = (n) => fair.access.open_fair.booths[n];

const till = (at, viewport) => openTill(browser, fair.url, at, viewport);

async function payOut(page, amount) {
  await page.locator('[data-focus="out"]').click();
  await type(page, String(amount), 'dialog[open]');
  await look(page, 'shift-amount');
  await page.locator('dialog[open] .main').click();
  await page.locator('#move-reason').fill('Mua túi ni lông');
  await look(page, 'shift-reason');
  await page.locator('dialog[open] .main').click();
  await page.locator('.toast').waitFor();
}

test('a shift is opened, sold in, paid out of, counted blind and closed', async () => {
  const at = booth(0);
  const page = await till(at);
  assert.match(await page.locator('.who').innerText(), /Chưa mở ca/);
  await toShift(page);
  await notes(page, 100000, 4);
  for (let n = 0; n < 5; n += 1) await page.locator('[data-focus="more-20000"]').click();
  assert.match(await page.locator('.notes-sum').innerText(), /500\.000/);
  await look(page, 'shift-open');
  await page.locator('.panel-foot .main').click();
  await page.locator('.shift-facts').waitFor();
  // Another tap where the shift was opened leads on to the till, and closes nothing.
  await page.locator('.panel-foot .main', { hasText: 'Bán hàng' }).click();
  await page.locator('.till').waitFor();
  assert.match(await page.locator('.who').innerText(), /Ca từ \d\d:\d\d/);

  const due = await sell(page, at);
  await next(page);
  await toShift(page);
  await payOut(page, 50000);
  await page.locator('.shift-facts', { hasText: '-50.000' }).waitFor();
  const said = await page.locator('.panel-body').innerText();
  assert.match(said, /Phiếu bán\s+1\b/);
  for (const hidden of [dong(due), 'Phải có', 'Tiền mặt\n']) {
    assert.ok(!said.includes(hidden), `who counts is not told: ${said}`);
  }
  await page.locator('.toast').waitFor({ state: 'detached' });
  await look(page, 'shift-x');

  // Five thousand too little: 500.000 + the sale - 50.000 - 5.000.
  const counted = 500000 + due - 50000 - 5000;
  await page.locator('[data-focus="close"]').click();
  await notes(page, 1000, counted / 1000);
  await look(page, 'shift-count');
  await page.locator('.panel-foot .main').click();
  await page.locator('dialog[open] .main').click();
  await page.locator('.shift-gap').waitFor();
  const gap = await page.locator('.shift-gap').innerText();
  assert.match(gap, /Thiếu[\s\S]*5\.000/);
  assert.match(await page.locator('.panel-shift h1').innerText(), new RegExp(`${at.code}-Z0001`));
  await look(page, 'shift-closed');
  const now = await ask(fair.url, at.token, '/api/v1/till');
  assert.equal(now.shift, null);
  await pages(at, dong(counted));
});

/** The organiser sees the Z, and each figure leads to its sales. */
async function pages(at, counted) {
  const page = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(page, fair.access.organiser);
  await page.goto(`/fairs/${fair.access.open_fair.code}/booths/${at.code}/goods`);
  await page.locator('main a[href*="/shifts"]').first().click();
  await page.locator('tbody a').first().waitFor();
  await look(page, 'shifts');
  await page.locator('tbody a').first().click();
  assert.ok((await page.locator('main').innerText()).includes(counted));
  await look(page, 'shift-page');
  const paper = await page.request.get(`${page.url()}/paper.png`);
  assert.equal(paper.headers()['content-type'], 'image/png');
  keepPicture('shift-paper', await paper.body());
  await page.locator('.figures a').first().click();
  assert.match(await page.locator('main').innerText(), /1 phiếu/);
}

test('a shift opened without a network is sent before its sale', async () => {
  const at = booth(1);
  const page = await till(at, { width: 1280, height: 800 });
  await page.route('**/api/v1/**', (route) => route.abort());
  await page.locator('[data-focus="shift"]').click();
  await page.locator('[data-focus="more-100000"]').click();
  await look(page, 'shift-open-wide');
  await page.locator('.panel-foot .main').click();
  await page.locator('.notice.wait').waitFor();
  await look(page, 'shift-offline');
  await page.keyboard.press('Escape');
  await sell(page, at);
  await page.locator('.done-mark.wait').waitFor();
  await page.unroute('**/api/v1/**');
  await page.locator('.done-mark.good').waitFor({ timeout: 40000 });
  const { shift } = await ask(fair.url, at.token, '/api/v1/shifts/current');
  assert.deepEqual([shift.float, shift.figures.sales], [100000, 1]);
});

test('the other device hears at once of the shift, of its end, and of a new price', async () => {
  const at = booth(2);
  const [page, other] = [await till(at), await till(at)];
  await toShift(page);
  await page.locator('[data-focus="more-100000"]').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.shift-facts').waitFor();
  await other.locator('.who', { hasText: /Ca từ/ }).waitFor({ timeout: 8000 });

  // The figures on one screen follow what the other sells.
  await toShift(other);
  await page.keyboard.press('Escape');
  await sell(page, at);
  await next(page);
  const facts = other.locator('.shift-facts li', { hasText: /Phiếu bán\s*1$/ });
  await facts.first().waitFor({ timeout: 8000 });

  // Both count; the one that closes first has closed it.
  await toShift(page);
  for (const one of [page, other]) await one.locator('[data-focus="close"]').click();
  await notes(page, 100000, 1);
  await notes(other, 100000, 1);
  await page.locator('.panel-foot .main').click();
  await page.locator('dialog[open] .main').click();
  await page.locator('.shift-gap').waitFor();
  await other.locator('.toast', { hasText: 'Máy khác vừa chốt ca này' }).waitFor({ timeout: 8000 });
  await other.keyboard.press('Escape');
  assert.match(await other.locator('.who').innerText(), /Chưa mở ca/);
  const { attention } = await other.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    return app.outbox.summary();
  });
  assert.equal(attention, 0);

  const product = piece(at);
  const office = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(office, fair.access.organiser);
  await office.goto(`/fairs/${fair.access.open_fair.code}/prices`);
  await office.locator(`[name="price.${product.uid}"]`).fill(String(product.price + 7000));
  await office.locator('button.main').click();
  await other.locator('.search').fill(product.name);
  const tile = other.locator(`.grid [data-uid="${product.uid}"]`);
  await tile.filter({ hasText: dong(product.price + 7000) }).waitFor({ timeout: 8000 });
});

/** What the till itself knows. */
const inside = (page, ask) =>
  page.evaluate(async (ask) => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    if (ask === 'refuse') {
      app.outbox.kept = app.outbox.add;
      app.outbox.add = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    }
    if (ask === 'take') app.outbox.add = app.outbox.kept;
    return { shift: app.shift, sum: await app.outbox.summary() };
  }, ask);

test('a phone that opened without a network joins the open shift, and nothing hangs', async () => {
  const at = booth(3);
  const [page, other] = [await till(at), await till(at)];
  await other.route('**/api/v1/**', (route) => route.abort());
  await toShift(other);
  await notes(other, 100000, 2);
  await other.locator('.panel-foot .main').click();
  await other.locator('.notice.wait').waitFor();
  await payOut(other, 50000);
  await toShift(page);
  await notes(page, 100000, 1);
  await page.locator('.panel-foot .main').click();
  await page.locator('.shift-facts').waitFor();
  await other.unroute('**/api/v1/**');
  await other.locator('.shift-facts', { hasText: '-50.000' }).waitFor({ timeout: 60000 });
  const { shift } = await ask(fair.url, at.token, '/api/v1/shifts/current');
  assert.deepEqual([shift.float, shift.figures.paid_out], [100000, 50000]);
  const known = await inside(other);
  assert.equal(known.shift.id, shift.id);
  assert.deepEqual([known.sum.waiting, known.sum.attention], [0, 0]);
});

test('a count goes on when the shift turns out to be one that was open already', async () => {
  const at = booth(5);
  const [page, other] = [await till(at), await till(at)];
  await other.route('**/api/v1/**', (route) => route.abort());
  await toShift(other);
  await notes(other, 100000, 2);
  await other.locator('.panel-foot .main').click();
  await other.locator('.notice.wait').waitFor();
  await other.locator('[data-focus="close"]').click();
  await notes(other, 100000, 3);
  await toShift(page);
  await notes(page, 100000, 3);
  await page.locator('.panel-foot .main').click();
  await page.locator('.shift-facts').waitFor();
  await other.unroute('**/api/v1/**');
  await other.locator('.toast', { hasText: 'vào chung ca' }).waitFor({ timeout: 60000 });
  assert.match(await other.locator('.notes-sum').innerText(), /300\.000/);
  // Another note, a reload: the count is of the shared shift from now on.
  await other.locator('[data-focus="more-20000"]').click();
  await untilCounted(other, 20000, 1);
  await other.reload();
  await toShift(other);
  await other.locator('[data-focus="close"]').click();
  await other.locator('.notes-sum', { hasText: '320.000' }).waitFor();
  await other.locator('.panel-foot .main').click();
  await other.locator('dialog[open] .main').click();
  await other.locator('.shift-gap', { hasText: '20.000' }).waitFor();
});

test('when the disk refuses, the shift stands as before and can be tried again', async () => {
  const at = booth(4);
  const page = await till(at);
  await toShift(page);
  await notes(page, 100000, 1);
  await inside(page, 'refuse');
  await page.locator('.panel-foot .main').click();
  await page.locator('.error', { hasText: 'chưa lưu được' }).waitFor();
  assert.equal((await inside(page, 'take')).shift, null);
  await page.locator('.panel-foot .main').click();
  await page.locator('.shift-facts').waitFor();
  const { shift } = await inside(page, 'refuse');
  await page.locator('[data-focus="close"]').click();
  await notes(page, 100000, 1);
  await page.locator('.panel-foot .main').click();
  await page.locator('dialog[open] .main').click();
  await page.locator('.error', { hasText: 'chưa lưu được' }).waitFor();
  assert.equal((await inside(page, 'take')).shift.id, shift.id);
  await page.locator('.panel-foot .main').click();
  await page.locator('dialog[open] .main').click();
  await page.locator('.shift-gap').waitFor();
});
