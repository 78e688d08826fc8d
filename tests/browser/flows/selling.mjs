// Selling as flows do it on a phone, and a laptop that refuses what is sent.

import { pick, piece } from './fair.mjs';

// The button that ends a sale stands where the last one stood, and hears no double tap.
const DOUBLE_TAP_MS = 800;

/** Sells one piece for the exact sum in cash, up to the last screen. */
export async function sell(page, booth) {
  await pick(page, piece(booth));
  await page.locator('.search').fill('');
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-number').waitFor();
}

/** From the last screen of a sale to the next one. */
export async function next(page) {
  await page.waitForTimeout(DOUBLE_TAP_MS);
  await page.locator('.panel-foot .main').click();
}

/** From now on the laptop refuses every sale with this answer. */
export const refuse = (page, status, data) =>
  page.route('**/api/v1/sales', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    return route.fulfill({ status, json: data });
  });
