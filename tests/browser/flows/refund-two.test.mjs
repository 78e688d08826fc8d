// Two phones of a booth and one sale: with the laptop there, money is handed out only when the
// laptop has written it down, so that no two phones give the same money back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queued } from './disk.mjs';
import { ask, dong, look, opened, openTill, quiet, until } from './fair.mjs';
import { cheap, everything, open, otherPhone, sell } from './refunding.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[1];
const GIVE = 'Trả lại khách';

/** So many pieces of a product that a seller alone may not give all of them back. */
function dear() {
  const fits = (one) => one.unit !== 'kg' && one.price > 200000 && one.price <= 1000000;
  const product = booth().products.find(fits) ?? cheap(booth(), 200000);
  return { product, count: product.price > 200000 ? 1 : Math.ceil(200001 / product.price) };
}

/** Keeps every toast that a page has shown. */
const heard = (page) =>
  page.evaluate(() => {
    globalThis.said = [];
    new MutationObserver(() => {
      const text = document.querySelector('.toast')?.textContent;
      if (text && !globalThis.said.includes(text)) globalThis.said.push(text);
    }).observe(document.body, { childList: true, subtree: true });
  });
const told = async (page) => (await page.evaluate(() => globalThis.said)).join(' | ');

async function two() {
  const page = await openTill(browser, fair.url, booth());
  const other = await otherPhone({ fair, browser, booth: booth(), pin: booth().manager_pin });
  for (const one of [page, other]) await heard(one);
  return [page, other];
}

test('of two phones that give a sale back at once, one is told to hand the money out', async () => {
  const [page, other] = await two();
  // More than a seller gives without the laptop: however long the answer takes, the phone waits.
  const sale = await sell(page, { fair, booth: booth(), ...dear() });
  for (const one of [page, other]) {
    await open(one, sale);
    await everything(one);
  }
  // Both have asked what is left before either is written down.
  let go;
  const first = new Promise((done) => (go = done));
  await page.route('**/api/v1/sales/*/refunds', async (route) => {
    await first;
    await route.continue();
  });
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.panel-foot', { hasText: 'Đang hỏi máy chủ' }).waitFor();
  assert.equal(await told(page), '', 'nothing is handed out before the laptop has answered');
  await look(page, 'refund-asking-phone-vi');
  await other.locator('.panel-foot .main.stop').click();
  await other.locator('.toast', { hasText: `${GIVE} ${dong(sale.total)}` }).waitFor();
  go();
  const refusal = page.locator('.refund .notice.stop');
  await refusal.waitFor();
  assert.match(await refusal.innerText(), /Đừng đưa tiền.*Phiếu này đã trả hết/s);
  await look(page, 'refund-refused-phone-vi');
  assert.equal(await told(page), '', 'the screen says it, and nothing hides it');
  assert.equal(await page.locator('.panel-foot .main').count(), 0);
  const now = await ask(fair.url, booth().token, `/api/v1/sales/${sale.id}`);
  assert.equal(now.given_back, sale.total + sale.rounding);
  for (const one of [page, other]) await one.context().close();
});

test('a refund that was refused before any money was given counts as nothing', async () => {
  const page = await openTill(browser, fair.url, booth());
  const sale = await sell(page, { fair, booth: booth(), product: cheap(booth(), 150000) });
  await heard(page);
  const message = 'Máy chủ không nhận';
  await page.route('**/api/v1/sales/*/refunds', (route) =>
    route.fulfill({ status: 422, json: { error: 'malformed', message } }),
  );
  await open(page, sale);
  await everything(page);
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.refund .notice.stop', { hasText: message }).waitFor();
  await page.keyboard.press('Escape');
  const row = page.locator('.sale', { hasText: sale.receipt_no }).first();
  await row.waitFor();
  assert.doesNotMatch(await row.innerText(), /Đã trả/);
  await open(page, sale);
  assert.doesNotMatch(await page.locator('.refund .lines').innerText(), /đã trả/);
  await page.unroute('**/api/v1/sales/*/refunds');
  await everything(page);
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.toast', { hasText: `${GIVE} ${dong(sale.total)}` }).waitFor();
  assert.equal((await told(page)).split(GIVE).length, 2, 'once');
  const now = await ask(fair.url, booth().token, `/api/v1/sales/${sale.id}`);
  assert.equal(now.given_back, sale.total + sale.rounding);
  await page.context().close();
});

test('an open refund screen hears what another phone gave back meanwhile', async () => {
  const [page, other] = await two();
  const product = cheap(booth(), 150000);
  const sale = await sell(page, { fair, booth: booth(), product, count: 2 });
  await open(page, sale);
  await everything(page);
  await open(other, sale);
  await other.locator('[data-focus="more-0"]').click();
  await other.locator('.chip', { hasText: 'Hàng lỗi' }).click();
  await other.locator('.panel-foot .main.stop').click();
  await other.locator('.toast', { hasText: `${GIVE} ${dong(product.price)}` }).waitFor();
  await page.locator('.refund .lines', { hasText: 'đã trả 1' }).waitFor({ timeout: 15000 });
  await page.locator('.refund .notice', { hasText: 'vừa trả' }).waitFor();
  const words = await page.locator('.panel-foot .main').innerText();
  assert.ok(words.includes(dong(product.price)), words);
  assert.equal(await page.locator('#refund-reason').inputValue(), 'Khách đổi ý');
  await look(page, 'refund-news-phone-vi');
  for (const one of [page, other]) await one.context().close();
});

test('a screen that could not hear the news asks before the money is given', async () => {
  const [page, other] = await two();
  const product = cheap(booth(), 150000);
  const sale = await sell(page, { fair, booth: booth(), product, count: 2 });
  await open(page, sale);
  // Once the screen is open, it hears nothing by itself.
  const path = `**/api/v1/sales/${sale.id}`;
  await page.route(path, (route) => route.abort());
  await everything(page);
  await open(other, sale);
  await other.locator('[data-focus="more-0"]').click();
  await other.locator('.chip', { hasText: 'Hàng lỗi' }).click();
  await other.locator('.panel-foot .main.stop').click();
  await other.locator('.toast', { hasText: GIVE }).waitFor();
  await page.waitForTimeout(5000);
  await page.unroute(path);
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.refund .notice', { hasText: 'vừa trả' }).waitFor();
  assert.equal(await told(page), '');
  const words = await page.locator('.panel-foot .main').innerText();
  assert.ok(words.includes(dong(product.price)), words);
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.toast', { hasText: `${GIVE} ${dong(product.price)}` }).waitFor();
  const now = await ask(fair.url, booth().token, `/api/v1/sales/${sale.id}`);
  assert.equal(now.given_back, sale.total + sale.rounding);
  for (const one of [page, other]) await one.context().close();
});

test('a laptop that stays silent beyond what a seller may give alone holds the money', async () => {
  const page = await openTill(browser, fair.url, booth());
  const sale = await sell(page, { fair, booth: booth(), ...dear() });
  await heard(page);
  await open(page, sale);
  await everything(page);
  await page.route('**/api/v1/sales/*/refunds', (route) => route.abort());
  await page.locator('.panel-foot .main.stop').click();
  const hold = page.locator('.panel-foot .notice', { hasText: 'Đừng đưa tiền' });
  await hold.waitFor({ timeout: 20000 });
  await look(page, 'refund-silent-phone-vi');
  await page.keyboard.press('Escape');
  await page.locator('.sales').waitFor();
  assert.ok(!(await told(page)).includes(GIVE), await told(page));
  // The phone is opened anew; the answer comes before anybody listens, and again after that.
  await page.reload();
  await page.unroute('**/api/v1/sales/*/refunds');
  const owed = page.locator('dialog[open]', { hasText: GIVE });
  await owed.waitFor({ timeout: 40000 });
  await look(page, 'refund-owed-phone-vi');
  await page.keyboard.press('Escape');
  await page.reload();
  await owed.locator('.main').click();
  const paid = async () => (await queued(page)).every((row) => !row.unpaid);
  await until(paid, 'that it was handed out is not on the disk');
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
  await quiet(page);
  assert.equal(await owed.count(), 0, 'once it was handed out it is not told again');
  const now = await ask(fair.url, booth().token, `/api/v1/sales/${sale.id}`);
  assert.equal(now.given_back, sale.total + sale.rounding);
  await page.context().close();
});

test('without the laptop, another phone’s receipt is not said to be missing', async () => {
  const [page, other] = await two();
  const sale = await sell(other, { fair, booth: booth(), product: cheap(booth(), 150000) });
  await page.locator('.tools button', { hasText: 'Phiếu' }).click();
  await page.locator('.sale').first().waitFor();
  await page.context().setOffline(true);
  const find = async (number) => {
    await page.locator('[data-focus="find"]').fill(number);
    await page.locator('[data-focus="find"]').press('Enter');
  };
  // A number that the list does not show: the laptop alone could say whose it is.
  await find('A02-9999');
  await page.locator('.toast', { hasText: 'cần máy chủ' }).waitFor();
  assert.doesNotMatch(await told(page), /Không thấy/);
  await page.context().setOffline(false);
  await page.waitForTimeout(3000);
  await find('A02-9999');
  await page.locator('.toast', { hasText: 'Không thấy phiếu A02-9999' }).waitFor();
  await find(sale.receipt_no);
  await page.locator('.refund .lines').waitFor();
  for (const one of [page, other]) await one.context().close();
});

test('without the laptop, an own receipt is found however long ago it was sold', async () => {
  const page = await openTill(browser, fair.url, booth());
  const sale = await sell(page, { fair, booth: booth(), product: cheap(booth(), 150000) });
  // Sixty more that this device has kept since, as a busy hour brings them.
  await page.evaluate(async () => {
    const opening = indexedDB.open('chophien');
    const db = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
    const store = db.transaction('outbox', 'readwrite').objectStore('outbox');
    const all = await new Promise((done) => {
      const asked = store.getAll();
      asked.onsuccess = () => done(asked.result);
    });
    const { n: _, ...row } = all.find((one) => one.kind === 'sale');
    for (let k = 0; k < 60; k += 1) {
      const answer = { ...row.answer, receipt_no: `A02-7${String(k).padStart(3, '0')}` };
      store.put({ ...row, answer, provisional_no: null, id: crypto.randomUUID() });
    }
    await new Promise((done) => (store.transaction.oncomplete = done));
    db.close();
  });
  await page.context().setOffline(true);
  await page.locator('.tools button', { hasText: 'Phiếu' }).click();
  await page.locator('.sale', { hasText: 'A02-7059' }).waitFor();
  assert.equal(await page.locator('.sale', { hasText: sale.receipt_no }).count(), 0);
  await page.locator('[data-focus="find"]').fill(sale.receipt_no);
  await page.locator('[data-focus="find"]').press('Enter');
  await page.locator('.refund h1', { hasText: sale.receipt_no }).waitFor();
  await page.context().close();
});
