// The customer's screen: a second window of the till's own device, and another device of the
// booth, which show goods, the QR and the change, and have nothing to press.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dong, look, opened, openPage, openTill, pair, pick, piece } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[0];
const shows = (page, kind) => page.locator(`.scene-${kind}`).waitFor();

/** The way of a sale by VietQR or in cash, as both screens of the customer see it. */
async function follow(till, screen, name) {
  const goods = piece(booth());
  const sum = `${dong(goods.price)}\u00a0đ`;
  await shows(screen, 'idle');
  await pick(till, goods);
  await shows(screen, 'cart');
  await screen.locator('.scene-name', { hasText: goods.name }).waitFor();
  assert.equal(await screen.locator('.scene-total strong').innerText(), sum);
  await look(screen, `customer-${name}-cart`);
  await till.locator('.search').fill('');
  await till.locator('.dock .main, .basket .main').locator('visible=true').first().click();
  await till.locator('[data-focus="vietqr"]').click();
  await shows(screen, 'qr');
  const reference = (await till.locator('.reference').innerText()).trim();
  assert.equal(await screen.locator('.scene-reference').innerText(), reference);
  assert.equal(await screen.locator('.scene-sum').innerText(), sum);
  await look(screen, `customer-${name}-qr`);
  assert.equal(await screen.locator('button, a, input').count(), 0, 'nothing to press');
  await till.locator('[data-focus="other-way"]').click();
  await till.waitForTimeout(700);
  await till.locator('[data-focus="withdraw"]').click();
  await till.locator('[data-focus="note-500000"]').click();
  await till.locator('.panel-foot .main').click();
  await shows(screen, 'thanks');
  const change = `${dong(500000 - goods.price)}\u00a0đ`;
  assert.equal(await screen.locator('.scene-change').innerText(), change);
  await look(screen, `customer-${name}-thanks`);
  await till.locator('.done-mark.good').waitFor();
  await till.waitForTimeout(800);
  await till.locator('.panel-foot .main').click();
  await shows(screen, 'idle');
}

test('another device of the booth shows what the till shows', async () => {
  const till = await openTill(browser, fair.url, booth());
  const screen = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await pair(screen, booth().token, '/customer');
  await follow(till, screen, 'wide');
});

test('a second window of the till needs no laptop', async () => {
  const till = await openTill(browser, fair.url, booth());
  await till.route('**/api/v1/till/display*', (route) => route.abort());
  const screen = await till.context().newPage();
  screen.troubles = [];
  await screen.route('**/api/v1/till/display*', (route) => route.abort());
  await screen.goto('/customer');
  await follow(till, screen, 'phone');
});

test('a device of another booth shows nothing of it', async () => {
  const till = await openTill(browser, fair.url, booth());
  const [own, other] = fair.access.open_fair.booths;
  const screenOf = async ({ token }) => {
    const screen = await openPage(browser, fair.url, { width: 1280, height: 800 });
    await pair(screen, token, '/customer');
    return screen;
  };
  const [near, screen] = [await screenOf(own), await screenOf(other)];
  await pick(till, piece(booth()));
  await shows(near, 'cart');
  await screen.waitForTimeout(1500);
  await shows(screen, 'idle');
});
