// A seller changes the PIN on the till: the old one is asked for, a guessable one is refused, and
// the next sign-in takes the new one alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openTill, signIn, type } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const SHEET = 'dialog.sheet-manager';

/** Types what each step asks for, and goes on. */
async function give(page, ...pins) {
  for (const pin of pins) {
    await type(page, pin, SHEET);
    await page.locator(`${SHEET} [data-focus="pin-next"]`).click();
  }
}

const error = (page) => page.locator(`${SHEET} .error:not(:empty)`);

test('a seller changes the PIN on the till, and only the new one opens it', async () => {
  const booth = fair.access.open_fair.booths[0];
  const page = await openTill(browser, fair.url, booth);
  await page.locator('.who').click();
  await page.locator('dialog[open] button', { hasText: 'Đổi mã PIN' }).click();
  await page.locator(SHEET).waitFor();
  await look(page, 'pin-change');
  await give(page, booth.seller_pin, '3816', '3817');
  await error(page).getByText('Hai lần gõ khác nhau').waitFor();
  await give(page, '1234', '1234');
  await error(page).getByText('dễ đoán').waitFor();
  await look(page, 'pin-guessable');
  await give(page, '3816', '3816');
  await page.locator('.toast', { hasText: 'Đã đổi mã PIN' }).waitFor();
  await page.locator('.who').click();
  await page.locator('dialog[open] button', { hasText: 'Đổi người bán' }).click();
  await page.locator('.person, .pad').first().waitFor();
  await assert.rejects(() => signIn(page, booth.seller_pin), /nobody of this booth/);
  await page.reload();
  await signIn(page, '3816');
  await page.locator('.grid .tile').first().waitFor();
  assert.deepEqual(page.troubles, []);
});

test('a wrong old PIN changes nothing, and is a try that counts', async () => {
  const booth = fair.access.open_fair.booths[1];
  const page = await openTill(browser, fair.url, booth);
  await page.locator('.who').click();
  await page.locator('dialog[open] button', { hasText: 'Đổi mã PIN' }).click();
  await give(page, '9182', '3816', '3816');
  await error(page).getByText(/không đúng|còn/i).waitFor();
  await page.locator(SHEET).getByText('Mã PIN đang dùng').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.grid .tile').first().waitFor();
});
