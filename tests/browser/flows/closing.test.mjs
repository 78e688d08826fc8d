// A booth is closed behind “…”, found under its chip and opened again; a promotion is tried on
// three carts before it is saved.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openPage, signInByPassword } from './fair.mjs';

let fair;
let browser;
const PHONE = { width: 360, height: 740 };

opened((held) => {
  ({ fair, browser } = held);
});

async function office() {
  const page = await openPage(browser, fair.url, PHONE);
  await page.goto('/lang/vi?back=/login');
  await signInByPassword(page, fair.access.organiser);
  return page;
}

test('a booth is closed from its page and opened again from the notice', async () => {
  const page = await office();
  const booths = `/fairs/${fair.access.open_fair.code}/booths`;
  await page.goto(booths);
  const named = page.locator('tbody th a').first();
  const [name, goods] = [await named.textContent(), await named.getAttribute('href')];
  const listed = () => page.locator('tbody th a', { hasText: name }).count();
  await page.goto(goods);
  await page.locator('.rare summary').click();
  await look(page, 'closing-more');
  await page.getByRole('link', { name: 'Đóng gian hàng…' }).click();
  await page.getByText('Ở đây còn:').waitFor();
  await page.getByRole('button', { name: 'Đóng gian hàng' }).click();
  await page.locator('.saved').waitFor();
  await page.getByText('Gian hàng này đã đóng').waitFor();
  await look(page, 'closing-closed');
  await page.goto(booths);
  assert.equal(await listed(), 0);
  await page.locator('.list-chips a', { hasText: 'Đã đóng' }).click();
  await page.waitForURL(/only=closed/);
  assert.equal(await listed(), 1);
  await page.locator('tbody th a', { hasText: name }).click();
  await page.getByRole('button', { name: 'Mở lại' }).click();
  await page.locator('.saved').waitFor();
  await page.goto(booths);
  assert.equal(await listed(), 1);
  assert.deepEqual(page.troubles, []);
});

test('a promotion is tried before it is saved, and what was typed stays', async () => {
  const page = await office();
  const promotions = `/fairs/${fair.access.open_fair.code}/promotions`;
  await page.goto(`${promotions}/new`);
  await page.fill('#name', 'Mua hai tặng một');
  await page.selectOption('#sort', 'buy_get');
  await page.fill('#ends_at', '23:59');
  await page.locator('.boxes input').first().check();
  await page.getByRole('button', { name: 'Xem thử' }).click();
  const preview = page.locator('#preview');
  await preview.getByText('Thử trên ba giỏ hàng').waitFor();
  assert.equal(await preview.locator('tbody tr').count(), 3);
  assert.equal(await page.inputValue('#name'), 'Mua hai tặng một');
  const { top } = await preview.evaluate((it) => it.getBoundingClientRect());
  assert.ok(top >= 0 && top < PHONE.height, `the preview is in sight, at ${top}`);
  await look(page, 'promotion-tried');
  await page.getByRole('button', { name: 'Lưu khuyến mãi' }).click();
  await page.locator('.saved').waitFor();
  await page.getByRole('link', { name: 'Mua hai tặng một' }).waitFor();
  assert.deepEqual(page.troubles, []);
});
