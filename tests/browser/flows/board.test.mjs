// The board above the entrance, and the ways from a report to where its things are kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openPage, openTill, signInByPassword } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const code = () => fair.access.open_fair.code;

async function organiser(viewport = { width: 1280, height: 800 }) {
  const page = await openPage(browser, fair.url, viewport);
  await signInByPassword(page, fair.access.organiser);
  return page;
}

const letters = (page) =>
  page
    .locator('.figure.first .figure-value')
    .evaluate((it) => parseFloat(getComputedStyle(it).fontSize));

test('the big screen shows the figures alone and large, and goes back', async () => {
  const page = await organiser({ width: 1920, height: 1080 });
  await page.goto(`/board/${code()}`);
  const small = await letters(page);
  const button = page.locator('[data-big-screen]');
  await button.click();
  await page.locator('body.big').waitFor();
  // The browser takes a moment to become as large as its screen.
  const grown = async () => (await letters(page)) >= small * 2;
  const deadline = Date.now() + 30000;
  let steady = 0;
  while (steady < 3 && Date.now() < deadline) {
    steady = (await grown()) ? steady + 1 : 0;
    await page.waitForTimeout(50);
  }
  assert.equal(steady, 3, 'the letters have become, and stay, twice as large');
  assert.ok(await page.locator('.top').isHidden());
  await page.waitForTimeout(300);
  await look(page, 'board-big');
  assert.match(await button.innerText(), /Thu nhỏ/);
  await button.click();
  await page.locator('body:not(.big)').waitFor();
  assert.ok(await page.locator('.top').isVisible());
});

test('a report leads to settings and goods those who may see them, and nobody else', async () => {
  const [booth] = fair.access.open_fair.booths;
  const report = `/fairs/${code()}/booths/${booth.code}`;
  const page = await organiser();
  await page.goto(`/fairs/${code()}`);
  await page.locator(`main a[href="/fairs/${code()}/settings"]`).click();
  await page.locator('h2', { hasText: 'Về hội chợ' }).waitFor();
  await page.goto(report);
  await page.locator(`main a[href="${report}/goods"]`).click();
  await page.locator('h2', { hasText: 'Hàng bán ở gian này' }).waitFor();

  const manager = await openTill(browser, fair.url, { ...booth, seller_pin: booth.manager_pin });
  await manager.goto(report);
  await look(manager, 'booth-report-manager');
  await manager.locator('main a[href="/booth"]').click();
  await manager.locator('h2', { hasText: 'Hàng bán ở gian này' }).waitFor();

  const seller = await openTill(browser, fair.url, booth);
  await seller.goto(report);
  await seller.locator('.page-head').waitFor();
  const ways = seller.locator('.page-head .actions a.button:not([href*="format"])');
  assert.equal(await ways.count(), 0);
});

test('a line of what is to be seen to stays under the finger that is on it', async () => {
  const page = await organiser();
  await page.goto(`/fairs/${code()}/booths`);
  const line = page.locator('.attention li').first();
  await line.waitFor();
  await line.evaluate((it) => (it.dataset.mark = 'old'));
  const old = page.locator('.attention li[data-mark="old"]');
  const told = async () => {
    const answered = page.waitForResponse((answer) => answer.url().includes('/attention'));
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await (await answered).finished();
    await page.waitForTimeout(300);
  };
  const { x, y } = await line.boundingBox();
  await page.mouse.move(x + 2, y + 2);
  await page.mouse.down();
  await told();
  assert.equal(await old.count(), 1);
  await page.mouse.up();
  await old.waitFor({ state: 'detached' });
});
