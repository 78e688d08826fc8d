// What flows do at the drawer of a booth.

import { type } from './fair.mjs';

/** The shift's screen, by way of the head on a phone. */
export async function toShift(page) {
  await page.locator('.who').click();
  await page.locator('dialog[open] button', { hasText: 'Ca bán hàng' }).click();
  await page.locator('.panel-shift').waitFor();
}

/** So many notes of a kind, typed on the pad. */
export async function notes(page, note, count) {
  await page.locator(`[data-focus="count-${note}"]`).click();
  await type(page, String(count), 'dialog[open]');
  await page.locator('dialog[open] .main').click();
}
