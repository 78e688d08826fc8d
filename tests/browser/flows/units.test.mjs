// What changes while somebody counts: goods that leave the store room that is being counted, and a
// unit that the organiser puts right while a phone out of reach holds a count in the old one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openPage, pair, PHONE, piece, signIn, signInByPassword, type }
  from './fair.mjs';

const LAPTOP = { width: 1280, height: 800 };

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = (n) => fair.access.open_fair.booths[n];

async function organised(viewport) {
  const page = await openPage(browser, fair.url, viewport);
  await signInByPassword(page, fair.access.organiser);
  return page;
}

test('what left a store room while it was counted is said at its field', async () => {
  const { code } = fair.access.open_fair;
  const page = await organised(PHONE);
  const other = await organised(LAPTOP);
  await page.goto(`/fairs/${code}/rooms`);
  const room = await page.locator(`a[href^="/fairs/${code}/rooms/"]`).first().getAttribute('href');
  await page.goto(`${room}/count`);
  const field = page.locator('input[name^="quantity."]').first();
  const name = await field.getAttribute('name');
  await field.fill('7');
  await other.goto(`${room}/transfer`);
  await other.locator('#to').selectOption({ index: 1 });
  await other.locator(`input[name="${name}"]`).fill('1');
  await other.locator('.form .main').click();
  await other.getByText('Đã lưu').waitFor();
  await page.locator('.form .main').click();
  await page.getByText('lô này đã chuyển').waitFor();
  assert.equal(await page.locator(`input[name="${name}"]`).inputValue(), '7');
  await look(page, 'units-count-moved');
  await page.locator('.form .main').click();
  await page.getByText('Đã lưu').waitFor();
});

test('a count in a unit that is put right meanwhile is refused and counted again', async () => {
  const at = booth(1);
  const product = piece(at);
  const page = await openPage(browser, fair.url, PHONE);
  await pair(page, at.token, '/till');
  await signIn(page, at.manager_pin);
  await page.locator('.who').click();
  await page.locator('dialog[open] button', { hasText: 'Kiểm kho' }).click();
  await page.locator('.count-line').first().waitFor();
  await page.locator('.count-body .search').fill(product.name);
  await page.locator('.count-value button.big').first().click();
  await type(page, '12', 'dialog[open]');
  await page.locator('dialog[open] .main').click();
  await page.locator('.count-line.done').first().waitFor();
  await page.context().setOffline(true);
  await page.getByText('Xem chênh lệch').click();
  await page.getByText('Lưu phiếu kiểm').click();
  await page.getByText('Đã lưu trên máy này').waitFor();

  const organiser = await organised(PHONE);
  await organiser.goto(`/products/${product.uid}`);
  const before = await organiser.locator('#unit').inputValue();
  await organiser.locator('#unit').fill('sọt');
  await organiser.locator('.form .main').click();
  await organiser.getByText('sẽ đọc là').waitFor();
  assert.equal(await organiser.locator('#unit').inputValue(), 'sọt');
  await look(organiser, 'units-asked');
  await organiser.locator('.form .main').click();
  await organiser.getByText('Đã lưu').waitFor();

  await page.context().setOffline(false);
  await page.locator('.notice.stop', { hasText: `nay tính bằng sọt` }).waitFor({ timeout: 60000 });
  await look(page, 'units-refused');
  await page.getByText('Sửa và lưu lại').click();
  const line = page.locator('.count-line', { hasText: `đếm theo ${before}` });
  await page.getByRole('button', { name: /Đã đếm/ }).click();
  await line.first().waitFor();
  await look(page, 'units-counted-before');
  await page.getByText('Xem chênh lệch').click();
  await page.getByText('Đơn vị tính đã đổi').waitFor();
  await look(page, 'units-review');
  await page.getByText('Đếm tiếp').click();
  await line.first().locator('.count-value button.big').click();
  await type(page, '3', 'dialog[open]');
  // A quick thumb asks for the differences before the figure is on the disk.
  await page.evaluate(() => {
    document.querySelector('dialog[open] .main').click();
    document.querySelector('.count-foot .main').click();
  });
  await page.getByText('Lưu phiếu kiểm').click();
  await page.getByText('Đã ghi sổ').waitFor();
});
