// What flows do at the drawer of a booth.

import { pick, piece, quiet, type } from './fair.mjs';

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

/** A customer pays 5.000 of a sale in cash and steps aside. */
export async function halfPaid(page, booth) {
  await pick(page, piece(booth));
  await page.locator('.dock .main').click();
  await page.locator('[data-focus="split"]').click();
  await page.locator('[data-focus="add-cash"]').click();
  await type(page, '5000', '.sheet-part');
  await page.locator('[data-focus="add-part"]').click();
  await page.locator('.part').waitFor();
  await quiet(page);
  await page.goBack();
  await page.locator('.chip.parked').first().waitFor();
}
