// The shell opens without the server: on plain HTTP by a new navigation, on HTTPS by a reload too;
// what is sold meanwhile reaches the book once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { kept, queued } from './disk.mjs';
import {
  added,
  ask,
  closeBrowser,
  look,
  openPage,
  openTab,
  pair,
  piece,
  quiet,
  signIn,
} from './fair.mjs';
import { openLan } from './lan.mjs';
import { sell } from './selling.mjs';

let lan;
const browsers = [];

before(async () => {
  lan = await openLan();
});

after(async () => {
  for (const browser of browsers) await closeBrowser(browser);
  await lan?.close();
});

async function browse(trusts) {
  const browser = await lan.browser(trusts);
  browsers.push(browser);
  return browser;
}

/** A booth that sells something by the piece; each flow takes another. */
const booth = (n) => lan.access.open_fair.booths.filter(piece)[n];

const salesOf = async (token) => (await ask(lan.direct, token, '/api/v1/sales')).sales;

/** Sells while the server is gone, brings it back, and finds exactly that sale in the book. */
async function sellAndDrain(page, at, token, before) {
  await sell(page, at);
  await page.locator('.done-mark.wait').waitFor();
  const [kept, ...more] = await queued(page);
  assert.deepEqual(more, []);
  assert.equal(kept.state, 'unsent');
  await lan.start();
  await page.locator('.done-mark.good').waitFor({ timeout: 45000 });
  const [sent] = await queued(page);
  assert.deepEqual([sent.id, sent.state], [kept.id, 'kept']);
  const come = added(before, await salesOf(token)).map(({ id, total }) => [id, String(total)]);
  assert.deepEqual(come, [[kept.id, String(kept.amount)]], 'that sale and no other');
}

test('plain HTTP: the server is killed, the till is opened anew, sells, and drains', async () => {
  const at = booth(0);
  const browser = await browse(false);
  const page = await openPage(browser, lan.http, undefined, 'allow');
  await pair(page, at.token, '/till');
  await signIn(page, at.seller_pin);
  assert.equal(await page.evaluate(() => globalThis.isSecureContext), false);
  const before = await salesOf(at.token);
  await quiet(page);

  await lan.kill();
  const tab = await openTab(page.context());
  await page.close({ runBeforeUnload: false });
  await tab.goto('/till');
  await tab.locator('.grid .tile').first().waitFor();
  await tab.locator('.state.wait').waitFor();
  await look(tab, 'till-server-down');
  await sellAndDrain(tab, at, at.token, before);
});

test('a device that does not trust the certificate is told so, and stays on HTTP', async () => {
  const page = await openPage(await browse(false), lan.http, undefined, 'allow');
  await page.goto('/trust');
  await look(page, 'trust');
  await page.locator('#try').click();
  await page.locator('#said.gold').waitFor();
  assert.equal(await page.locator('#open').isVisible(), false);
});

test('HTTPS: the till moves over, the server is killed, it RELOADS, sells, drains', async () => {
  const at = booth(1);
  const browser = await browse(true);
  const page = await openPage(browser, lan.http, undefined, 'allow');
  await pair(page, at.token, '/till');
  await signIn(page, at.seller_pin);
  const before = await salesOf(at.token);

  // What is unsent holds the till on its old address.
  await page.route('**/api/v1/sales', (route) => route.abort());
  await sell(page, at);
  await page.locator('.done-mark.wait').waitFor();
  await page.goto('/trust');
  await page.locator('#try').click();
  await page.locator('#said.good').waitFor();
  await page.locator('#open').click();
  await page.locator('#said.stop').waitFor();
  assert.match(await page.locator('#said').innerText(), /chưa gửi/);
  assert.equal(new URL(page.url()).pathname, '/trust');
  await page.unroute('**/api/v1/sales');
  await page.goto('/till');
  await page.locator('.state-unsent', { hasText: /^0 / }).waitFor({ timeout: 30000 });
  assert.equal(added(before, await salesOf(at.token)).length, 1);

  const token = await moveOver(page);
  const old = await fetch(`${lan.direct}/api/v1/till`, {
    headers: { Authorization: `Bearer ${at.token}` },
  });
  assert.equal(old.status, 401, 'the token that went over the air is worth nothing any more');
  await signIn(page, at.seller_pin);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const cookies = await page.context().cookies();
  const secure = cookies.find((one) => one.name === '__Host-sid');
  assert.deepEqual([secure.secure, secure.httpOnly], [true, true]);

  const moved = await salesOf(token);
  await quiet(page);
  await lan.kill();
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
  await sellAndDrain(page, at, token, moved);
});

test('HTTPS: the server comes back on other ports, and is found by the port given', async () => {
  const at = booth(2);
  const browser = await browse(true);
  const page = await openPage(browser, lan.https, undefined, 'allow');
  await pair(page, at.token, '/till');
  await signIn(page, at.seller_pin);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await quiet(page);
  const before = await salesOf(at.token);
  await lan.kill();
  await sell(page, at);
  await page.locator('.done-mark.wait').waitFor();
  const ports = lan.ports;
  lan.ports = ['0', '0'];
  await lan.start();
  assert.notDeepEqual(lan.ports, ports);
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
  await page.locator('.state').click();
  await page.getByText('Máy chủ có địa chỉ mới').click();
  const { hostname } = new URL(lan.https);
  await page.locator('#new-address').fill(`${hostname}:${lan.ports[1]}`);
  await page.locator('dialog .main').click();
  await page.locator('.state', { hasText: 'Nối địa chỉ khác' }).waitFor({ timeout: 30000 });
  await page.locator('.state-unsent', { hasText: /^0 / }).waitFor({ timeout: 30000 });
  const now = await (await fetch(`http://127.0.0.1:${lan.ports[0]}/api/v1/sales`, {
    headers: { Authorization: `Bearer ${at.token}` },
  })).json();
  assert.equal(added(before, now.sales).length, 1);
  assert.deepEqual(page.troubles, []);
});

/** From `/trust` to the till on HTTPS; gives the device's new token. */
async function moveOver(page) {
  await page.goto('/trust');
  await page.locator('#try').click();
  await page.locator('#said.good').waitFor();
  await look(page, 'trust-tested');
  await page.locator('#open').click();
  await page.waitForURL(/^https:.*\/join\//);
  await look(page, 'join-move');
  await page.locator('.join .main').click();
  await page.locator('.done-mark.good').waitFor();
  await page.locator('.join .main').click();
  await page.waitForURL(`${lan.https}/till`);
  return (await kept(page, 'device')).token;
}
