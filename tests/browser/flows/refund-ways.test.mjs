// Money that goes back by another way than out of the drawer; goods that come back by the piece.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, dong, look, opened, openTill, pick } from './fair.mjs';
import { cheap, everything, open } from './refunding.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[2];

test('what was paid by VietQR goes back by VietQR, and the till says so', async () => {
  const page = await openTill(browser, fair.url, booth());
  const product = cheap(booth(), 200000);
  await pick(page, product);
  await page.locator('.dock .main').click();
  await page.locator('.methods [data-focus="vietqr"]').click();
  await page.locator('.seller-part [data-focus="got"]').click();
  await page.locator('.seller-question').waitFor();
  await page.waitForTimeout(700);
  await page.locator('.seller-part [data-focus="yes"]').click();
  await page.locator('.done-mark.good').waitFor();
  await page.waitForTimeout(900);
  await page.locator('.panel-foot .main').click();
  await page.locator('.till').waitFor();
  const [sale] = (await ask(fair.url, booth().token, '/api/v1/sales')).sales;
  await open(page, sale);
  await everything(page);
  const sum = `VietQR ${dong(product.price)}`;
  await page.locator('.panel-foot .hint', { hasText: sum }).waitFor();
  await look(page, 'refund-vietqr');

  // Pieces come back as pieces: the pad has no comma.
  await page.locator('[data-focus="count-0"]').click();
  await page.locator('.pad [data-key="1"]').waitFor();
  assert.equal(await page.locator('.pad [data-key=","]').count(), 0);
  await page.keyboard.press('Escape');

  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.toast', { hasText: sum }).waitFor();
  const whole = (await ask(fair.url, booth().token, '/api/v1/sales')).sales;
  const back = whole.find((one) => one.id === sale.id);
  assert.equal(back.voided, true);
});
