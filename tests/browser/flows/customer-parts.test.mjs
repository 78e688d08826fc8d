// The customer's screen beside a till that is busy: opened in the middle of a sale, and while it is
// paid in parts, where it says what the till says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dong,
  look,
  opened,
  openPage,
  openTab,
  openTill,
  pair,
  pick,
  piece,
  type,
} from './fair.mjs';

const WIDE = { width: 1280, height: 800 };
let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[0];
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);
const sum = (amount) => `${dong(amount)}\u00a0đ`;

test('a screen opened while goods are in the cart shows them within two seconds', async () => {
  const till = await openTill(browser, fair.url, booth());
  const goods = piece(booth());
  await pick(till, goods);
  // The till knows by now that nobody watches, and tells its heartbeat alone.
  await till.waitForTimeout(1500);
  const screen = await openPage(browser, fair.url, WIDE);
  await pair(screen, booth().token, '/customer');
  await screen.locator('.scene-name', { hasText: goods.name }).waitFor({ timeout: 2000 });
  // And it follows from then on.
  await till.locator(`.grid [data-uid="${goods.uid}"]`).click();
  await screen.locator('.scene-count', { hasText: '× 2' }).waitFor({ timeout: 2000 });
});

/** What both screens say is left, once the till says this. */
async function bothSay(till, screen, left) {
  await till.locator('.due-figure', { hasText: new RegExp(`^${left}$`) }).waitFor();
  await screen.locator('.scene-total strong', { hasText: new RegExp(`^${left}$`) }).waitFor();
}

async function part(till, digits) {
  await focus(till, 'add-cash').click();
  await type(till, digits, '.sheet-part');
  await focus(till, 'add-part').click();
}

test('a sum paid in parts is owed alike on both screens, and never below nothing', async () => {
  const weighed = booth().products.filter((one) => one.unit.trim().toLowerCase() === 'kg');
  const rest = ({ price }) => Math.round(price * 0.333) % 1000;
  const up = weighed.find((one) => rest(one) >= 500);
  const total = Math.round(up.price * 0.333);
  const inCash = Math.ceil(total / 1000) * 1000;
  const till = await openTill(browser, fair.url, booth());
  const screen = await openTab(till.context());
  await screen.setViewportSize({ width: 800, height: 600 });
  await screen.goto('/customer');
  await pick(till, up);
  await type(till, '0,333', 'dialog[open]');
  await till.locator('dialog[open] .main').click();
  await till.locator('.search').fill('');
  await till.locator('.dock .main').click();
  await focus(till, 'split').click();
  await part(till, '20000');
  await bothSay(till, screen, sum(total - 20000));
  const all = `Trả hết bằng tiền mặt: ${sum(inCash - 20000)}`;
  await till.locator('.due-words', { hasText: all }).waitFor();
  await screen.locator('.scene-total p', { hasText: all }).waitFor();
  await look(screen, 'customer-parts-wide');
  await screen.setViewportSize({ width: 360, height: 740 });
  await look(screen, 'customer-parts-phone');
  await focus(till, 'add-cash').click();
  await focus(till, 'whole-rest').click();
  await bothSay(till, screen, sum(0));
  await look(screen, 'customer-parts-paid');
  await focus(till, 'main').click();
  await screen.locator('.scene-thanks').waitFor();
  assert.deepEqual(till.troubles, []);
});

test('a transfer on its way is no longer asked for, and said to be awaited', async () => {
  const goods = piece(booth());
  const till = await openTill(browser, fair.url, booth());
  const screen = await openTab(till.context());
  await screen.goto('/customer');
  await pick(till, goods);
  await till.locator('.search').fill('');
  await till.locator('.dock .main').click();
  await focus(till, 'split').click();
  await focus(till, 'add-vietqr').click();
  await focus(till, 'whole-rest').click();
  await screen.locator('.scene-qr').waitFor();
  await till.locator('.panel-head .quiet').first().click();
  await bothSay(till, screen, sum(0));
  await screen.getByText(`chờ chuyển khoản ${sum(goods.price)}`).waitFor();
});

test('a part of hundreds of millions keeps its button beside it on a phone', async () => {
  const goods = piece(booth());
  const till = await openTill(browser, fair.url, booth());
  await pick(till, goods);
  await till.locator('.search').fill('');
  await till.locator('.dock-line').click();
  await till.locator('dialog[open] [data-focus^="count-"]').first().click();
  await type(till, String(Math.ceil(310000000 / goods.price)), '.sheet-pad');
  await till.locator('.sheet-pad .main').click();
  await till.locator('dialog[open] .sheet-head button').click();
  await till.locator('.dock .main').click();
  await focus(till, 'split').click();
  await part(till, '300000000');
  await part(till, '1000');
  await till.locator('.part').nth(1).waitFor();
  const heights = async () => {
    const parts = await till.locator('.part').all();
    const boxes = await Promise.all(parts.map((it) => it.boundingBox()));
    return boxes.map((box) => Math.round(box.height));
  };
  await look(till, 'split-millions');
  const [one, other] = await heights();
  assert.equal(one, other, 'both parts are one line');
});
