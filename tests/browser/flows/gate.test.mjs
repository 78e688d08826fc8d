// A counter at a gate: taps add up, are sent once, and a correction takes them back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, look, loseAnswer, opened, openPage, pair, signInByPassword } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

test('visits tapped at a gate reach the server, a correction taken off', async () => {
  const [gate] = fair.access.open_fair.gates;
  const before = (await ask(fair.url, gate.token, '/api/v1/gate')).today;
  const page = await openPage(browser, fair.url);
  await pair(page, gate.token, '/gate');
  const [more, less] = [page.locator('.gate-plus'), page.locator('.gate-row .big').first()];
  await more.waitFor();
  await look(page, 'gate');
  for (let n = 0; n < 5; n += 1) await more.click();
  await less.click();
  assert.equal(await reached(gate, before + 4), before + 4);
});

/** Today's visits at a gate once they are so many, or after a minute. */
async function reached(gate, count) {
  const deadline = Date.now() + 60000;
  for (;;) {
    const { today } = await ask(fair.url, gate.token, '/api/v1/gate');
    if (today === count || Date.now() > deadline) return today;
    await new Promise((done) => setTimeout(done, 250));
  }
}

const taps = async (page, count) => {
  for (let n = 0; n < count; n += 1) await page.locator('.gate-plus').click();
};

test('short Wi-Fi drops lose no visitor and count none twice', async () => {
  const [gate] = fair.access.open_fair.gates;
  const before = (await ask(fair.url, gate.token, '/api/v1/gate')).today;
  const page = await openPage(browser, fair.url);
  await pair(page, gate.token, '/gate');
  await page.locator('.gate-plus').waitFor();
  let drop = null;
  await page.route('**/api/v1/**', async (route) => {
    if (drop === 'before') return route.abort();
    if (drop !== 'after' || route.request().method() !== 'POST') return route.continue();
    return loseAnswer(route);
  });
  let made = 0;
  for (drop of ['before', 'after', null, 'before', 'after']) {
    await taps(page, 3);
    made += 3;
    await page.waitForTimeout(4500);
    // Where the laptop has the visits and its answer is lost, the connection comes and goes.
    if (drop === 'before') {
      await page.locator('.gate-state', { hasText: 'Mất kết nối' }).waitFor();
    }
  }
  drop = null;
  assert.equal(await reached(gate, before + made), before + made);
  await page.locator('.gate-state', { hasText: '· 0 lượt chưa gửi' }).waitFor();
  await page.waitForTimeout(2000);
  assert.equal((await ask(fair.url, gate.token, '/api/v1/gate')).today, before + made);
});

test('a disk that refuses a batch loses none of its taps', async () => {
  const [gate] = fair.access.open_fair.gates;
  const before = (await ask(fair.url, gate.token, '/api/v1/gate')).today;
  const page = await openPage(browser, fair.url);
  await pair(page, gate.token, '/gate');
  await page.locator('.gate-plus').waitFor();
  await taps(page, 5);
  await page.evaluate(() => {
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function full() {
      IDBObjectStore.prototype.add = add;
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.locator('.gate-state .tag.stop', { hasText: 'Máy chưa lưu được' }).waitFor();
  await look(page, 'gate-disk');
  await taps(page, 2);
  assert.equal(await reached(gate, before + 7), before + 7);
  await page.locator('.gate-state .tag.stop').waitFor({ state: 'detached' });
});

test('a laptop that answers and takes no visits is not knocked on without a pause', async () => {
  const [gate] = fair.access.open_fair.gates;
  const page = await openPage(browser, fair.url);
  await pair(page, gate.token, '/gate');
  await page.locator('.gate-plus').waitFor();
  let posts = 0;
  await page.route('**/api/v1/visits', (route) => {
    posts += 1;
    return route.abort();
  });
  await taps(page, 3);
  await page.waitForTimeout(12000);
  assert.ok(posts > 0 && posts < 10, `${posts} attempts`);
});

test('visitors counted while the figure is asked for stay counted', async () => {
  const [gate] = fair.access.open_fair.gates;
  const page = await openPage(browser, fair.url);
  await pair(page, gate.token, '/gate');
  await page.locator('.gate-plus').waitFor();
  const figure = async () => {
    const text = await page.locator('.gate-count').innerText();
    return Number(text.replace(/\D/g, ''));
  };
  // The page asks for the figure every quarter of a minute. This answer is of before the taps.
  let release;
  const free = new Promise((done) => (release = done));
  const asked = new Promise((done) => {
    page.route('**/api/v1/gate', async (route) => {
      const response = await route.fetch();
      done();
      await free;
      return route.fulfill({ response });
    });
  });
  await asked;
  const before = await figure();
  await taps(page, 2);
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/visits'));
  // Sooner than its four seconds: the answer is waited for no longer than that.
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await kept;
  await page.waitForTimeout(300);
  release();
  await page.waitForTimeout(1000);
  assert.equal(await figure(), before + 2);
});

test('visits that the laptop refused say why, leave in a file and are brought in', async () => {
  const [gate] = fair.access.open_fair.gates;
  const before = (await ask(fair.url, gate.token, '/api/v1/gate')).today;
  const page = await openPage(browser, fair.url);
  await pair(page, gate.token, '/gate');
  await page.locator('.gate-plus').waitFor();
  const json = { error: 'malformed', message: 'Cổng này đã đóng' };
  await page.route('**/api/v1/visits', (route) => route.fulfill({ status: 422, json }));
  await taps(page, 3);
  await page.getByText('Lượt chưa gửi…').click();
  await page.locator('dialog .notice', { hasText: 'Cổng này đã đóng' }).waitFor();
  await look(page, 'gate-refused');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Lưu ra tệp' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^chua-gui-/);
  const office = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(office, fair.access.organiser);
  await office.goto('/unsent');
  await office.locator('#unsent-file').setInputFiles(await download.path());
  await office.locator('#unsent-rows .tag.good', { hasText: 'Đã ghi sổ' }).waitFor();
  await look(office, 'gate-brought-in');
  assert.equal(await reached(gate, before + 3), before + 3);
  // Sent again by the gate itself, they are known.
  await page.unroute('**/api/v1/visits');
  await page.getByRole('button', { name: 'Gửi lại' }).click();
  await page.locator('.gate-state .tag.stop').waitFor({ state: 'detached' });
  assert.equal((await ask(fair.url, gate.token, '/api/v1/gate')).today, before + 3);
});
