// The screens and sheets beside the plain way of a sale, in every set of colours and language: a
// discount and the manager's PIN, a VietQR, a split, a refund, and what is unsent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DRESSES, dress, looker } from './dressed.mjs';
import { opened, openTill, pick, piece, type } from './fair.mjs';
import { next, sell } from './selling.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[0];
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);

/** Half of a line's price taken off: more than a seller may alone. */
async function discount(page, check) {
  await pick(page, piece(booth()));
  await page.locator('.dock-line').click();
  await page.locator('dialog[open] .line-open').first().click();
  await page.locator('.sheet-line .line-choice').nth(1).click();
  await type(page, '50', '.sheet-discount');
  await check('discount');
  await page.locator('.sheet-discount .main').click();
  await page.locator('.sheet-manager .pad').waitFor();
  await check('manager');
  // The sheets go, the cart stays.
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
}

async function transfer(page, check) {
  await page.locator('.dock .main').click();
  await focus(page, 'vietqr').click();
  await page.locator('.customer-part .qr').waitFor();
  await check('qr');
  await focus(page, 'got').click();
  await page.locator('.seller-question').waitFor();
  await check('qr-asked');
  await focus(page, 'not-yet').click();
  await focus(page, 'park').click();
  await page.locator('.chip.parked').first().waitFor();
}

async function split(page, check) {
  await pick(page, piece(booth()));
  await page.locator('.dock .main').click();
  await focus(page, 'split').click();
  await page.locator('.panel-split').waitFor();
  await check('split');
  await focus(page, 'add-cash').click();
  await type(page, '5000', '.sheet-part');
  await check('split-part');
  await focus(page, 'add-part').click();
  await page.locator('.part').waitFor();
  await check('split-begun');
  await focus(page, 'park').click();
  await page.locator('.chip.parked').nth(1).waitFor();
}

async function refund(page, check) {
  await sell(page, booth());
  await page.locator('.done-mark.good').waitFor();
  const number = (await page.locator('.done-number b').innerText()).trim();
  await next(page);
  await page.locator('.tools .phone-only').last().click();
  await page.locator('.sale', { hasText: number }).first().waitFor();
  await focus(page, 'find').fill(number);
  await focus(page, 'find').press('Enter');
  await page.locator('.refund .lines').waitFor();
  await check('refund');
  await focus(page, 'all').click();
  await page.locator('.refund .chip').first().click();
  await focus(page, 'give-back').waitFor();
  await check('refund-all');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.locator('.grid .tile').first().waitFor();
}

async function unsent(page, check) {
  await page.route('**/api/v1/sales', (route) => route.abort());
  await sell(page, booth());
  await page.locator('.done-mark.wait').waitFor();
  await check('done-unsent');
  await next(page);
  await page.locator('.till-bar .state').click();
  await page.locator('dialog[open] .rows li').waitFor();
  await check('unsent');
}

for (const worn of DRESSES) {
  test(`a seller can read every sheet: ${worn.theme}, ${worn.lang}`, async () => {
    const found = [];
    const page = await openTill(browser, fair.url, booth());
    await dress(page, worn);
    await page.locator('.grid .tile').first().waitFor();
    assert.equal(await page.locator('html').getAttribute('data-theme'), worn.theme);
    const check = looker(page, worn, found);
    for (const way of [discount, transfer, split, refund, unsent]) await way(page, check);
    assert.deepEqual(found, []);
    assert.deepEqual(page.troubles, []);
  });
}
