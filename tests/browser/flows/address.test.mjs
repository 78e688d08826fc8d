// The laptop comes back under another address. What a phone keeps stays at the old one: it sends
// from there, to its own laptop and to nobody else, and then moves over.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  added,
  ask,
  closeBrowser,
  copyFair,
  look,
  openBrowser,
  openEmpty,
  openPage,
  openTab,
  openTill,
  pair,
  quiet,
  serve,
  signIn,
  verify,
} from './fair.mjs';
import { openProxy } from './rough.mjs';
import { next, refuse, sell } from './selling.mjs';

const at = {};

before(async () => {
  Object.assign(at, copyFair());
  at.server = await serve(at.folder);
  at.wrong = await openEmpty();
  at.browser = await openBrowser();
});

after(async () => {
  await closeBrowser(at.browser);
  await at.wrong?.close();
  await at.server?.end('SIGKILL');
  at.remove?.();
});

const salesOf = async (token) => (await ask(at.server.url, token, '/api/v1/sales')).sales;

/** By whom the last sale of a booth was sold. */
async function sellerOf(booth) {
  const [sale] = await salesOf(booth.token);
  return (await ask(at.server.url, booth.token, `/api/v1/sales/${sale.id}`)).seller;
}

/** The rows of the device's queue that are sales. */
const queued = (page) =>
  page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    const all = await Promise.all(['unsent', 'kept', 'attention'].map(app.outbox.list));
    const rows = all.flat().filter((row) => row.amount !== undefined);
    return rows.map(({ id, state, amount, provisional_no: no }) => ({ id, state, amount, no }));
  });

/** The page opened anew out of the browser's cache: nobody answers at its address. */
async function openAnew(page) {
  const tab = await openTab(page.context());
  await page.close({ runBeforeUnload: false });
  await tab.goto('/till');
  await tab.locator('.grid .tile').first().waitFor();
  return tab;
}

async function give(page, address) {
  await page.locator('#new-address').fill(address);
  await page.locator('dialog .main').click();
}

const refused = (page, words) => page.locator('dialog .error', { hasText: words }).waitFor();
const elsewhere = (page, options) =>
  page.locator('.state', { hasText: 'Nối địa chỉ khác' }).waitFor(options);

test('sales made while the laptop moved are sent to its new address, and to no other laptop', {
  timeout: 180000,
}, async () => {
  const booth = at.access.open_fair.booths[0];
  const old = at.server.url;
  let page = await openTill(at.browser, old, booth);
  await sell(page, booth);
  await page.locator('.done-mark.good').waitFor();
  await next(page);
  await quiet(page);
  const begun = await salesOf(booth.token);
  await at.server.end('SIGKILL');
  for (let n = 0; n < 3; n += 1) {
    await sell(page, booth);
    await next(page);
  }
  at.server = await serve(at.folder);
  assert.notEqual(at.server.url, old);
  page = await openAnew(page);
  const told = [];
  page.context().on('request', (request) => {
    if (request.url().startsWith(at.wrong.url)) told.push(request.headers().authorization ?? '');
  });

  await page.locator('.state', { hasText: 'Mất kết nối' }).waitFor();
  await page.locator('.state').click();
  await page.getByText('Máy chủ có địa chỉ mới').click();
  await page.locator('#new-address').waitFor();
  await look(page, 'new-address');
  await give(page, 'máy chủ');
  await refused(page, 'Chưa đúng địa chỉ');
  await give(page, '127.0.0.1:1');
  await refused(page, 'Không ai trả lời ở 127.0.0.1:1');
  await give(page, at.wrong.url);
  await refused(page, 'không phải máy chủ mà máy này đã ghép');
  await look(page, 'new-address-wrong');
  assert.equal(await page.locator('#new-address').inputValue(), at.wrong.url, 'it stays');
  assert.ok(told.length > 0 && told.every((one) => one === ''), `the token was told: ${told}`);
  assert.deepEqual(added(begun, await salesOf(booth.token)), []);

  await give(page, ` ${at.server.url.replace('http://', '').replace(':', ' : ')}/till `);
  await elsewhere(page);
  await page.locator('.state-unsent', { hasText: /^0 / }).waitFor({ timeout: 30000 });
  const rows = await queued(page);
  assert.deepEqual(rows.map(({ state }) => state), ['kept', 'kept', 'kept', 'kept']);
  const arrived = added(begun, await salesOf(booth.token));
  const own = rows.slice(1).map(({ id, amount }) => [id, amount]);
  assert.deepEqual(arrived.reverse().map(({ id, total }) => [id, total]), own);

  // Opened once more, it finds the address by itself; a sale is sent at once.
  page = await openAnew(page);
  await elsewhere(page, { timeout: 30000 });
  await sell(page, booth);
  await page.locator('.done-mark.good').waitFor({ timeout: 30000 });
  await look(page, 'done-elsewhere');
  await next(page);

  // Moving over: the same device, its letter, its numbers.
  const last = (await queued(page)).at(-1).no;
  await page.locator('.state').click();
  await page.getByText('Chuyển máy sang đó').waitFor();
  await look(page, 'unsent-elsewhere');
  await page.getByText('Chuyển máy sang đó').click();
  await page.waitForURL(/\/join\//);
  assert.equal(new URL(page.url()).origin, at.server.url);
  await look(page, 'join-new-address');
  await page.locator('.join .main').click();
  await page.locator('.done-mark.good').waitFor();
  await page.locator('.join .main').click();
  await page.waitForURL(`${at.server.url}/till`);
  await signIn(page, booth.seller_pin);
  await sell(page, booth);
  await page.locator('.done-mark.good').waitFor();
  const [now] = await queued(page);
  const number = (no) => Number(no.split('-').at(-1));
  assert.equal(number(now.no), number(last) + 1);
  assert.equal(now.no.replace(/\d+$/, ''), last.replace(/\d+$/, ''), 'the same booth and letter');

  // The old page leads on to where the device is now.
  const left = await openTab(page.context());
  await left.goto(`${old}/till`);
  const on = left.getByText('Mở ở đó');
  await on.waitFor();
  await look(left, 'left-behind');
  assert.equal(await on.getAttribute('href'), `${at.server.url}/till`);
  await page.context().close();
});

test('while its address is silent a till sends by one that it knows, and then comes home', {
  timeout: 120000,
}, async () => {
  const booth = at.access.open_fair.booths[1];
  const proxy = await openProxy(31);
  proxy.to(at.server.url);
  const page = await openTill(at.browser, proxy.url, booth);
  await page.locator('.state.good').waitFor();
  await quiet(page);
  // The laptop has told its own address meanwhile.
  const before = await salesOf(booth.token);
  proxy.to(null);
  await proxy.cut();
  await elsewhere(page, { timeout: 30000 });
  await sell(page, booth);
  await page.locator('.done-mark.good').waitFor({ timeout: 30000 });
  await next(page);
  assert.equal(added(before, await salesOf(booth.token)).length, 1);
  const told = await sellerOf(booth);
  assert.notEqual(told, '', 'by whom it was sold');
  await page.locator('.who').click();
  await page.getByText('Đổi người bán').click();
  await page.locator('.toast', { hasText: 'Chuyển máy sang đó' }).waitFor();
  proxy.to(at.server.url);
  await page.locator('.state', { hasText: 'Đã nối' }).waitFor({ timeout: 30000 });
  assert.equal(await page.locator('.person, .pad').count(), 0, 'nobody has to sign in again');

  // Nobody is signed in when the laptop goes: the PIN counts at the new address all the same.
  await page.locator('.who').click();
  await page.getByText('Đổi người bán').click();
  await page.locator('.person, .pad').first().waitFor();
  proxy.to(null);
  await at.server.end('SIGKILL');
  const given = page.getByText('Máy chủ có địa chỉ mới');
  await given.waitFor({ timeout: 30000 });
  await look(page, 'signin-silent');
  at.server = await serve(at.folder);
  await given.click();
  await give(page, at.server.url);
  await page.locator('.toast', { hasText: 'Đã nối qua' }).waitFor();
  await signIn(page, booth.seller_pin);
  await elsewhere(page, { timeout: 30000 });
  await sell(page, booth);
  await page.locator('.done-mark.good').waitFor({ timeout: 30000 });
  assert.equal(await sellerOf(booth), told);
  assert.deepEqual(page.troubles, []);
  await page.context().close();
  await proxy.close();
});

test('what waited for a sign-in goes by the device alone at another address', {
  timeout: 120000,
}, async () => {
  const booth = at.access.open_fair.booths[2];
  const proxy = await openProxy(32);
  proxy.to(at.server.url);
  const page = await openTill(at.browser, proxy.url, booth);
  await page.locator('.state.good').waitFor();
  await quiet(page);
  const before = await salesOf(booth.token);
  await refuse(page, 401, { error: 'sign_in', message: 'Hãy đăng nhập' });
  await sell(page, booth);
  await page.getByText('Tạm dừng').first().waitFor();
  await next(page);
  await page.unroute('**/api/v1/sales');
  proxy.to(null);
  await proxy.cut();
  await elsewhere(page, { timeout: 30000 });
  await page.locator('.state', { hasText: '0 chưa gửi' }).waitFor({ timeout: 20000 });
  assert.equal(added(before, await salesOf(booth.token)).length, 1);
  await page.context().close();
  await proxy.close();
});

test('a gate counts on through the new address', { timeout: 120000 }, async () => {
  const [gate] = at.access.open_fair.gates;
  const today = async () => (await ask(at.server.url, gate.token, '/api/v1/gate')).today;
  const before = await today();
  const page = await openPage(at.browser, at.server.url);
  await pair(page, gate.token, '/gate');
  const taps = async (one, count) => {
    for (let n = 0; n < count; n += 1) await one.locator('.gate-plus').click();
  };
  await taps(page, 2);
  await page.locator('.gate-state', { hasText: '· 0 lượt chưa gửi' }).waitFor();
  await quiet(page);
  await at.server.end('SIGKILL');
  await taps(page, 3);
  at.server = await serve(at.folder);
  const tab = await openTab(page.context());
  await page.close({ runBeforeUnload: false });
  await tab.goto('/gate');
  await tab.locator('.gate-plus').waitFor();
  await tab.getByText('Máy chủ có địa chỉ mới').click();
  await give(tab, at.wrong.url);
  await refused(tab, 'không phải máy chủ mà máy này đã ghép');
  await look(tab, 'gate-new-address');
  await give(tab, at.server.url);
  await tab.locator('.gate-state', { hasText: 'Nối địa chỉ khác' }).waitFor();
  await taps(tab, 1);
  await tab.locator('.gate-state', { hasText: '· 0 lượt chưa gửi' }).waitFor({ timeout: 30000 });
  assert.equal(await today(), before + 6);
  await look(tab, 'gate-elsewhere');
  await tab.getByText('Chuyển máy sang đó…').click();
  await tab.locator('dialog .main', { hasText: 'Chuyển máy sang đó' }).click();
  await tab.waitForURL(/\/join\//);
  await tab.locator('.join .main').click();
  await tab.locator('.join .main', { hasText: 'Mở màn hình đếm khách' }).click();
  await tab.waitForURL(`${at.server.url}/gate`);
  await taps(tab, 1);
  await tab.locator('.gate-state', { hasText: '· 0 lượt chưa gửi' }).waitFor({ timeout: 30000 });
  await assert.rejects(today(), 'the old token is worth nothing any more');
  await tab.context().close();
});

test('every figure stands after all of it', async () => {
  await at.server.end('SIGTERM');
  verify(at.folder);
  at.server = null;
});
