// A browser that several people use: after signing out, Back shows nothing of the one before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opened, openPage, signInByPassword } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

test('Back after signing out leads to signing in, on every page one came by', async () => {
  const page = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(page, fair.access.organiser);
  const { code } = fair.access.open_fair;
  const seen = ['/people', `/fairs/${code}/settings`, '/devices'];
  for (const path of seen) {
    await page.goto(path);
    assert.equal(new URL(page.url()).pathname, path);
  }
  await page.locator('form[action="/sign-out"] button').first().click();
  await page.waitForURL('**/login');
  for (const path of seen.reverse()) {
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, '/login', `Back shows ${path}`);
    assert.equal(await page.locator('form[action="/sign-out"]').count(), 0);
  }
});
