// The language is chosen on the device: the till and the gate need no laptop for it, and nothing
// that was begun is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openPage, pair, pick, piece, quiet, signIn } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

test('the till changes its language while the laptop is away, and keeps the cart', async () => {
  const [booth] = fair.access.open_fair.booths;
  const page = await openPage(browser, fair.url);
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    dialog.accept();
  });
  await pair(page, booth.token, '/till');
  await page.locator('.person').first().waitFor();
  await quiet(page);
  await page.context().setOffline(true);
  await page.getByText('English', { exact: true }).click();
  await page.locator('h2', { hasText: 'Who is selling?' }).waitFor();
  assert.match(await page.title(), /^Till/);
  await look(page, 'signin-away-phone-en');
  await page.context().setOffline(false);
  await signIn(page, booth.seller_pin);
  await pick(page, piece(booth));
  await page.context().setOffline(true);
  await page.locator('.who').click();
  await page.locator('dialog[open]').getByText('Tiếng Việt', { exact: true }).click();
  await page.locator('.tools button', { hasText: 'Phiếu' }).waitFor();
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.match(await page.locator('.dock').innerText(), /Thanh toán/);
  assert.equal(await page.locator('.dock .main').getAttribute('aria-disabled'), 'false');
  assert.equal(asked, 0, 'nothing was left, so nobody was asked');
  await page.context().setOffline(false);
  await page.locator('.who').click();
  await page.locator('dialog[open]').getByText('English', { exact: true }).click();
  await page.locator('.tools button', { hasText: 'Sales' }).waitFor();
  await page.reload();
  await page.locator('.tools button', { hasText: 'Sales' }).waitFor();
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test('the gate changes its language while the laptop is away, and keeps its taps', async () => {
  const [gate] = fair.access.open_fair.gates;
  const page = await openPage(browser, fair.url);
  await pair(page, gate.token, '/gate');
  await page.locator('.gate-plus').waitFor();
  await quiet(page);
  const count = async () =>
    Number((await page.locator('.gate-count').innerText()).replace(/\D/g, ''));
  const before = await count();
  await page.context().setOffline(true);
  await page.locator('.gate-plus').click();
  await page.getByText('EN', { exact: true }).click();
  await page.locator('.gate-plus', { hasText: 'One more visitor' }).waitFor();
  assert.equal(await count(), before + 1);
  await page.getByText('VI', { exact: true }).click();
  await page.locator('.gate-plus', { hasText: 'Thêm một người' }).waitFor();
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});
