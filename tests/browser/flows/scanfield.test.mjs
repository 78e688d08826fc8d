// A scanner that types into a field which a person has open: the code stays out of it, and its
// Enter ends no payment. What a person types there, and fields meant for codes, are as ever.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, look, opened, openPage, openTill, pick, piece, signInByPassword } from './fair.mjs';
import { next, sell } from './selling.mjs';
import { scan, scanUnnamed } from './scanner.mjs';

let fair;
let browser;
let code;

opened(async (held) => {
  ({ fair, browser } = held);
  const organiser = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(organiser, fair.access.organiser);
  await organiser.goto(`/fairs/${fair.access.open_fair.code}/booths/${booth().code}/edit`);
  await organiser.locator('input[name="card"]').check();
  await organiser.locator('main form button.main').click();
  await organiser.waitForURL((url) => !url.pathname.endsWith('/edit'));
  const { products } = await ask(fair.url, booth().token, '/api/v1/till');
  code = products.find((one) => one.barcode).barcode;
});

const booth = () => fair.access.open_fair.booths[0];
const sales = async () => (await ask(fair.url, booth().token, '/api/v1/sales')).sales;
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);

/** One piece in the cart, and the payment panel. */
async function toPay(page) {
  await pick(page, piece(booth()));
  await page.locator('.search').fill('');
  await page.locator('.dock .main').click();
  await page.locator('.methods').waitFor();
}

/** The scan was heard, said to be too early, and left the field as it was. */
async function keptOut(page, field, text, name) {
  await page.locator('.toast', { hasText: `Chưa nhận mã ${code}` }).waitFor();
  assert.equal(await field.inputValue(), text, name);
  assert.equal(await field.evaluate((it) => it === document.activeElement), true, name);
  await page.locator('.toast').evaluate((toast) => toast.remove());
}

test('a scan into the reference of a card pays for nothing', async () => {
  const before = await sales();
  const page = await openTill(browser, fair.url, booth());
  await toPay(page);
  await focus(page, 'card').click();
  const field = page.locator('#noted-reference');
  await field.click();
  await scan(page, code);
  await page.locator('.toast').waitFor();
  await look(page, 'scan-into-reference');
  await keptOut(page, field, '', 'a named keyboard');
  await scanUnnamed(page, code);
  await keptOut(page, field, '', 'an unnamed keyboard');
  for (const key of '4412') await page.keyboard.press(key, { delay: 90 });
  await page.waitForTimeout(150);
  await scan(page, code);
  await keptOut(page, field, '4412', 'what the seller had typed stays');
  await page.waitForTimeout(700);
  assert.deepEqual((await sales())[0], before[0], 'nothing was sold');
  // A person who presses Enter has seen the money.
  await page.keyboard.press('Enter');
  await page.locator('.done-mark.good').waitFor();
  const [sale, older] = await sales();
  assert.equal(older?.id, before[0]?.id, 'one sale');
  assert.deepEqual(sale.payments.map((part) => part.reference), ['4412']);
});

test('a scan into the reference of a part is no part', async () => {
  const page = await openTill(browser, fair.url, booth());
  await toPay(page);
  await focus(page, 'split').click();
  await focus(page, 'add-card').click();
  const field = page.locator('#noted-reference');
  await field.click();
  await scan(page, code);
  await keptOut(page, field, '', 'the part’s reference');
  assert.equal(await page.locator('.part').count(), 0);
});

test('a scan is no note of a line and no name of a customer', async () => {
  const page = await openTill(browser, fair.url, booth());
  await pick(page, piece(booth()));
  await page.locator('.search').fill('');
  await page.locator('.dock-line').click();
  await page.locator('dialog[open] .line-open').first().click();
  const note = page.locator('#line-note');
  await note.click();
  for (const key of 'it da') await page.keyboard.press(key, { delay: 90 });
  await page.waitForTimeout(150);
  await scan(page, code);
  await keptOut(page, note, 'it da', 'the note');
  await page.locator('dialog[open].sheet-line .sheet-actions .main').click();
  assert.match(await page.locator('dialog[open] .lines').innerText(), /it da$/m);
  assert.equal(await page.locator('dialog[open] .lines').getByText(code).count(), 0);
  await page.locator('dialog[open] .basket-head .quiet', { hasText: 'Lưu tạm' }).click();
  const name = page.locator('#park-name');
  await name.click();
  await scan(page, code);
  await keptOut(page, name, '', 'the name');
  assert.equal(await page.locator('.parked-here .parked').count(), 0, 'not set aside by a scan');
});

test('the field of receipt numbers takes what is scanned into it', async () => {
  const page = await openTill(browser, fair.url, booth());
  await sell(page, booth());
  await next(page);
  const [sale] = await sales();
  for (const text of [sale.receipt_no, `http://fair.lan:8080/r/${sale.id}`]) {
    await page.locator('.tools button', { hasText: 'Phiếu' }).click();
    await focus(page, 'find').click();
    await scan(page, text);
    await page.locator('.refund .lines').waitFor();
    assert.equal(await page.locator('.refund h1').innerText(), sale.receipt_no, text);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('.till').waitFor();
  }
});
