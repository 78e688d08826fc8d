// Goods in crates: the organiser says what a crate holds, a manager with a phone brings two crates
// and five by presses on the units, and counts them by crates.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, look, opened, openPage, pair, PHONE, piece, signIn, signInByPassword, type }
  from './fair.mjs';

const LAPTOP = { width: 1280, height: 800 };

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = (n) => fair.access.open_fair.booths[n];

/** A page of the organiser's. */
async function organised(viewport = LAPTOP) {
  const page = await openPage(browser, fair.url, viewport);
  await signInByPassword(page, fair.access.organiser);
  return page;
}

async function managed(at) {
  const page = await openPage(browser, fair.url, PHONE);
  await pair(page, at.token, '/till');
  await signIn(page, at.manager_pin);
  return page;
}

const heldOf = async (at, product) => {
  const stock = await ask(fair.url, at.token, '/api/v1/stock');
  return stock.products.find((one) => one.product === product.uid);
};

/** Says in the product's form what a crate and a pack of six hold. */
async function packed(product) {
  const page = await organised();
  await page.goto(`/products/${product.uid}`);
  await page.locator('#packs').fill('thùng=24; lốc=1');
  await page.locator('.form .main').click();
  await page.getByText('Một lốc không thể là 1').waitFor();
  assert.equal(await page.locator('#packs').inputValue(), 'thùng=24; lốc=1');
  await look(page, 'packs-wrong');
  await page.locator('#packs').fill('thùng 24; lốc 6');
  await page.locator('.form .main').click();
  await page.getByText('Đã lưu').waitFor();
  assert.equal(await page.locator('#packs').inputValue(), 'thùng=24; lốc=6');
  await page.goto('/lang/en');
  await page.goto(`/products/${product.uid}`);
  await look(page, 'packs-product-en');
  return page;
}

test('two crates and five come by presses, and are counted by crates', async () => {
  const at = booth(2);
  const product = piece(at);
  const organiser = await packed(product);
  const page = await managed(at);
  await page.goto('/booth/stock/delivery');
  await page.locator('#product-0').selectOption(product.uid);
  const unit = (name) =>
    page.locator('#quantity-0 + .unit-keys button', { hasText: new RegExp(`^${name}$`) });
  await page.locator('#quantity-0').fill('2');
  await unit('thùng').click();
  await page.locator('#quantity-0').pressSequentially('5');
  await page.locator('#quantity-0 + .unit-keys button').last().click();
  assert.match(await page.locator('#quantity-0').inputValue(), /^2 thùng 5 \S/);
  await page.locator('#lot-0').fill('2611P');
  await look(page, 'packs-delivery');
  await page.locator('.form .main').click();
  await page.getByText('Đã lưu').waitFor();
  await page.getByText(/2\s+thùng\s+5/).first().waitFor();
  await look(page, 'packs-document');
  await page.goto('/booth/stock');
  await look(page, 'packs-stock');
  await page.goto('/booth/stock/loss');
  await look(page, 'packs-loss');
  const lots = (await heldOf(at, product)).lots;
  assert.equal(lots.find(({ lot }) => lot === '2611P').quantity, '53');

  await page.goto('/till');
  await page.locator('.who').click();
  await page.locator('dialog[open] button', { hasText: 'Kiểm kho' }).click();
  await page.locator('.count-line').first().waitFor();
  await page.locator('.count-body .search').fill('2611P');
  await page.locator('.count-value button.big').first().click();
  const sheet = page.locator('dialog[open]');
  await type(page, '2', 'dialog[open]');
  await sheet.locator('[data-unit="thùng"]').click();
  await type(page, '4', 'dialog[open]');
  await sheet.locator('.pad-note', { hasText: '= 52' }).waitFor();
  await look(page, 'packs-count-sheet');
  await sheet.locator('.main').click();
  await page.locator('.count-line.done', { hasText: /sổ ghi 2\s+thùng\s+5/ }).waitFor();
  await look(page, 'packs-counted');
  await page.getByText('Xem chênh lệch').click();
  await page.locator('.count-off', { hasText: /−1/ }).waitFor();
  await look(page, 'packs-review');
  await page.getByText('Lưu phiếu kiểm').click();
  await page.getByText('Đã ghi sổ').waitFor();
  await look(page, 'packs-written');
  const after = (await heldOf(at, product)).lots;
  assert.equal(after.find(({ lot }) => lot === '2611P').quantity, '52');

  const { code } = fair.access.open_fair;
  await organiser.goto(`/fairs/${code}/stock`);
  await look(organiser, 'packs-fair-stock-en');
  await organiser.goto(`/fairs/${code}/booths/${at.code}/account`);
  await look(organiser, 'packs-account-en');
});
