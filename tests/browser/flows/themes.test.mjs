// Three sets of colours, two languages, letters twice as large: the pages of a seller stay whole.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DRESSES, dress, looker } from './dressed.mjs';
import {
  keepPicture,
  opened,
  openPage,
  openTill,
  pair,
  pick,
  piece,
  signInByPassword,
  still,
  troublesOf,
} from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[0];

/** What cannot be read or reached: beside the screen, or cut off. */
const cramped = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const scrolls = (element) => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const said = [];
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      if (!box.width || !box.height || element.closest('.hidden-words, svg, [hidden]')) continue;
      const name = `${element.tagName}.${element.className} “${element.textContent.slice(0, 30)}”`;
      if ((box.right > wide + 1 || box.left < -1) && !scrolls(element)) {
        said.push(`${name} at ${Math.round(box.left)}–${Math.round(box.right)}`);
      }
      const style = getComputedStyle(element);
      const cut = style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1;
      // The line above the button only names what the cart shows whole.
      const summed = element.matches('.dock-names');
      if (cut && !summed && element.children.length === 0) said.push(`${name} is cut off`);
      if (element.tagName === 'BUTTON' && element.scrollWidth > element.clientWidth + 2) {
        said.push(`${name} overflows its button`);
      }
    }
    return said;
  });

/** Walks a sale over every screen of the till; `check` hears each by its name. */
async function walk(page, check) {
  await page.locator('.grid .tile').first().waitFor();
  await pick(page, piece(booth()));
  await check('sell');
  await page.locator('.dock-line').click();
  await page.locator('dialog[open] .line').first().waitFor();
  await check('cart');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  await check('pay');
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-mark.good').waitFor();
  await check('done');
  await page.waitForTimeout(800);
  await page.locator('.panel-foot .main').click();
  await page.locator('.tools .phone-only').last().click();
  await page.locator('.sales .sale').first().waitFor();
  await check('receipts');
  await page.keyboard.press('Escape');
  await page.locator('.who').click();
  await page.locator('dialog[open] select').waitFor();
  await check('seller');
  await page.locator('dialog[open] .big').first().click();
  await page.locator('.panel-shift').waitFor();
  await check('shift');
}

const shot = async (page, name) => keepPicture(name, await page.screenshot());

for (const worn of DRESSES) {
  test(`a seller can read every screen: ${worn.theme}, ${worn.lang}`, async () => {
    const found = [];
    const guest = await openPage(browser, fair.url);
    await pair(guest, booth().token, '/till');
    await dress(guest, worn);
    await guest.locator('.person, .pad').first().waitFor();
    await looker(guest, worn, found)('sign-in');
    const page = await openTill(browser, fair.url, booth());
    await dress(page, worn);
    assert.equal(await page.locator('html').getAttribute('data-theme'), worn.theme);
    await walk(page, looker(page, worn, found));
    assert.deepEqual(found, []);
  });
}

test('letters twice as large, or the whole page, on a phone: nothing is lost', async () => {
  const found = [];
  for (const way of ['letters', 'zoom']) {
    const viewport = way === 'zoom' ? { width: 180, height: 370 } : { width: 360, height: 740 };
    const large = async (page) => {
      if (way === 'letters') await page.addStyleTag({ content: 'html { font-size: 32px }' });
    };
    const check = (page) => async (name) => {
      await still(page);
      const troubles = await cramped(page);
      found.push(...troubles.map((trouble) => `${way}, ${name}: ${trouble}`));
      await shot(page, `${way}-${name}`);
    };
    const guest = await openPage(browser, fair.url, viewport);
    await pair(guest, booth().token, '/till');
    await guest.locator('.person, .pad').first().waitFor();
    await large(guest);
    await check(guest)('sign-in');
    const page = await openTill(browser, fair.url, booth(), viewport);
    await large(page);
    await walk(page, check(page));
  }
  assert.deepEqual([...new Set(found)], []);
});

test('the machine’s wish is followed until a person chooses, which holds everywhere', async () => {
  const page = await openPage(browser, fair.url, { width: 1280, height: 800 });
  const theme = () => page.locator('html').getAttribute('data-theme');
  const becomes = (name) => page.locator(`html[data-theme="${name}"]`).waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await signInByPassword(page, fair.access.organiser);
  await page.goto('/fairs');
  await becomes('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await becomes('light');
  await page.locator('select[data-theme-choice]').selectOption('sunlight');
  assert.equal(await theme(), 'sunlight');
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const path of ['/people', '/till', '/printers']) {
    await page.goto(path);
    assert.equal(await theme(), 'sunlight', path);
  }
  await page.locator('select[data-theme-choice]').selectOption('dark');
  const found = [];
  for (const path of ['/fairs', '/printers', '/reports/season', '/products']) {
    await page.goto(path);
    found.push(...(await troublesOf(page)).map((trouble) => `${path}: ${trouble}`));
    await shot(page, `dark-page${path.replaceAll('/', '-')}`);
  }
  assert.deepEqual(found, []);
});
