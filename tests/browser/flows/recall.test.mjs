// A lot is recalled on the laptop: within seconds a till asks for another lot before the payment,
// also when the laptop is away; what is sold of it all the same is flagged.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ask, look, opened, openPage, openTill, pick, piece, signInByPassword } from './fair.mjs';

const LAPTOP = { width: 1280, height: 800 };

let fair;
let browser;
let organiser;
// The lot that the booth has had from the beginning.
let bad;

const booth = () => fair.access.open_fair.booths[0];
const product = () => piece(booth());

/** Sends a form as the page that is open would. */
const send = (page, path, fields) =>
  page.evaluate(
    async ([to, fields]) => {
      const body = new URLSearchParams(fields);
      return (await fetch(to, { method: 'POST', body })).url;
    },
    [path, fields],
  );

opened(async (held) => {
  ({ fair, browser } = held);
  organiser = await openPage(browser, fair.url, LAPTOP);
  await signInByPassword(organiser, fair.access.organiser);
  const stock = await ask(fair.url, booth().token, '/api/v1/stock');
  ({ lot: bad } = stock.products.find((one) => one.product === product().uid).lots[0]);
  const line = { 'product-0': product().uid, 'quantity-0': '5', 'lot-0': '2612B' };
  const fields = { uid: randomUUID(), lines: '1', ...line, 'expires_on-0': '2030-12-31' };
  const shelf = `/fairs/${fair.access.open_fair.code}/booths/${booth().code}/stock`;
  const at = await send(organiser, `${shelf}/delivery`, fields);
  assert.match(at, /\/documents\//, at);
});

test('a recall reaches the till within seconds, which asks for another lot', async () => {
  const page = await openTill(browser, fair.url, booth());
  await pick(page, product());
  await organiser.goto(`/products/${product().uid}/recall`);
  await organiser.locator('#lot').fill(bad);
  await organiser.locator('#reason').fill('Mẫu kiểm nghiệm không đạt');
  await look(organiser, 'recall-asked');
  await organiser.locator('.form-end .danger').click();
  await organiser.locator('.notice.stop', { hasText: 'Lô này bị thu hồi' }).waitFor();
  await look(organiser, 'recall-lot');
  // The cart is open: its prices wait, what must not be sold does not.
  await page.waitForTimeout(6000);
  for (let n = 0; n < 5; n += 1) await pick(page, product());
  await page.locator('.search').fill('');
  await page.context().setOffline(true);
  await page.locator('.dock .main').click();
  const sheet = page.locator('dialog[open]', { hasText: `Lô ${bad} bị thu hồi – lấy lô khác` });
  await sheet.waitFor();
  await look(page, 'recall-sheet');
  await sheet.getByRole('button', { name: /Lô 2612B · HSD 31\/12\/2030/ }).click();
  await page.locator('.cash.exact').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-mark.wait').waitFor();
  await page.context().setOffline(false);
  await page.locator('.done-mark.good').waitFor({ timeout: 30000 });
  const { sales } = await ask(fair.url, booth().token, '/api/v1/sales');
  assert.ok(!sales[0].flags?.includes('lot_blocked'), JSON.stringify(sales[0]));
  assert.deepEqual(page.troubles, []);
});

test('what is sold all the same is flagged; closing the sheet leads back to the cart', async () => {
  const page = await openTill(browser, fair.url, booth());
  await pick(page, product());
  await page.locator('.search').fill('');
  await page.locator('.dock .main').click();
  const sheet = page.locator('dialog[open]', { hasText: 'lấy lô khác' });
  await sheet.waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  assert.equal(await page.locator('.cash.exact').count(), 0);
  await page.locator('.dock .main').click();
  await sheet.getByRole('button', { name: `Vẫn bán lô ${bad}` }).click();
  await page.locator('.cash.exact').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-mark.good').waitFor({ timeout: 30000 });
  await organiser.goto(`/board/${fair.access.open_fair.code}`);
  await organiser.locator('.attention', { hasText: `Lô ${bad} bị thu hồi còn ở` }).waitFor();
  await look(organiser, 'recall-board');
});
