// What a person meets on the screens: the till's head in sight, more in the cart than in stock, a
// sum and a word that are too long, a tap on what is drawn anew, a receipt found and shown, the
// set-up that answers and goes on where it was left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  dong,
  look,
  openEmpty,
  opened,
  openPage,
  openTill,
  PHONE,
  pair,
  pick,
  piece,
  quiet,
  signIn,
  signInByPassword,
  until,
} from './fair.mjs';
import { next, sell } from './selling.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const WIDE = { width: 1280, height: 800 };
const booth = (n) => fair.access.open_fair.booths[n];
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);
const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** The till's goods and facts as the laptop gives them, but for what `change` makes of them. */
async function changedTill(change) {
  const page = await openPage(browser, fair.url, PHONE);
  await page.route(/\/api\/v1\/till(\?.*)?$/, async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    if (json.products) change(json);
    return route.fulfill({ response: answer, json });
  });
  return page;
}

async function onTill(page, at) {
  await pair(page, at.token, '/till');
  await signIn(page, at.seller_pin);
}

test('head and search stay in sight while the goods scroll, and take 120 px at most', async () => {
  const page = await openTill(browser, fair.url, booth(0));
  const head = page.locator('.till-head');
  const { height } = await head.boundingBox();
  assert.ok(height <= 120, `the head is ${height} px high`);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  assert.ok((await page.evaluate(() => scrollY)) > 0, 'there is something to scroll');
  assert.equal((await head.boundingBox()).y, 0);
  await page.locator('.search').fill('a');
  await look(page, 'till-scrolled');
  await page.setViewportSize(WIDE);
  await page.evaluate(() => document.querySelector('.goods').scrollTo(0, 9999));
  assert.ok(await page.locator('.search').isVisible());
  await look(page, 'till-scrolled-wide');
});

test('more in the cart than in stock is said on its line', async () => {
  const at = booth(0);
  const product = piece(at);
  const page = await changedTill((till) => {
    for (const one of till.products) if (one.uid === product.uid) one.stock = 2000;
  });
  await onTill(page, at);
  for (let n = 0; n < 2; n += 1) await pick(page, product);
  await page.locator('.dock-line').click();
  const said = page.locator('dialog .line-short:not(:empty)');
  await page.locator('dialog .line').waitFor();
  assert.equal(await said.count(), 0, 'two of two are there');
  await page.locator('dialog [data-focus^="more-"]').click();
  await said.waitFor();
  assert.equal(await said.innerText(), 'Kho còn 2, giỏ có 3');
  await look(page, 'cart-too-few');
});

test('3.000.000.000 đ fits the payment panel of a phone', async () => {
  const at = booth(0);
  const product = piece(at);
  const page = await changedTill((till) => {
    for (const one of till.products) if (one.uid === product.uid) one.price = 3000000000;
  });
  await onTill(page, at);
  await pick(page, product);
  assert.ok((await overflow(page)) <= 0);
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  await look(page, 'pay-milliards');
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.panel *')]
      .filter((one) => one.checkVisibility() && !one.closest('svg'))
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
      .map((one) => `${one.className}: ${one.textContent}`),
  );
  assert.deepEqual(cut, []);
});

test('a word of 150 letters breaks no page', async () => {
  const long = 'Đ'.repeat(150);
  const at = booth(0);
  const page = await changedTill((till) => {
    // What only brings news has no goods.
    if (till.products[0]) till.products[0].name = long;
    till.booth.seller = long;
    till.fair.name = long;
    till.person &&= { ...till.person, name: long };
  });
  await onTill(page, at);
  const { uid } = (await page.evaluate(
    async () => (await import(document.querySelector('script[type="module"]').src)).app.till,
  )).products[0];
  assert.ok((await overflow(page)) <= 0, 'till');
  await page.locator(`.grid [data-uid="${uid}"]`).click();
  const weight = page.locator('dialog[open] .pad [data-key="1"]');
  if (await weight.isVisible().catch(() => false)) {
    await weight.click();
    await page.locator('dialog[open] .main').click();
  }
  await look(page, 'long-till');
  await page.locator('.dock-line').click();
  await page.locator('dialog .line').waitFor();
  await look(page, 'long-cart');
  await page.keyboard.press('Escape');
  await page.locator('.who').click();
  await page.locator('dialog[open]').waitFor();
  await look(page, 'long-seller');

  const office = await openPage(browser, fair.url, PHONE);
  await signInByPassword(office, fair.access.organiser);
  await office.goto('/products/new');
  await office.locator('[name="name"]').fill(long);
  await office.locator('[name="unit"]').fill('hũ');
  await office.locator('[name="price"]').fill('10.000');
  await office.locator('[name="producer"]').fill(long);
  await office.locator('main form .main').click();
  await office.locator('.saved').waitFor();
  await look(office, 'long-products');
  await office.locator('tbody a', { hasText: long.slice(0, 20) }).first().click();
  await office.locator('[name="evidence"]').waitFor({ state: 'attached' });
  await look(office, 'long-product');
  await office.goto(`/fairs/new`);
  await office.locator('[name="name"]').fill(long);
  await office.locator('[name="code"]').fill('DAI');
  await office.locator('main form .main').click();
  await office.locator('.saved').waitFor();
  for (const path of ['/fairs/DAI/settings', '/fairs/DAI', '/fairs', '/board/DAI']) {
    await office.goto(path);
    for (const size of [PHONE, WIDE]) {
      await office.setViewportSize(size);
      assert.ok((await overflow(office)) <= 0, `${path} at ${size.width}`);
    }
  }
  await look(office, 'long-board-wide');
});

test('a tap is heard though what was touched is drawn anew meanwhile', async () => {
  const page = await openTill(browser, fair.url, booth(1));
  await quiet(page);
  const inside = (act) => page.evaluate(act);
  /** Presses down, lets the laptop's news draw the screen anew, and lifts the finger. */
  const tap = async (target) => {
    // What is drawn anew at this very moment has no place for that moment.
    const { x, y, width, height } = await until(() => target.boundingBox(), 'nothing to tap');
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await inside(async () => {
      const { app } = await import(document.querySelector('script[type="module"]').src);
      app.screen.onTill?.();
      app.screen.onStatus?.();
      app.screen.onCart?.();
      await new Promise((done) => setTimeout(done, 50));
    });
    await page.mouse.up();
  };
  const product = piece(booth(1));
  await page.locator('.search').fill(product.name);
  await tap(page.locator(`.grid [data-uid="${product.uid}"]`));
  await page.locator('.tile.chosen').waitFor();
  await tap(page.locator('.dock .main'));
  await page.locator('.cash.exact').waitFor();
  await tap(page.locator('.cash.exact'));
  await page.locator('.cash.exact[aria-pressed="true"]').waitFor();
  // A sum that was drawn anew under the finger is not taken at once.
  await page.waitForTimeout(800);
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-number').waitFor();
  await next(page);
  await page.locator('.tools button', { hasText: 'Phiếu' }).click();
  await page.locator('.sale').first().waitFor();
  await quiet(page);
  await tap(page.locator('.sale-open').first());
  await page.locator('.refund .lines').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.locator('.who').click();
  await page.locator('dialog[open] button', { hasText: 'Ca bán hàng' }).click();
  await tap(focus(page, 'more-100000'));
  await page.locator('.notes-sum', { hasText: '100.000' }).waitFor();
  await page.locator('.panel-foot .main').click();
  await page.locator('.shift-facts').first().waitFor();
  await quiet(page);
  await tap(focus(page, 'in'));
  await page.locator('dialog[open] .pad').waitFor();
});

test('a receipt is found as one types, ten to a screen, and shown to the customer', async () => {
  const at = booth(2);
  const page = await openTill(browser, fair.url, at);
  const product = piece(at);
  const due = await sell(page, at, product, 1);
  await page.locator('.done-mark.good').waitFor();
  assert.equal(await focus(page, 'show').count(), 0, 'no customer can open a loopback address');
  for (let n = 0; n < 11; n += 1) {
    await next(page);
    await sell(page, at, product, 2);
    await page.locator('.done-mark.good').waitFor();
  }
  await next(page);
  const { sales } = await ask(fair.url, at.token, '/api/v1/sales');
  const first = sales.find(({ total }) => total === due);
  await page.locator('.tools button', { hasText: 'Phiếu' }).click();
  await page.locator('.sale').nth(9).waitFor();
  assert.equal(await page.locator('.sale').count(), 10);
  const { y, height } = await page.locator('.sale').nth(9).boundingBox();
  assert.ok(y + height <= PHONE.height, `the tenth ends at ${y + height}`);
  await look(page, 'receipts-ten');
  const field = focus(page, 'find');
  for (const text of [first.receipt_no.slice(-4), dong(due)]) {
    await field.fill(text);
    await page.locator('.sale', { hasText: first.receipt_no }).waitFor();
  }
  // Twelve sold it: the first of them comes with the next ten.
  await field.fill(product.name);
  await focus(page, 'older').waitFor();
  assert.equal(await page.locator('.sale').count(), 10);
  await focus(page, 'older').click();
  await page.locator('.sale', { hasText: first.receipt_no }).waitFor();
  await field.fill(`${dong(due)} ${first.receipt_no.slice(-4)}`);
  await page.locator('.sale').nth(1).waitFor({ state: 'detached' });
  await look(page, 'receipts-found');
  await field.fill('không có món này');
  await page.getByText('Không có phiếu nào hợp').waitFor();
  await look(page, 'receipts-none');
  // Where the organiser said that customers reach it, the receipt is shown as a QR of its page.
  await page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    app.till.receipts = 'http://192.168.1.20:8080';
  });
  await field.fill(first.receipt_no.slice(-4));
  await focus(page, `show-${first.id}`).click();
  await page.locator('dialog[open] .receipt-code .qr').waitFor();
  await look(page, 'receipt-shown');
});

test('a manager at the till has a way to the booth’s page, and back', async () => {
  const at = booth(3);
  const page = await openTill(browser, fair.url, { ...at, seller_pin: at.manager_pin });
  await page.locator('.who').click();
  await page.locator('dialog[open] a[href="/booth"]').click();
  await page.locator('main h1', { hasText: at.code }).waitFor();
  await page.locator('.nav a[href="/till"]').click();
  await page.locator('.grid .tile').first().waitFor();
});

test('revoking a device says first what it has not sent', async () => {
  const office = await openPage(browser, fair.url, PHONE);
  await signInByPassword(office, fair.access.organiser);
  await office.goto('/devices');
  await look(office, 'devices');
  await office.locator('tbody a.danger').first().click();
  await office.locator('h1', { hasText: 'Thu hồi' }).waitFor();
  await office.locator('.notice', { hasText: 'lần cuối' }).waitFor();
  await look(office, 'device-revoke');
  await office.locator('a', { hasText: 'Giữ máy này' }).click();
  await office.locator('h1', { hasText: 'Thiết bị' }).waitFor();
});

test('days are chosen and typed as people here write them, in any browser', async () => {
  const context = await browser.newContext({
    baseURL: fair.url,
    viewport: PHONE,
    locale: 'en-US',
  });
  const office = await context.newPage();
  office.troubles = [];
  await signInByPassword(office, fair.access.organiser);
  await office.goto('/lang/vi?back=/fairs/new');
  assert.equal(await office.locator('input[type="date"], input[type="time"]').count(), 0);
  const field = office.locator('[name="starts_on"]');
  await field.fill('');
  await field.pressSequentially('05092026');
  assert.equal(await field.inputValue(), '05/09/2026');
  await office.locator('.field-row:has([name="starts_on"]) > button').click();
  await look(office, 'day-chosen');
  await office.locator('.month button', { hasText: /^12$/ }).click();
  assert.equal(await field.inputValue(), '12/09/2026');
  await office.goto('/reports/season?from=30/06/2026&to=01/06/2026');
  await office.locator('.error', { hasText: 'Kỳ báo cáo ngược ngày' }).waitFor();
  assert.equal(await office.locator('[name="from"]').inputValue(), '30/06/2026');
  await look(office, 'period-wrong');
});

test('the laptop says that the phone has joined; set-up goes on where it was left', async () => {
  const empty = await openEmpty();
  try {
    const laptop = await openPage(browser, empty.url, WIDE);
    await laptop.goto('/setup');
    await laptop.locator('main a', { hasText: 'Tiếng Việt' }).click();
    await laptop.locator('[name="name"]').fill('Hương');
    await laptop.locator('[name="login"]').fill('huong');
    const secret = laptop.locator('[name="password"]');
    await secret.fill('mat-khau-dai');
    await laptop.getByRole('button', { name: 'Hiện' }).click();
    assert.equal(await secret.getAttribute('type'), 'text');
    await look(laptop, 'setup-password');
    await laptop.locator('main form .main').click();
    await laptop.waitForURL((url) => url.pathname === '/setup/fair');
    await laptop.locator('[name="name"]').fill('Phiên chợ');
    await laptop.locator('main form .main').click();
    await laptop.waitForURL((url) => url.pathname === '/setup/booth');
    // Left here and opened again another day.
    await laptop.goto('/');
    await laptop.waitForURL((url) => url.pathname === '/setup/booth');
    await look(laptop, 'setup-booth');
    await laptop.locator('[name="name"]').fill('Miến dong');
    await laptop.locator('[name="keeper"]').fill('Lan');
    await laptop.locator('[name="pin"]').fill('246813');
    await laptop.locator('main form .main').click();
    await laptop.waitForURL((url) => url.pathname === '/setup/goods');
    await laptop.locator('[name="name.0"]').fill('Miến dong');
    await laptop.locator('button', { hasText: 'Thêm 5 dòng' }).click();
    await laptop.locator('[name="name.9"]').waitFor();
    assert.equal(await laptop.locator('[name="name.0"]').inputValue(), 'Miến dong');
    await look(laptop, 'setup-goods-ten');
    await laptop.locator('[name="unit.0"]').fill('kg');
    await laptop.locator('[name="price.0"]').fill('55.000');
    await laptop.locator('main form .main').click();
    await laptop.waitForURL((url) => url.pathname === '/setup/device');
    const code = (await laptop.locator('main .lead b').innerText()).replace(/\s/g, '');
    const phone = await openPage(browser, empty.url);
    await phone.goto(`/join/${code}`);
    await phone.locator('#name').waitFor();
    const said = await phone.locator('main').innerText();
    assert.ok(!/(^|\n)0(\n|$)/.test(said), 'no 0 stands alone');
    await phone.locator('#name').fill('Điện thoại Lan');
    await phone.locator('form .main').click();
    await laptop.locator('.notice.good', { hasText: 'Điện thoại Lan' }).waitFor();
    await look(laptop, 'setup-joined');
    await laptop.locator('#pairing button', { hasText: 'Hiện mã mới' }).click();
    await laptop.locator('main .lead b').waitFor();
    const fresh = (await laptop.locator('main .lead b').innerText()).replace(/\s/g, '');
    assert.notEqual(fresh, code);
  } finally {
    await empty.close();
  }
});
