// The drawer is counted on a phone that is called, goes back or is reloaded, while customers have
// not finished paying.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilCounted } from './disk.mjs';
import { halfPaid, notes, toShift } from './drawer.mjs';
import { look, opened, openTill, quiet } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = (n) => fair.access.open_fair.booths[n];
const main = (page) => page.locator('.panel-foot .main');
const close = (page) => page.locator('[data-focus="close"]');

async function openShift(page) {
  await toShift(page);
  await notes(page, 100000, 5);
  await main(page).click();
  await page.locator('.shift-facts').waitFor();
}

test('a count is still there after the phone’s Back and a reload', async () => {
  const page = await openTill(browser, fair.url, booth(0));
  await toShift(page);
  await notes(page, 20000, 3);
  await untilCounted(page, 20000, 3);
  await quiet(page);
  await page.goBack();
  await page.locator('.grid .tile').first().waitFor();
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
  await toShift(page);
  await page.locator('.notes-sum', { hasText: '60.000' }).waitFor();
  await notes(page, 20000, 0);
  await notes(page, 100000, 5);
  await main(page).click();
  await page.locator('.shift-facts').waitFor();
  await close(page).click();
  await notes(page, 100000, 4);
  await untilCounted(page, 100000, 4);
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
  await toShift(page);
  await close(page).click();
  await page.locator('.notes-sum', { hasText: '400.000' }).waitFor();
  await main(page).click();
  await page.locator('dialog[open] .main').click();
  await page.locator('.shift-gap', { hasText: '100.000' }).waitFor();
  // The next one begins with nothing counted.
  await main(page).click();
  await toShift(page);
  assert.match(await page.locator('.notes-sum').innerText(), /\b0\s*đ/);
});

test('a shift is not opened with nothing by mistake', async () => {
  const page = await openTill(browser, fair.url, booth(1));
  await toShift(page);
  await main(page).click();
  await page.locator('dialog[open]', { hasText: 'Két không có tiền lẻ?' }).waitFor();
  await look(page, 'shift-open-empty');
  await page.keyboard.press('Escape');
  await page.locator('.notes-sum').waitFor();
  await main(page).click();
  await page.locator('dialog[open] .main').click();
  await page.locator('.shift-facts').waitFor();
});

test('before the drawer is counted it is told who has not finished paying', async () => {
  const at = booth(2);
  const page = await openTill(browser, fair.url, at);
  await openShift(page);
  await page.keyboard.press('Escape');
  await halfPaid(page, at);
  await toShift(page);
  await close(page).click();
  const told = page.locator('dialog[open] .notice', { hasText: '5.000' });
  await told.waitFor();
  await look(page, 'shift-unfinished');
  await page.locator('dialog[open] .main').click();
  await page.locator('.chip.parked').first().waitFor();
  await toShift(page);
  await close(page).click();
  await page.locator('dialog[open] .big').click();
  await page.locator('.notes-sum').waitFor();
});
