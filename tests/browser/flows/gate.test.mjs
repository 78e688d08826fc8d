// A counter at a gate: taps add up, are sent once, and a correction takes them back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, look, openBrowser, openFair, openPage, pair } from './fair.mjs';

let fair;
let browser;

before(async () => {
  fair = await openFair();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await fair?.close();
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
  const deadline = Date.now() + 20000;
  let today = before;
  while (today !== before + 4 && Date.now() < deadline) {
    await page.waitForTimeout(250);
    ({ today } = await ask(fair.url, gate.token, '/api/v1/gate'));
  }
  assert.equal(today, before + 4);
});
