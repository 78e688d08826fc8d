// The cart beyond plain selling: discounts within and beyond the limit, a promotion, a cart set
// aside by name, a sample; each figure on the screen and in the book.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  PHONE,
  ask,
  dong,
  look,
  opened,
  openPage,
  openTill,
  signInByPassword,
  type,
} from './fair.mjs';

const WIDE = { width: 1280, height: 800 };

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const byPiece = (product) => product.unit.trim().toLowerCase() !== 'kg' && product.price > 20000;

/** A booth of the open fair with two products by the piece. */
function booth() {
  const found = fair.access.open_fair.booths.find((one) => one.products.filter(byPiece).length > 1);
  assert.ok(found, 'a booth with two products by the piece');
  const [first, second] = found.products.filter(byPiece);
  return { ...found, first, second };
}

async function pick(page, product, times = 1) {
  await page.locator('.search').fill(product.name);
  const tile = page.locator(`.grid [data-uid="${product.uid}"]`);
  for (let n = 0; n < times; n += 1) await tile.click();
  await page.locator('.search').fill('');
}

const openCart = (page) => page.locator('.dock-line').click();
const openLine = (page, n = 0) => page.locator('dialog[open] .line-open').nth(n).click();
const within = (kind) => `dialog[open].${kind}`;

/** Takes per cents or đồng off the line that is open. */
async function takeOff(page, text, amount = false) {
  await page.locator(`${within('sheet-line')} .line-choice`).nth(1).click();
  if (amount) await page.locator(`${within('sheet-discount')} .methods button`).nth(1).click();
  await type(page, text, within('sheet-discount'));
  await page.locator(`${within('sheet-discount')} .main`).click();
}

/** Pays in cash, and gives the sale as the server lists it. */
async function pay(page, at) {
  await page.locator('.main:visible', { hasText: /Thanh toán|Ghi hàng mẫu/ }).last().click();
  const exact = page.locator('.cash.exact');
  const main = page.locator('.panel-foot .main');
  await main.waitFor();
  if (await exact.count()) await exact.click();
  await main.click();
  await page.locator('.done-mark.good').waitFor();
  const { sales } = await ask(fair.url, at.token, '/api/v1/sales');
  return sales[0];
}

const figure = async (page, where) => (await page.locator(where).last().innerText()).trim();

test('ten per cent off a line is within the limit and asks nobody', async () => {
  const at = booth();
  const page = await openTill(browser, fair.url, at);
  await pick(page, at.first, 2);
  await openCart(page);
  await openLine(page);
  await look(page, 'line');
  await takeOff(page, '10');
  await page.locator(`${within('sheet-line')} .sheet-actions .main`).click();
  const total = 2 * at.first.price - Math.floor((2 * at.first.price * 10 + 50) / 100);
  assert.ok((await figure(page, '.in-sheet .sum-figure')).startsWith(dong(total)));
  await look(page, 'cart-discount');
  const sale = await pay(page, at);
  assert.equal(sale.total, total);
  const receipt = await openPage(browser, fair.url);
  await receipt.goto(`/r/${sale.id}`);
  const text = (await receipt.locator('.slip').innerText()).replace(/\s+/g, ' ');
  assert.ok(text.includes('Giảm 10%'), text);
  assert.ok(text.includes(`Giảm theo món -${dong(2 * at.first.price - total)}`), text);
  await look(receipt, 'receipt-discount');
});

test('what is taken off a line and off the whole stand apart, on screen and paper', async () => {
  const at = booth();
  const page = await openTill(browser, fair.url, at);
  await pick(page, at.first, 2);
  await openCart(page);
  await openLine(page);
  await takeOff(page, '7');
  await page.locator(`${within('sheet-line')} .sheet-actions .main`).click();
  await page.locator('dialog[open] .basket-head .quiet', { hasText: 'Giảm giá' }).click();
  await type(page, '3', within('sheet-discount'));
  await page.locator(`${within('sheet-discount')} .main`).click();
  const part = (sum, percent) => Math.floor((sum * percent + 50) / 100);
  const line = part(2 * at.first.price, 7);
  const whole = part(2 * at.first.price - line, 3);
  const row = page.locator('.in-sheet .taken-off');
  await row.filter({ hasText: `−${dong(line)}` }).waitFor();
  await row.filter({ hasText: '(−3%)' }).filter({ hasText: `−${dong(whole)}` }).waitFor();
  const sale = await pay(page, at);
  assert.equal(sale.total, 2 * at.first.price - line - whole);
  const receipt = await openPage(browser, fair.url);
  await receipt.goto(`/r/${sale.id}`);
  const text = (await receipt.locator('.slip').innerText()).replace(/\s+/g, ' ');
  assert.ok(text.includes(`Giảm theo món -${dong(line)}`), text);
  assert.ok(text.includes(`Giảm cả đơn 3% -${dong(whole)}`), text);
});

test('beyond the limit the manager types the PIN, and the sale carries the name', async () => {
  const at = booth();
  const page = await openTill(browser, fair.url, at);
  await pick(page, at.first);
  await openCart(page);
  await openLine(page);
  await takeOff(page, '20000', true);
  await page.locator(within('sheet-manager')).waitFor();
  await type(page, '0000', within('sheet-manager'));
  await page.locator(`${within('sheet-manager')} .main`).click();
  await page.locator(`${within('sheet-manager')} .error:not(:empty)`).waitFor();
  await look(page, 'manager-pin');
  await type(page, at.manager_pin, within('sheet-manager'));
  await page.locator(`${within('sheet-manager')} .main`).click();
  await page.locator(within('sheet-manager')).waitFor({ state: 'detached' });
  await page.locator(`${within('sheet-line')} .sheet-actions .main`).click();
  const sale = await pay(page, at);
  assert.equal(sale.total, at.first.price - 20000);
  const hint = page.locator('.done-state .hint');
  assert.equal(await hint.count(), 0, 'nothing for the manager to look at');
});

test('the manager makes “mua 2 tặng 1” and the till reckons it', async () => {
  const at = booth();
  const manager = await openPage(browser, fair.url, WIDE);
  await signInByPassword(manager, fair.access.organiser);
  await manager.goto(`/fairs/${fair.access.open_fair.code}/promotions/new`);
  await manager.locator('button.main').click();
  await manager.locator('.error').first().waitFor();
  await look(manager, 'promotion-form');
  await manager.locator('[name="name"]').fill('Mua 2 tặng 1');
  await manager.locator('[name="sort"]').selectOption('buy_get');
  await manager.locator('[name="starts_at"]').fill('00:00');
  await manager.locator('[name="ends_at"]').fill('23:59');
  await manager.locator(`[name="product"][value="${at.second.uid}"]`).check();
  await manager.locator('button.main').click();
  await manager.locator('table .tag.good').waitFor();
  await look(manager, 'promotions');
  // A mistyped one is put right in its own form, on a phone too; what is wrong stands there.
  await manager.setViewportSize(PHONE);
  await manager.locator('tbody a', { hasText: 'Mua 2 tặng 1' }).click();
  assert.equal(await manager.locator('[name="name"]').inputValue(), 'Mua 2 tặng 1');
  await look(manager, 'promotion-edit-phone');
  await manager.locator('[name="ends_on"]').fill('2020-01-01');
  await manager.locator('button.main').click();
  await manager.locator('.error').first().waitFor();
  // However the day was typed, the field says it as people here write it.
  assert.equal(await manager.locator('[name="ends_on"]').inputValue(), '01/01/2020');
  await look(manager, 'promotion-edit-wrong-phone');
  await manager.setViewportSize(WIDE);
  await look(manager, 'promotion-edit-wrong');
  await manager.goto(`/fairs/${fair.access.open_fair.code}/promotions`);

  const page = await openTill(browser, fair.url, at);
  await pick(page, at.second, 3);
  await openCart(page);
  assert.ok((await figure(page, '.line-off')).includes('Mua 2 tặng 1'));
  await look(page, 'cart-promotion');
  const sale = await pay(page, at);
  assert.equal(sale.total, 2 * at.second.price);

  // The first press only says what it would end.
  await manager.locator('.asked summary', { hasText: 'Kết thúc ngay' }).first().click();
  await look(manager, 'promotion-end-asked');
  await manager.locator('form button', { hasText: 'Kết thúc ngay' }).first().click();
  await manager.locator('table .tag', { hasText: 'Đã hết' }).first().waitFor();
  const till = await ask(fair.url, at.token, '/api/v1/till');
  const now = till.now_ms;
  assert.ok(till.promotions.every((one) => one.ends_ms <= now || one.name !== 'Mua 2 tặng 1'));
});

/** Watches a page from now on: the fewest elements of a kind it showed at a time. */
function fewest(page, kind) {
  return page.evaluateHandle((selector) => {
    const seen = { fewest: Infinity };
    const look = () => {
      seen.fewest = Math.min(seen.fewest, document.querySelectorAll(selector).length);
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    return seen;
  }, kind);
}

test('two carts wait by name while a third customer is served', async () => {
  const at = booth();
  const page = await openTill(browser, fair.url, at);
  const parked = page.locator('.parked-here .parked');
  for (const [name, product] of [
    ['Bà Hoa', at.first],
    ['Anh Tú', at.second],
  ]) {
    await pick(page, product);
    await openCart(page);
    await page.locator('dialog[open] .basket-head .quiet', { hasText: 'Lưu tạm' }).click();
    await page.locator('#park-name').fill(name);
    await look(page, 'park');
    await page.locator(`${within('sheet-park')} .main`).click();
    await parked.filter({ hasText: name }).waitFor();
  }
  assert.equal(await parked.count(), 2);
  await look(page, 'parked');
  await page.reload();
  await parked.nth(1).waitFor();
  const shown = await fewest(page, '.parked-here .parked');
  await parked.filter({ hasText: 'Bà Hoa' }).click();
  await parked.nth(1).waitFor({ state: 'detached' });
  assert.equal(await shown.evaluate((seen) => seen.fewest), 1, 'the other cart never vanished');
  const sale = await pay(page, at);
  assert.equal(sale.total, at.first.price);
  await page.locator('.panel-foot .main').click({ delay: 800 });
  await parked.filter({ hasText: 'Anh Tú' }).waitFor();
});

test('a sample needs a reason, costs nothing and leaves the stock', async () => {
  const at = booth();
  const page = await openTill(browser, fair.url, at);
  const stock = async () => {
    const till = await ask(fair.url, at.token, '/api/v1/till');
    return till.products.find((one) => one.uid === at.first.uid).stock;
  };
  const before = await stock();
  await pick(page, at.first);
  await openCart(page);
  await openLine(page);
  await page.locator(`${within('sheet-line')} .line-choice`).nth(2).click();
  const give = page.locator(`${within('sheet-sample')} .main`);
  assert.equal(await give.getAttribute('aria-disabled'), 'true');
  await page.locator(`${within('sheet-sample')} .chip`).first().click();
  await look(page, 'sample');
  await give.click();
  await page.locator(`${within('sheet-line')} .sheet-actions .main`).click();
  const sale = await pay(page, at);
  assert.equal(sale.total, 0);
  const after = await stock();
  if (before !== null) assert.equal(before - after, 1000);
  // The organiser sees what was given away, and what it was worth.
  const organiser = await openPage(browser, fair.url, WIDE);
  await signInByPassword(organiser, fair.access.organiser);
  await organiser.goto(`/fairs/${fair.access.open_fair.code}`);
  const row = organiser.locator('tr', { hasText: at.first.name }).filter({ hasText: at.code });
  await row.filter({ hasText: dong(at.first.price) }).first().waitFor();
  for (const [lang, head] of [
    ['vi', 'Hàng mẫu đã cho'],
    ['en', 'Free samples'],
  ]) {
    await organiser.goto(`/lang/${lang}?back=/fairs/${fair.access.open_fair.code}`);
    await organiser.getByText(head).first().waitFor();
    for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
      await organiser.setViewportSize(viewport);
      await look(organiser, `fair-samples-${lang}-${size}`);
    }
  }
});
