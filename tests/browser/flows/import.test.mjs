// Goods from a spreadsheet, uploaded by the organiser: what is wrong is told by row and column and
// nothing is written; the mended file brings the goods, and so does an Excel file.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { look, opened, openPage, signInByPassword } from './fair.mjs';

const sheet = (name) => fileURLToPath(new URL(`./sheets/${name}`, import.meta.url));

let fair;
let browser;
let page;

opened(async (held) => {
  ({ fair, browser } = held);
  page = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(page, fair.access.organiser);
});

/** Uploads a sheet from the page of products on, and looks at it; `kept` has it imported then. */
async function upload(name, kept) {
  await page.goto('/products');
  await page.locator('main a[href="/import"]').click();
  await page.locator('#file').setInputFiles(sheet(name));
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.locator('.notice').first().waitFor();
  if (!kept || (await page.locator('.notice.stop').count())) return;
  await page.getByRole('button', { name: 'Nhập', exact: true }).click();
  await page.locator('.notice.good').waitFor();
}

/** The products that a search of the catalogue finds. */
async function found(words) {
  await page.goto(`/products?q=${encodeURIComponent(words)}`);
  return page.locator('main tbody tr').allInnerTexts();
}

test('two bad rows are told by row and column, and nothing is changed', async () => {
  await upload('products-two-wrong.csv', true);
  const wrong = await page.locator('.notice.stop').innerText();
  assert.match(wrong, /^2 chỗ cần sửa; chưa nhập dòng nào/);
  const rows = await page.locator('.table-wrap.tall tbody tr').allInnerTexts();
  const places = rows.map((row) => row.split('\t').slice(0, 2).map((cell) => cell.trim()));
  assert.deepEqual(places, [
    ['3', 'Giá bán'],
    ['4', 'Hạng sao'],
  ]);
  await look(page, 'import-wrong');
  assert.deepEqual(await found('thử nhập'), []);
});

test('the mended sheet is checked first and brings the goods when it is kept', async () => {
  await upload('products.csv', false);
  assert.match(await page.locator('.notice.wait').innerText(), /chưa ghi gì: 3 dòng/);
  assert.equal(await page.locator('.table-wrap tbody tr').count(), 3, 'the first rows are shown');
  await look(page, 'import-review');
  assert.deepEqual(await found('thử nhập'), []);
  await upload('products.csv', true);
  assert.match(await page.locator('.notice.good').innerText(), /Đã nhập xong: 3 dòng/);
  await look(page, 'import-kept');
  const rows = await found('thử nhập');
  assert.equal(rows.length, 3);
  assert.ok(rows.some((row) => row.includes('Mật ong thử nhập') && row.includes('185.000')));
});

test('the same from Excel, as Excel saves it', async () => {
  await upload('products.xlsx', true);
  assert.match(await page.locator('.notice.good').innerText(), /Đã nhập xong: 2 dòng/);
  const rows = await found('bảng tính');
  assert.equal(rows.length, 2);
  assert.ok(rows.some((row) => row.includes('Trà hoa vàng bảng tính') && row.includes('420.000')));
});
