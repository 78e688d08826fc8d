// Five devices sell five hundred times over a network that loses what it can, before a server that
// is killed and comes back under another port; a browser is killed with sales unsent, a till is
// opened in a second tab, and one device's own address never comes back. Afterwards the book holds
// these five hundred sales, each once, for the money that the devices showed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { copyFair, openBrowser, openPage, pair, serve, signIn, verify } from './fair.mjs';
import { openProxy } from './rough.mjs';

const EACH = 100;
const at = {};

before(async () => {
  Object.assign(at, copyFair());
  at.server = await serve(at.folder);
  at.browser = await openBrowser();
  at.proxy = await openProxy(26);
  at.ending = await openProxy(27);
  for (const proxy of [at.proxy, at.ending]) proxy.to(at.server.url);
});

after(async () => {
  at.killed?.kill();
  await at.browser?.close();
  await at.proxy?.close();
  await at.ending?.close();
  await at.server?.end('SIGKILL');
  at.remove?.();
});

/**
 * Rings up sales through the till's own modules: the real cart, the real queue. Some are paid by
 * card, some in two ways, some have something taken off.
 */
async function sell(page, count) {
  return page.evaluate(async (count) => {
    const main = document.querySelector('script[type="module"]').src;
    const part = (name) => import(new URL(name, main).href);
    const { app } = await import(main);
    const [{ empty, setQuantity, total }, { cashDue, recordSale }, { uuid7 }] = await Promise.all(
      ['cart.js', 'sale.js', 'ids.js'].map(part),
    );
    const payments = (cart, n) => {
      const cash = Number(cashDue(app, cart));
      const whole = Number(total(cart));
      if (n % 4 === 1) return [{ method: 'card', amount: whole, reference: `CP${n}` }];
      if (n % 4 !== 2) return [{ method: 'cash', amount: cash, given: cash }];
      const card = { method: 'card', amount: Math.floor(whole / 3) };
      const rest = whole - card.amount;
      return [card, { method: 'cash', amount: rest, given: rest }];
    };
    let shown = 0;
    app.print = false;
    for (let n = 0; n < count; n += 1) {
      const { products, pos, now_ms: ms } = app.till;
      let cart = empty({ seq: pos, ms });
      const lines = 1 + (n % 3);
      for (let line = 0; line < lines; line += 1) {
        const product = products[(n * 7 + line) % products.length];
        cart = setQuantity(cart, product, BigInt(1000 * (1 + ((n + line) % 4))));
      }
      if (n % 5 === 3) cart = { ...cart, discount: { percent: 5 } };
      const row = await recordSale(app, uuid7(), cart, payments(cart, n), {});
      shown += row.body.expected_total;
    }
    return shown;
  }, count);
}

/** One sale by hand; what the panel showed was taken. */
async function ringUp(page) {
  const weighed = page.locator('.tile-unit', { hasText: /^(cân|by weight)$/ });
  await page.locator('.grid .tile').filter({ hasNot: weighed }).first().click();
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  const due = (await page.locator('.due-figure').innerText()).replace(/[^\d]/g, '');
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-number').waitFor();
  await page.waitForTimeout(800);
  await page.locator('.panel-foot .main').click();
  await page.locator('.grid .tile').first().waitFor();
  return Number(due);
}

const summary = (page) =>
  page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    const { waiting, count, attention, amount } = await app.outbox.summary();
    return { waiting, count, attention, amount: Number(amount) };
  });

async function device(n, url) {
  const booth = at.access.open_fair.booths[n];
  const page = await openPage(at.browser, url);
  await pair(page, booth.token, '/till');
  await signIn(page, booth.seller_pin);
  return { booth, page, shown: 0 };
}

/** A browser of its own with a profile on disk, so that it can be killed and opened again. */
async function openOwn(profile) {
  const args = ['--headless=new', '--no-sandbox', '--remote-debugging-port=0', '--lang=vi-VN'];
  const program = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const child = spawn(program, [...args, `--user-data-dir=${profile}`], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => process.kill(-child.pid, 'SIGKILL');
  const endpoint = await new Promise((done, fail) => {
    let said = '';
    child.once('exit', () => fail(new Error(said)));
    child.stderr.on('data', (bytes) => {
      said += bytes;
      const found = /ws:\/\/\S+/.exec(said);
      if (found) done(found[0]);
    });
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  return { kill, page: await context.newPage() };
}

async function figures() {
  const page = at.office;
  return page.evaluate(async (code) => {
    const answer = await fetch(`/api/v1/fairs/${code}/live`);
    const reader = answer.body.getReader();
    let text = '';
    while (!text.includes('\n\n')) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    const { totals } = JSON.parse(/^data: ?(.*)$/m.exec(text)[1]);
    return { sales: totals.overall.sales, revenue: totals.overall.revenue };
  }, at.access.open_fair.code);
}

/** The organiser, who comes to the server itself and not over the rough network. */
async function openOffice() {
  at.office = await openPage(at.browser, at.server.url, { width: 1280, height: 800 });
  await at.office.goto(`${at.server.url}/login`);
  await at.office.locator('input[name="name"], input:not([type="password"])').first()
    .fill(at.access.organiser.user);
  await at.office.locator('input[type="password"]').fill(at.access.organiser.password);
  await at.office.locator('form button').first().click();
  await at.office.waitForURL((url) => !url.pathname.startsWith('/login'));
}

async function settled(page) {
  const deadline = Date.now() + 120000;
  for (;;) {
    const now = await summary(page);
    assert.equal(now.attention, 0);
    if (now.waiting === 0) return;
    assert.ok(Date.now() < deadline, `${now.waiting} rows are still unsent`);
    await page.waitForTimeout(500);
  }
}

/** A second tab of a device: it says where the till is open, and takes it when asked. */
async function secondTab(one) {
  const page = await one.page.context().newPage();
  await page.goto('/till');
  await page.getByText('Đang mở ở tab khác').waitFor();
  await page.locator('.main').click();
  await page.locator('.grid .tile').first().waitFor();
  await one.page.getByText('Đang mở ở tab khác').waitFor();
  const [first, old] = [page, one.page];
  await assert.rejects(sell(old, 1), 'the first tab sells no more');
  one.page = first;
}

/** The unsent rows of a device whose address is gone come as a file, twice. */
async function bringIn(lost) {
  await lost.page.locator('.till-bar .state').click();
  const [download] = await Promise.all([
    lost.page.waitForEvent('download'),
    lost.page.getByText('Lưu ra tệp').click(),
  ]);
  const file = join(at.folder, 'chua-gui.json');
  await download.saveAs(file);
  const { count } = JSON.parse(readFileSync(file, 'utf8'));
  await at.office.goto(`${at.server.url}/unsent`);
  const told = at.office.locator('#unsent-rows');
  await at.office.locator('#unsent-file').setInputFiles(file);
  await told.locator('.notice.good').waitFor({ timeout: 60000 });
  // Once more: everything is known already, whatever was new the first time.
  await at.office.locator('#unsent-file').setInputFiles(file);
  const known = (want) => {
    const words = document.querySelector('#unsent-rows').innerText;
    return words.split('Đã có từ trước').length - 1 === want;
  };
  await at.office.waitForFunction(known, count, { timeout: 60000 });
  return count;
}

test('five hundred sales survive everything, each once', { timeout: 280000 }, async () => {
  await openOffice();
  const begin = await figures();
  const devices = [];
  for (let n = 0; n < 3; n += 1) devices.push(await device(n, at.proxy.url));
  const lost = await device(3, at.ending.url);
  const profile = mkdtempSync(join(tmpdir(), 'chophien-profile-'));
  at.killed = await openOwn(profile);
  const fifth = { booth: at.access.open_fair.booths[4], page: at.killed.page, shown: 0 };
  await fifth.page.goto(`${at.proxy.url}/till`);
  await pair(fifth.page, fifth.booth.token, `${at.proxy.url}/till`);
  await signIn(fifth.page, fifth.booth.seller_pin);
  const all = [...devices, lost, fifth];

  // All at once over the rough network.
  for (const proxy of [at.proxy, at.ending]) proxy.faults(true);
  await Promise.all(all.map(async (one) => (one.shown += await sell(one.page, EACH / 2 - 2))));
  for (const one of all) one.shown += await ringUp(one.page);

  // The server is killed; everybody goes on selling.
  for (const proxy of [at.proxy, at.ending]) proxy.to(null);
  await at.server.end('SIGKILL');
  await Promise.all(all.map(async (one) => (one.shown += await sell(one.page, EACH / 2 - 12))));
  for (const one of all) one.shown += await ringUp(one.page);
  const held = await summary(fifth.page);
  assert.ok(held.waiting >= EACH / 2 - 12, `${held.waiting} unsent when the browser is killed`);
  at.killed.kill();
  await at.ending.close();

  // It comes back under another port; the killed browser is opened again.
  at.server = await serve(at.folder);
  at.proxy.to(at.server.url);
  await secondTab(devices[0]);
  at.killed = await openOwn(profile);
  fifth.page = at.killed.page;
  await fifth.page.goto(`${at.proxy.url}/till`);
  // The cookie of the session may have died with the browser; the sales have not.
  await fifth.page.locator('.grid .tile, .person, .pad').first().waitFor();
  await fifth.page.waitForTimeout(1000);
  if (!(await fifth.page.locator('.grid .tile').count())) {
    await signIn(fifth.page, fifth.booth.seller_pin);
  }
  await Promise.all(all.map(async (one) => (one.shown += await sell(one.page, 12))));
  await openOffice();
  assert.ok((await bringIn(lost)) >= EACH / 2, 'what the lost device held');
  await Promise.all([...devices, fifth].map((one) => settled(one.page)));

  const end = await figures();
  const shown = all.reduce((sum, one) => sum + one.shown, 0);
  assert.equal(end.sales - begin.sales, 5 * EACH);
  assert.equal(end.revenue - begin.revenue, shown);
  for (const one of all) {
    const path = `/fairs/${at.access.open_fair.code}/booths/${one.booth.code}/numbers`;
    await at.office.goto(at.server.url + path);
    assert.equal(await at.office.locator('.tag.stop').count(), 0, `${one.booth.code}: a number`);
  }
  assert.ok(at.proxy.counts['answer lost'] > 10, JSON.stringify(at.proxy.counts));
  await at.server.end('SIGTERM');
  verify(at.folder);
  at.server = null;
  at.killed.kill();
  at.killed = null;
  rmSync(profile, { recursive: true, force: true });
});
