// The change of a sale is found again after a reload, on the list and on the opened receipt, with
// the laptop and without it; and a sample that comes back asks for no money.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dong, look, opened, openTill, pick, piece } from './fair.mjs';
import { next } from './selling.mjs';
import { everything } from './refunding.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[0];
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);
const toList = (page) => page.locator('.tools button', { hasText: 'Phiếu' }).click();
const first = (page) => page.locator('article.sale').first();

/** The last sale on the list and opened, as both say what was given. */
async function tells(page, words, name) {
  await toList(page);
  await first(page).getByText(words).waitFor();
  await look(page, `change-list-${name}`);
  await first(page).locator('[data-focus^="open-"]').click();
  await page.locator('.refund .hint', { hasText: words }).waitFor();
  await look(page, `change-receipt-${name}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.locator('.till').waitFor();
}

test('the change of the last sale stands on its receipt after a reload', async () => {
  const page = await openTill(browser, fair.url, booth());
  const { price } = piece(booth());
  const back = `${dong(500000 - price)}\u00a0đ`;
  const words = `Khách đưa ${dong(500000)}\u00a0đ · tiền thừa ${back}`;
  await pick(page, piece(booth()));
  await page.locator('.search').fill('');
  await page.locator('.dock .main').click();
  await focus(page, 'note-500000').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.change b', { hasText: back }).waitFor();
  await page.locator('.done-mark.good').waitFor();
  await page.reload();
  await page.locator('.till').waitFor();
  await tells(page, words, 'kept');
  // The device tells the same of its own sale while the laptop is away.
  await page.route('**/api/v1/sales**', (route) => route.abort());
  await tells(page, words, 'own');
});

test('the exact sum is no news on the list, and stands on the receipt', async () => {
  const page = await openTill(browser, fair.url, booth());
  await pick(page, piece(booth()));
  await page.locator('.search').fill('');
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-mark.good').waitFor();
  await next(page);
  await toList(page);
  await first(page).locator('[data-focus^="open-"]').waitFor();
  assert.doesNotMatch(await first(page).innerText(), /Khách đưa/);
  await first(page).locator('[data-focus^="open-"]').click();
  const hint = page.locator('.refund .hint', { hasText: 'Khách đưa' });
  await hint.waitFor();
  assert.doesNotMatch(await hint.innerText(), /tiền thừa/);
});

test('a sample that comes back brings goods, and no money is handed out', async () => {
  const page = await openTill(browser, fair.url, booth());
  await pick(page, piece(booth()));
  await page.locator('.search').fill('');
  await page.locator('.dock-line').click();
  await page.locator('dialog[open] .line-open').first().click();
  await page.locator('.sheet-line .line-choice', { hasText: 'Hàng mẫu' }).click();
  await page.locator('.sheet-sample .chip').first().click();
  await page.locator('.sheet-sample .main').click();
  await page.locator('.sheet-line .sheet-actions .main').click();
  await page.locator('dialog[open] .sheet-head button').click();
  await page.locator('.dock .main').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-mark.good').waitFor();
  await next(page);
  await toList(page);
  await first(page).locator('[data-focus^="open-"]').click();
  await page.locator('.refund .lines').waitFor();
  await focus(page, 'all').click();
  const main = focus(page, 'give-back');
  assert.equal(await main.innerText(), 'Ghi lý do để nhận lại hàng');
  await everything(page);
  assert.equal(await main.innerText(), 'Nhận lại hàng, không trả tiền');
  await look(page, 'change-sample-back');
  await main.click();
  await page.locator('.toast', { hasText: 'không phải trả tiền' }).waitFor();
  await look(page, 'change-sample-came');
});
