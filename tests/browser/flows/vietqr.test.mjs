// Paying by VietQR: what the customer sees and what only the seller presses, changing one's mind,
// a phone that reloads while it waits, and the organiser's word about the bank.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  look,
  opened,
  openPage,
  openTill,
  pick,
  piece,
  quiet,
  send,
  signInByPassword,
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

/** The fair's revenue and what of it came by VietQR, from its report. */
async function figures() {
  const answer = await organiser.request.get(`/fairs/${fair.access.open_fair.code}?format=json`);
  const { revenue, tenders } = await answer.json();
  return { revenue, vietqr: tenders.vietqr ?? 0, cash: tenders.cash ?? 0 };
}

const marked = (reference, mark) => transfer(organiser, fair, reference, mark);

/** Shows the QR for one piece; gives its reference. */
async function showQr(page) {
  await pick(page, piece(booth()));
  await page.locator('.search').fill('');
  await page.locator('.dock .main').click();
  await page.locator('.methods [data-focus="vietqr"]').click();
  await page.locator('.customer-part .qr').waitFor();
  return (await page.locator('.reference').innerText()).trim();
}

/** The seller's two presses: received, and after a second thought, yes. */
async function received(page) {
  await page.locator('.seller-part [data-focus="got"]').click();
  await page.locator('.seller-question').waitFor();
  await page.waitForTimeout(700);
  await page.locator('.seller-part [data-focus="yes"]').click();
  await page.locator('.done-mark.good').waitFor();
}

test('the seller says that the money came, by two presses apart from the customer', async () => {
  const { price } = piece(booth());
  const [was, before] = [await figures(), await sales()];
  const page = await openTill(browser, fair.url, booth());
  const reference = await showQr(page);
  await look(page, 'qr');
  assert.match(reference, /^OC[0-9A-Z]{7}$/);
  // What the customer looks at cannot be pressed; the seller's part stands below it.
  const customer = page.locator('.customer-part');
  assert.equal(await customer.locator('button, a').count(), 0);
  const [above, below] = [await customer.boundingBox(), await sellersBox(page)];
  assert.ok(above.y + above.height <= below.y, 'the seller’s part is below the customer’s');
  await marked(reference, 'Chờ thanh toán');
  // A double press is one thought.
  await page.evaluate(() => {
    const press = (name) => document.querySelector(`.seller-part [data-focus="${name}"]`).click();
    press('got');
    press('yes');
  });
  await page.locator('.seller-question').waitFor();
  await look(page, 'qr-asked');
  assert.equal((await sales())[0]?.receipt_no, before[0]?.receipt_no, 'nothing is sold yet');
  await page.locator('.seller-part [data-focus="not-yet"]').click();
  await received(page);
  const now = await sales();
  assert.deepEqual([now[0].methods, now[0].total], [['vietqr'], price]);
  assert.notEqual(now[0].receipt_no, before[0]?.receipt_no);
  const is = await figures();
  assert.deepEqual(
    [is.revenue - was.revenue, is.vietqr - was.vietqr, is.cash - was.cash],
    [price, price, 0],
  );
  await marked(reference, 'Đã nhận tiền');
});

const sellersBox = (page) => page.locator('.seller-part').boundingBox();

test('a customer who pays cash after all withdraws the request and is one sale', async () => {
  const { price } = piece(booth());
  const [was, before] = [await figures(), await sales()];
  const page = await openTill(browser, fair.url, booth());
  const reference = await showQr(page);
  await page.locator('[data-focus="other-way"]').click();
  await page.locator('[data-focus="withdraw"]').waitFor();
  await look(page, 'qr-other-way');
  await page.waitForTimeout(700);
  await page.locator('[data-focus="withdraw"]').click();
  await page.locator('.cash.exact').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-mark.good').waitFor();
  const now = await sales();
  assert.deepEqual(now[0].methods, ['cash']);
  assert.equal(now[1]?.receipt_no, before[0]?.receipt_no, 'one sale, not two');
  const is = await figures();
  assert.deepEqual([is.revenue - was.revenue, is.vietqr - was.vietqr], [price, 0]);
  const row = await marked(reference, 'Đã đổi cách trả');
  // The money may come by the withdrawn code after all: it is listed until somebody settles it.
  await row.getByText('Đối chiếu…').click();
  await row.locator('button[value="confirmed"]').click();
  await row.getByText('Tiền về, chưa có phiếu').waitFor();
  await look(organiser, 'transfers-unsold');
  assert.equal((await figures()).revenue, is.revenue);
});

test('Back leaves the code waiting; only its own button asks and withdraws', async () => {
  const page = await openTill(browser, fair.url, booth());
  const reference = await showQr(page);
  await quiet(page);
  await page.evaluate(() => history.back());
  const chip = page.locator('.parked-here .chip.parked');
  await chip.waitFor();
  await chip.click();
  assert.equal((await page.locator('.reference').innerText()).trim(), reference);
  await page.locator('[data-focus="other-way"]').click();
  await page.locator('.seller-question', { hasText: 'Khách đã quét mã' }).waitFor();
  // Back answers no, and so does the button beside it.
  await page.evaluate(() => history.back());
  await page.locator('.seller-question').waitFor({ state: 'detached' });
  await page.locator('[data-focus="other-way"]').click();
  await page.locator('[data-focus="keep"]').click();
  await marked(reference, 'Chờ thanh toán');
  await received(page);
  assert.equal((await sales())[0].payments[0].reference, reference);
});

test('customers who wait with the same sum are told apart', async () => {
  const page = await openTill(browser, fair.url, booth());
  const first = await showQr(page);
  await page.locator('[data-focus="name"]').click();
  await page.locator('#park-name').fill('Bà Hoa');
  await page.locator('dialog[open] .main').click();
  await page.locator('[data-focus="name"]', { hasText: 'Bà Hoa' }).waitFor();
  await look(page, 'qr-named');
  await page.locator('[data-focus="park"]').click();
  const second = await showQr(page);
  await page.locator('[data-focus="park"]').click();
  const chips = page.locator('.parked-here .chip.parked');
  await chips.nth(1).waitFor();
  await look(page, 'waiting-two');
  const [one, other] = await chips.allInnerTexts();
  const last = (reference) => reference.slice(-4);
  assert.ok(one.includes('Bà Hoa') && one.includes(last(first)), one);
  assert.match(one, /\d\d:\d\d/);
  assert.ok(other.includes(last(second)) && !other.includes('Bà Hoa'), other);
  await chips.nth(1).click();
  assert.equal((await page.locator('.reference').innerText()).trim(), second);
  await received(page);
  await page.waitForTimeout(800);
  await page.locator('.panel-foot .main').click();
  await chips.filter({ hasText: last(first) }).click();
  assert.equal((await page.locator('.reference').innerText()).trim(), first);
  await page.locator('[data-focus="park"]').click();
  // A sale paid in several ways says whose it is as well.
  await pick(page, piece(booth()));
  await page.locator('.dock .main').click();
  await page.locator('[data-focus="split"]').click();
  await page.locator('[data-focus="name"]').click();
  await page.locator('#park-name').fill('Anh Tú');
  await page.locator('dialog[open] .main').click();
  await page.locator('[data-focus="name"]', { hasText: 'Anh Tú' }).waitFor();
  await look(page, 'split-named');
  await page.locator('[data-focus="park"]').click();
  assert.match(await chips.nth(1).innerText(), /Anh Tú.*\d\d:\d\d/);
});

test('a phone that reloads while it waits finds the same code again', async () => {
  const before = await sales();
  const page = await openTill(browser, fair.url, booth());
  const reference = await showQr(page);
  await page.reload();
  await page.locator('.chip.parked').first().waitFor();
  assert.equal((await sales())[0]?.receipt_no, before[0]?.receipt_no, 'nothing was sold by it');
  assert.equal(await page.locator('.line').count(), 0, 'the cart stands with its request only');
  await page.locator('.parked-here .chip.parked, .basket .chip.parked').first().click();
  assert.equal((await page.locator('.reference').innerText()).trim(), reference);
  await received(page);
  const now = await sales();
  assert.equal(now[1]?.receipt_no, before[0]?.receipt_no, 'one sale');
  assert.equal(await page.locator('.chip.parked').count(), 0);
  await missedThenFound(reference);
});

/** The bank's file misses a transfer, then has it: the organiser says so, revenue stays. */
async function missedThenFound(reference) {
  const was = await figures();
  let row = await marked(reference, 'Đã nhận tiền');
  for (const [word, state] of [
    ['missing', 'Ngân hàng không thấy'],
    ['confirmed', 'Ngân hàng xác nhận'],
  ]) {
    // One press only asks: what the bank shows goes into the book and stays.
    await row.getByText('Đối chiếu…').click();
    await send(row.locator(`button[value="${word}"]`));
    row = await marked(reference, state);
    if (word === 'missing') await look(organiser, 'transfers-missing');
    assert.deepEqual(await figures(), was);
  }
}
