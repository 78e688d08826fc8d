// Stock by hand: a manager brings goods and counts the shelf on a phone, also while the laptop is
// away; the organiser's store room sends goods, and the booth receives them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, look, opened, openPage, pair, PHONE, piece, signIn, signInByPassword, type }
  from './fair.mjs';
import { next, sell } from './selling.mjs';

const LAPTOP = { width: 1280, height: 800 };

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = (n) => fair.access.open_fair.booths[n];

/** The till of a booth with its manager signed in. */
async function managed(at, viewport = PHONE) {
  const page = await openPage(browser, fair.url, viewport);
  await pair(page, at.token, '/till');
  await signIn(page, at.manager_pin);
  return page;
}

const leftOf = async (at, product) => {
  const stock = await ask(fair.url, at.token, '/api/v1/stock');
  return Number(stock.products.find((one) => one.product === product.uid)?.quantity ?? 0);
};

async function toCount(page) {
  await page.locator('.who').click();
  await page.locator('dialog[open] button', { hasText: 'Kiểm kho' }).click();
  await page.locator('.count-line').first().waitFor();
}

/** Counts the first line of these goods. */
async function counted(page, name, text) {
  await page.locator('.count-body .search').fill(name);
  await page.locator('.count-value button.big').first().click();
  await type(page, text, 'dialog[open]');
  await page.locator('dialog[open] .main').click();
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.locator('.count-line.done').first().waitFor();
}

test('goods come by a form on the phone, and a slip of the finger is asked about', async () => {
  const at = booth(2);
  const page = await managed(at);
  const product = piece(at);
  const before = await leftOf(at, product);
  await page.goto('/booth/stock');
  await look(page, 'stock-phone');
  await page.locator('.stock-acts a', { hasText: 'Nhập hàng' }).click();
  await page.locator('#product-0').selectOption(product.uid);
  await page.locator('#quantity-0').fill('20000');
  await page.locator('#lot-0').fill('2611A');
  await page.locator('.form .main').click();
  await page.getByText('là rất nhiều').waitFor();
  assert.equal(await page.locator('#lot-0').inputValue(), '2611A', 'what was typed stays');
  await look(page, 'stock-delivery');
  await page.locator('#quantity-0').fill('24');
  await page.locator('.form .main').click();
  await page.getByText('Đã lưu').waitFor();
  assert.match(await page.locator('h1').innerText(), /Nhập hàng .*-NH\d{4}/);
  await look(page, 'stock-document');
  // On an untracked shelf the day's sales count against what came.
  assert.ok((await leftOf(at, product)) > before);
  await page.goto('/booth/stock/loss');
  await look(page, 'stock-loss');
});

test('a shelf is counted blind, put off, and written while the laptop is away', async () => {
  const at = booth(3);
  const page = await managed(at);
  const product = piece(at);
  await toCount(page);
  await look(page, 'count');
  // What the book expects is not told before a line is counted, and is told then.
  const book = await leftOf(at, product);
  const line = page.locator('.count-line', { hasText: product.name });
  const figure = new RegExp(`(^|[^\\d.])${book}([^\\d.]|$)`, 'm');
  assert.doesNotMatch(await line.innerText(), figure, 'blind');
  await counted(page, product.name, '7');
  await page.locator('.count-line.done', { hasText: `sổ ghi ${book}` }).waitFor();
  await look(page, 'count-told');
  // Selling goes on, and the count is still there.
  await page.locator('.panel-head .quiet').first().click();
  await page.locator('.till').waitFor();
  await sell(page, at, product);
  await next(page);
  await toCount(page);
  await page.locator('.chip', { hasText: /Đã đếm 1/ }).click();
  await page.getByText('vừa bán: đếm lại').waitFor();
  await counted(page, product.name, '6');
  await page.locator('.count-line.done', { hasText: 'lần đầu 7' }).waitFor();
  await page.context().setOffline(true);
  await page.locator('.panel-foot .main').click();
  await page.locator('.panel-foot .main', { hasText: 'Lưu phiếu kiểm' }).waitFor();
  await look(page, 'count-review');
  await page.locator('.panel-foot .main').click();
  await page.getByText('Đã lưu trên máy này').waitFor();
  await page.context().setOffline(false);
  await page.getByText('Đã ghi sổ').waitFor({ timeout: 60000 });
  await look(page, 'count-written');
  const stock = await ask(fair.url, at.token, '/api/v1/stock');
  const held = stock.products.find((one) => one.product === product.uid);
  assert.ok(held.tracked);
  assert.ok(held.lots.some((lot) => lot.quantity === '6'), JSON.stringify(held));
});

test('a store room sends goods, and the booth receives what arrived', async () => {
  const at = booth(4);
  const product = piece(at);
  const page = await openPage(browser, fair.url, LAPTOP);
  await signInByPassword(page, fair.access.organiser);
  const { code } = fair.access.open_fair;
  await page.goto(`/fairs/${code}/rooms`);
  await page.locator('#code').fill('KX');
  await page.locator('#name').fill('Kho dãy X');
  await page.locator('button', { hasText: 'Thêm kho' }).click();
  await page.locator('a', { hasText: 'Kho dãy X' }).click();
  await page.locator('.stock-acts a', { hasText: 'Nhập hàng' }).click();
  await page.locator('#product-0').selectOption(product.uid);
  await page.locator('#quantity-0').fill('30');
  await page.locator('#lot-0').fill('L9');
  await page.locator('.form .main').click();
  await page.goto(`/fairs/${code}/rooms/KX`);
  await look(page, 'room');
  await page.locator('.stock-acts a', { hasText: 'Chuyển hàng' }).click();
  const to = page.locator('#to option', { hasText: `${at.code} ·` });
  await page.locator('#to').selectOption(await to.getAttribute('value'));
  await page.locator('.table.edit input').first().fill('12');
  await look(page, 'transfer');
  await page.locator('.form .main').click();
  await page.getByText('Còn trên đường').waitFor();
  await look(page, 'transfer-sent');

  const phone = await managed(at);
  const before = await leftOf(at, product);
  await phone.goto('/booth/stock');
  // The demonstration may have another transfer under way to this booth.
  const comes = phone.locator('.facts li', { hasText: 'KX →' });
  await comes.locator('a.button').click();
  await phone.locator('button', { hasText: 'Điền đủ' }).click();
  assert.equal(await phone.locator('.table.edit input').first().inputValue(), '12');
  await phone.locator('.table.edit input').first().fill('10');
  await look(phone, 'transfer-receipt');
  await phone.locator('.form .main').click();
  await phone.getByText('Còn trên đường').waitFor();
  await look(phone, 'transfer-short');
  assert.ok((await leftOf(at, product)) >= before + 10);
});
