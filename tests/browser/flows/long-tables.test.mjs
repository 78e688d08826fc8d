// The season's long tables: their rows come when they are opened, by title, by a figure or by an
// address that leads to them; where no script runs, a link leads to the whole table.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openPage, signInByPassword } from './fair.mjs';

const SEASON = '/reports/season?from=2024-01-01&to=2024-06-30';
let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

async function organiser() {
  const page = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(page, fair.access.organiser);
  return page;
}

const rows = (page) => page.locator('#by_product tbody tr');

test('the rows of a long table come when it is opened, again if they did not come', async () => {
  const page = await organiser();
  await page.goto(SEASON);
  assert.equal(await rows(page).count(), 0);
  await look(page, 'season-folded');
  const title = page.locator('#by_product summary');
  await page.route('**/reports/season/by_product*', (route) => route.abort());
  await title.click();
  await page.locator('#by_product [role="status"]', { hasText: 'Chưa tải được' }).waitFor();
  await page.unroute('**/reports/season/by_product*');
  await title.click();
  await title.click();
  await rows(page).first().waitFor();
  assert.ok((await rows(page).count()) > 40);
  assert.equal(await page.locator('#by_product [role="status"]').count(), 0);
  page.troubles.length = 0;
  await look(page, 'season-unfolded');
});

test('a figure or an address that leads to a long table opens it', async () => {
  const page = await organiser();
  await page.goto(`${SEASON}#by_product`);
  await rows(page).first().waitFor();
  await page.goto(SEASON);
  await page.evaluate(() => {
    document.querySelector('.sentence a').href = '#by_product';
  });
  await page.locator('.sentence a').first().click();
  await rows(page).first().waitFor();
});

test('what is printed is whole, also where no table was opened', async () => {
  const page = await organiser();
  await page.addInitScript(() => {
    globalThis.print = () => {
      const open = document.querySelector('#by_product details').open;
      globalThis.printed = open ? document.querySelectorAll('#by_product tbody tr').length : 0;
    };
  });
  await page.goto(SEASON);
  await page.locator('[data-print]').click();
  await page.waitForFunction(() => globalThis.printed !== undefined);
  assert.ok((await page.evaluate(() => globalThis.printed)) > 40);
});

test('where no script runs a link leads to the whole table, and back', async () => {
  const signed = await organiser();
  const storageState = await signed.context().storageState();
  const context = await browser.newContext({
    baseURL: fair.url, javaScriptEnabled: false, storageState, locale: 'vi-VN',
  });
  const page = await context.newPage();
  await page.goto(SEASON);
  await page.locator('#by_product summary').click();
  await page.locator('#by_product a', { hasText: 'Xem cả bảng' }).click();
  assert.ok((await rows(page).count()) > 40);
  await page.locator('main .actions a', { hasText: 'Cả báo cáo' }).click();
  await page.locator('.sentence').waitFor();
  assert.equal(new URL(page.url()).search, '?from=2024-01-01&to=2024-06-30');
});
