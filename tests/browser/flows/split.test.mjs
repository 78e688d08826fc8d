// Paying in several ways: parts until the sum is met, each under its own reference, through a
// reload and a change of mind; and two windows of one till that meet at one transfer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  dong,
  look,
  opened,
  openPage,
  openTab,
  openTill,
  pick,
  piece,
  signInByPassword,
  takeOver,
  type,
} from './fair.mjs';
import { transfer } from './transfers.mjs';

let fair;
let browser;
let organiser;

opened(async (held) => {
  ({ fair, browser } = held);
  organiser = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(organiser, fair.access.organiser);
});

const booth = () => fair.access.open_fair.booths[0];
const sales = async () => (await ask(fair.url, booth().token, '/api/v1/sales')).sales;
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);

async function figures() {
  const answer = await organiser.request.get(`/fairs/${fair.access.open_fair.code}?format=json`);
  return (await answer.json()).tenders;
}

/** One piece in the cart, and the payment panel. */
async function toPay(page) {
  await pick(page, piece(booth()));
  await page.locator('.search').fill('');
  await page.locator('.dock .main, .basket .main').locator('visible=true').first().click();
  await page.locator('.methods').waitFor();
}

async function amount(page, method, digits) {
  await focus(page, `add-${method}`).click();
  await type(page, digits, '.sheet-part');
  await focus(page, 'add-part').click();
}

async function got(page) {
  await focus(page, 'got').click();
  await page.locator('.seller-question').waitFor();
  await page.waitForTimeout(700);
  await focus(page, 'yes').click();
}

test('the organiser ticks what a booth takes, and its till shows that and no more', async () => {
  const page = await openTill(browser, fair.url, booth());
  await toPay(page);
  assert.deepEqual(await page.locator('.methods button').allInnerTexts(), ['Tiền mặt', 'VietQR']);
  const path = `/fairs/${fair.access.open_fair.code}/booths/${booth().code}/edit`;
  await organiser.goto(path);
  await organiser.locator('input[name="card"]').check();
  await organiser.locator('input[name="momo"]').check();
  await look(organiser, 'booth-methods');
  await organiser.locator('main form button.main').click();
  await organiser.waitForURL((url) => !url.pathname.endsWith('/edit'));
  const till = await ask(fair.url, booth().token, '/api/v1/till');
  assert.deepEqual(till.booth.methods, ['cash', 'vietqr', 'card', 'momo']);
});

test('cash, VietQR and a card make one sale to the last đồng', async () => {
  const { price } = piece(booth());
  const [was, before] = [await figures(), await sales()];
  const page = await openTill(browser, fair.url, booth());
  await toPay(page);
  await look(page, 'pay-methods');
  await focus(page, 'split').click();
  await page.locator('.panel-split').waitFor();
  await look(page, 'split-empty');
  await amount(page, 'card', '5000');
  await page.locator('.part').waitFor();
  assert.equal(await page.locator('.due-figure').innerText(), `${dong(price - 5000)}\u00a0đ`);
  await amount(page, 'vietqr', '8000');
  const reference = (await page.locator('.reference').innerText()).trim();
  assert.equal(await page.locator('.due-figure').innerText(), `8.000\u00a0đ`);
  // A phone that reloads here finds the parts again, and nothing is sold.
  await page.reload();
  await page.locator('.chip.parked').first().click();
  await page.locator('.panel-split').waitFor();
  assert.equal(await page.locator('.part').count(), 2);
  await focus(page, 'add-cash').click();
  await type(page, '500000', '.sheet-part');
  await look(page, 'split-cash');
  await focus(page, 'add-part').click();
  assert.equal(await focus(page, 'main').getAttribute('aria-disabled'), 'true', 'QR is awaited');
  await look(page, 'split-waiting');
  await focus(page, 'qr-1').click();
  await got(page);
  await look(page, 'split-ready');
  assert.equal((await sales())[0]?.receipt_no, before[0]?.receipt_no, 'nothing is sold yet');
  await focus(page, 'main').click();
  await page.locator('.done-mark.good').waitFor();
  await look(page, 'split-done');
  const rest = price - 13000;
  assert.match(await page.locator('.change b').innerText(), new RegExp(dong(500000 - rest)));
  const [sale, older] = await sales();
  assert.equal(older?.receipt_no, before[0]?.receipt_no, 'one sale');
  assert.equal(sale.total, price);
  const parts = sale.payments.map((part) => [part.method, part.amount, part.state]);
  assert.deepEqual(parts, [
    ['card', 5000, null],
    ['vietqr', 8000, 'claimed'],
    ['cash', rest, null],
  ]);
  assert.equal(sale.payments[1].reference, reference);
  const is = await figures();
  assert.deepEqual(
    [is.card - (was.card ?? 0), is.vietqr - was.vietqr, is.cash - was.cash],
    [5000, 8000, rest],
  );
});

test('a split that is dropped withdraws its transfer and goes back to the cart', async () => {
  const before = await sales();
  const page = await openTill(browser, fair.url, booth());
  await toPay(page);
  await focus(page, 'split').click();
  await amount(page, 'vietqr', '8000');
  const reference = (await page.locator('.reference').innerText()).trim();
  await page.locator('.panel-head .quiet').click();
  await amount(page, 'cash', '4000');
  await focus(page, 'remove-1').click();
  await focus(page, 'given-back').click();
  await page.locator('.part').nth(1).waitFor({ state: 'detached' });
  await focus(page, 'abandon').click();
  await focus(page, 'withdraw').waitFor();
  await look(page, 'split-withdraw');
  await focus(page, 'withdraw').click();
  await page.locator('.dock .main').waitFor();
  assert.equal(await page.locator('.chip.parked').count(), 0);
  assert.equal((await sales())[0]?.receipt_no, before[0]?.receipt_no);
  await transfer(organiser, fair, reference, 'Đã đổi cách trả');
});

test('a card alone is one press, with what its machine says beside it', async () => {
  const { price } = piece(booth());
  const page = await openTill(browser, fair.url, booth());
  await toPay(page);
  await focus(page, 'card').click();
  await page.locator('#noted-reference').fill('4412 / 0091');
  await look(page, 'pay-card');
  await focus(page, 'main').click();
  await page.locator('.done-mark.good').waitFor();
  const [sale] = await sales();
  assert.deepEqual(
    sale.payments.map((part) => [part.method, part.amount, part.reference]),
    [['card', price, '4412 / 0091']],
  );
  await organiser.goto(`/transfers?fair=${fair.access.open_fair.code}`);
  await organiser.locator('td:text-is("4412 / 0091")').waitFor();
  await look(organiser, 'transfers-noted');
});

test('two windows of a till and one transfer are one sale and no trouble', async () => {
  const before = await sales();
  const page = await openTill(browser, fair.url, booth());
  await toPay(page);
  await focus(page, 'vietqr').click();
  await page.locator('.customer-part .qr').waitFor();
  // The second window says where the till is, takes it over, and finds the transfer waited for.
  const second = await openTab(page.context());
  await takeOver(second, () => look(second, 'open-in-another-tab'));
  await second.locator('.chip.parked').first().click();
  await second.locator('.customer-part .qr').waitFor();
  await page.getByText('Đang mở ở tab khác').waitFor();
  await got(second);
  await second.locator('.done-mark.good').waitFor();
  // The first one takes it back: what is paid is neither in its cart nor waited for.
  await page.locator('.main').click();
  await page.locator('.state.good').waitFor();
  assert.equal(await page.locator('.line').count(), 0, 'no paid goods in the cart');
  assert.equal(await page.locator('.chip.parked').count(), 0);
  const [, older] = await sales();
  assert.equal(older?.receipt_no, before[0]?.receipt_no, 'one sale');
});

test('cash in parts is what notes can pay, and cash alone is rounded as it always is', async () => {
  const product = booth().products.find((one) => one.unit.trim().toLowerCase() === 'kg');
  const exact = Math.round(product.price * 0.133);
  const rounded = Math.floor((exact + 500) / 1000) * 1000;
  assert.notEqual(exact, rounded, 'a sum that notes cannot pay');
  const page = await openTill(browser, fair.url, booth());
  await pick(page, product);
  await page.locator('.search').fill('');
  await type(page, '0,133', '.sheet-pad');
  await page.locator('.sheet-pad .main').click();
  await page.locator('.dock .main').click();
  await focus(page, 'split').click();
  await amount(page, 'card', '50000');
  await look(page, 'split-odd');
  // Beside a card the odd đồng are no cash.
  await focus(page, 'add-cash').click();
  const whole = Math.floor((exact - 50000) / 1000) * 1000;
  const all = `Đúng ${dong(whole)}\u00a0đ`;
  assert.equal(await focus(page, 'whole-rest').innerText(), all);
  await type(page, String(exact - 50000), '.sheet-part');
  assert.equal(await focus(page, 'add-part').getAttribute('aria-disabled'), 'true');
  await look(page, 'split-not-in-notes');
  await page.keyboard.press('Escape');
  await focus(page, 'remove-0').click();
  await focus(page, 'given-back').click();
  // In cash alone there is one sum, whichever button is pressed.
  await amount(page, 'cash', '100000');
  await focus(page, 'add-cash').click();
  await focus(page, 'whole-rest').click();
  await focus(page, 'main').click();
  await page.locator('.done-mark.good').waitFor();
  const [sale] = await sales();
  const paid = sale.payments.reduce((sum, part) => sum + part.amount, 0);
  assert.deepEqual([sale.total, paid], [exact, rounded]);
});

test('a tab that is busy for a second is not taken for one that is gone', async () => {
  const page = await openTill(browser, fair.url, booth());
  const second = await openTab(page.context());
  // Asked whether it is there, it has something else to do first.
  await page.evaluate(() => {
    globalThis.busy = new BroadcastChannel('chophien-till');
    globalThis.busy.onmessage = () => {
      const until = performance.now() + 900;
      while (performance.now() < until);
    };
  });
  await second.goto('/till');
  await second.getByText('Đang mở ở tab khác').waitFor();
  assert.equal(await second.locator('.grid .tile').count(), 0);
});

/** Keeps the device's disk from writing until `globalThis.goOn()`. */
const holdDisk = (page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('chophien');
    await new Promise((done) => (opening.onsuccess = done));
    const store = opening.result.transaction('kv', 'readwrite').objectStore('kv');
    let held = true;
    const again = () => {
      if (held) store.get('none').onsuccess = again;
    };
    again();
    globalThis.goOn = () => {
      held = false;
    };
  });

test('a part begun while the one before it is still being written loses neither', async () => {
  const page = await openTill(browser, fair.url, booth());
  await toPay(page);
  await focus(page, 'split').click();
  await focus(page, 'add-cash').click();
  await type(page, '1000', '.sheet-part');
  await holdDisk(page);
  await focus(page, 'add-part').click();
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await focus(page, 'add-cash').click();
  await page.evaluate(() => setTimeout(globalThis.goOn, 300));
  await type(page, '2000', '.sheet-part');
  await focus(page, 'add-part').click();
  await page.locator('.part').nth(1).waitFor({ timeout: 5000 });
  const sums = await page.locator('.part-sum').allInnerTexts();
  assert.deepEqual(sums, ['1.000\u00a0đ', '2.000\u00a0đ']);
});
