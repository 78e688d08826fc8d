// Before anybody has signed in: the state of the connection is on the screen, and a phone that is
// paired again still knows its name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openPage, openTill, pair, quiet } from './fair.mjs';
import { otherPhone, pairingCode } from './refunding.mjs';
import { next, refuse, sell } from './selling.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[3];

test('the connection is told on the sign-in screen, and what waits on the device', async () => {
  const page = await openPage(browser, fair.url);
  // A stream that is open already is not cut by the browser's own switch.
  await page.route('**/api/v1/till/stream*', (route) => route.abort());
  await pair(page, booth().token, '/till');
  await page.locator('.person').first().waitFor();
  const state = page.locator('.signin .state');
  await state.filter({ hasText: 'Đã nối' }).waitFor();
  assert.match(await state.innerText(), /0 chưa gửi/);
  await look(page, 'signin-state-phone-vi');
  await quiet(page);
  await page.context().setOffline(true);
  await state.filter({ hasText: 'Mất kết nối' }).waitFor({ timeout: 30000 });
  await page.locator('.person').first().click();
  await page.locator('.pad').waitFor();
  assert.match(await state.innerText(), /Mất kết nối/);
  await look(page, 'signin-state-away-phone-vi');
  await state.click();
  await page.locator('dialog[open]', { hasText: 'Kết nối và phiếu chưa gửi' }).waitFor();
  await page.keyboard.press('Escape');
  await page.context().setOffline(false);
  await state.filter({ hasText: 'Đã nối' }).waitFor({ timeout: 30000 });
  await page.context().close();
});

test('what waits on the device is counted on the sign-in screen too', async () => {
  const page = await openTill(browser, fair.url, booth());
  await refuse(page, 401, { error: 'sign_in', message: 'Hãy đăng nhập' });
  await sell(page, booth());
  await next(page);
  await page.context().clearCookies({ name: 'sid' });
  await page.reload();
  const state = page.locator('.signin .state');
  await state.filter({ hasText: '1 chưa gửi' }).waitFor();
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test('a phone that is paired again offers the name it had', async () => {
  const pin = booth().seller_pin;
  const page = await otherPhone({ fair, browser, booth: booth(), pin });
  const code = await pairingCode({ fair, browser, booth: booth() });
  await page.goto(`/join/${code}`);
  await page.locator('#name').waitFor();
  assert.equal(await page.locator('#name').inputValue(), 'Máy hai');
  await page.context().close();
});

test('a tap in whose middle the laptop is heard of is not lost', async () => {
  const page = await openPage(browser, fair.url);
  await pair(page, booth().token, '/till');
  const person = page.locator('.person').first();
  await person.hover();
  await page.mouse.down();
  await page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    app.screen.onTill();
    app.screen.onStatus();
  });
  await page.mouse.up();
  await page.locator('.pad').waitFor();
});
