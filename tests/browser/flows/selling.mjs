// Selling as flows do it on a phone, and a laptop that refuses what is sent.

import { pick, piece } from './fair.mjs';

// The button that ends a sale stands where the last one stood, and hears no double tap.
const DOUBLE_TAP_MS = 800;

/** Sells something for the exact sum in cash, up to the last screen; gives that sum. */
export async function sell(page, booth, product = piece(booth), count = 1) {
  for (let n = 0; n < count; n += 1) await pick(page, product);
  await page.locator('.search').fill('');
  await page.locator('.dock .main, .basket .main').locator('visible=true').first().click();
  await page.locator('.cash.exact').click();
  const due = await page.locator('.due-figure').innerText();
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-number').waitFor();
  return Number(due.replace(/[^\d]/g, ''));
}

/** From the last screen of a sale to the next one. */
export async function next(page) {
  await page.waitForTimeout(DOUBLE_TAP_MS);
  await page.locator('.panel-foot .main').click();
  await page.locator('.till').waitFor();
}

/** From now on the laptop refuses every sale with this answer. */
export const refuse = (page, status, data) =>
  page.route('**/api/v1/sales', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    return route.fulfill({ status, json: data });
  });
