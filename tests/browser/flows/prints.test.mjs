// The seller is told what became of each paper: a printer that is off, then on again; the drawer
// opened by hand; the page that prints from this device.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { look, opened, openPage, openTill, pick, piece, quiet, signInByPassword } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

/** A printer that prints and says nothing; it can be switched off and on at its port. */
function printer() {
  const seen = { bytes: 0, port: 0, server: null };
  seen.on = () =>
    new Promise((resolve) => {
      seen.server = createServer((line) => line.on('data', (part) => (seen.bytes += part.length)));
      seen.server.listen(seen.port, '127.0.0.1', () => {
        seen.port = seen.server.address().port;
        resolve();
      });
    });
  seen.off = () => new Promise((resolve) => seen.server.close(resolve));
  return seen;
}

async function sellForCash(page, booth) {
  await pick(page, piece(booth));
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.panel-done').waitFor();
}

test('the till says why a paper waits, and that it came out', async () => {
  const [booth] = fair.access.open_fair.booths;
  const machine = printer();
  await machine.on();
  await machine.off();
  const organiser = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(organiser, fair.access.organiser);
  await organiser.goto('/printers');
  await organiser.locator('.table a[href^="/printers/"]').first().click();
  await organiser.locator('input[name="target"]').fill(`tcp:127.0.0.1:${machine.port}`);
  await look(organiser, 'printer-form');
  await organiser.locator('main form button.main').first().click();
  await organiser.waitForURL(/\/printers/);

  const page = await openTill(browser, fair.url, booth);
  await sellForCash(page, booth);
  const state = page.locator('.print-state[data-state="queued"]');
  await state.getByText('Không kết nối được máy in').first().waitFor();
  assert.equal(await page.locator('[data-focus="print"]').count(), 0, 'no second order meanwhile');
  await look(page, 'done-waiting');
  await page.locator('.panel-foot .main').click();
  await page.locator('.state', { hasText: 'Máy in:' }).click();
  await page.locator('.print-row').first().waitFor();
  await look(page, 'prints-sheet');
  await page.keyboard.press('Escape');
  await organiser.goto('/board');
  await organiser.locator('#board-printers li').waitFor();
  await look(organiser, 'board-printer');
  // The same stands on the fair's and the booth's own page, and on no other booth's.
  const { code, booths } = fair.access.open_fair;
  const stuck = organiser.locator('.attention li', { hasText: 'Máy in' });
  for (const path of [`/fairs/${code}/booths`, `/fairs/${code}/booths/${booth.code}/goods`]) {
    await organiser.goto(path);
    await stuck.waitFor();
  }
  await organiser.goto(`/fairs/${code}/booths/${booths[1].code}/goods`);
  assert.equal(await stuck.count(), 0);

  await machine.on();
  await page.locator('.tools .phone-only').click();
  await page.locator('.sale', { hasText: 'Đã gửi máy in' }).first().waitFor({ timeout: 30000 });
  await look(page, 'receipts-printed');
  assert.ok(machine.bytes > 5000, `${machine.bytes} bytes`);
  await machine.off();
});

test('of two answers about the papers the one that was asked for last holds', async () => {
  const [booth] = fair.access.open_fair.booths;
  const page = await openTill(browser, fair.url, booth);
  await quiet(page);
  const { answers, told } = await page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    const path = document.querySelector('[href*="print/print_states.js"]').href;
    const { readPrints } = await import(path);
    const { fetch } = globalThis;
    let answers = 0;
    // Each answer comes sooner than the one before it, and says how many there were.
    globalThis.fetch = async (address, ...more) => {
      if (!String(address).endsWith('/api/v1/prints')) return fetch(address, ...more);
      answers += 1;
      const prints = [{ subject: 'sale', state: `answer ${answers}` }];
      await new Promise((done) => setTimeout(done, 900 / answers));
      return new Response(JSON.stringify({ printer: null, prints }), {
        headers: { 'Content-Type': 'application/json' },
      });
    };
    await Promise.all([readPrints(app), readPrints(app), readPrints(app)]);
    await new Promise((done) => setTimeout(done, 600));
    return { answers, told: app.prints.all[0].state };
  });
  assert.equal(told, `answer ${answers}`);
});

test('the page that prints from this device fits a phone', async () => {
  const [booth] = fair.access.open_fair.booths;
  const page = await openTill(browser, fair.url, booth, { width: 360, height: 740 });
  await sellForCash(page, booth);
  await page.locator('.done-number b').waitFor();
  const list = await page.evaluate(async () => {
    const { call } = await import(document.querySelector('[href*="js/net/api.js"]').href);
    return (await call('GET', '/api/v1/sales')).data;
  });
  await page.goto(`/r/${list.sales[0].id}/print`);
  await page.locator('img.paper').evaluate((it) => it.decode());
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${wide} pixels`);
  await look(page, 'print-page');
});
