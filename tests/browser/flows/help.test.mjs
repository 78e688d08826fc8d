// Help tells what is on the screens: each page of it has its picture, and what it names is there.
// UPDATE_HELP=1 takes the pictures anew (static/help/); look at them.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeContexts, look, opened, openPage, PHONE, settled, still } from './fair.mjs';
import { helper, screens, shown } from './helping.mjs';

const folder = fileURLToPath(new URL('../../../static/help', import.meta.url));
const KIB = 1024;
const MOST = 40 * KIB;
/** From the best that is tried to the least that can be read. */
const QUALITIES = [60, 45, 30, 20];
/** What stands there at times only: at a hub, when goods are on the way, when papers failed. */
const RARE = ['Mời máy hội chợ', 'Invite a laptop', 'Nhận', 'Receive', 'In lại', 'Try again'];

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

/** Takes a page's picture, as good as its size allows. */
async function take(page, name, lang) {
  await settled(page);
  await still(page);
  // What is said today alone is not part of a picture that is looked at for months.
  await page.addStyleTag({ content: 'main > .notice, .toast { display: none !important; }' });
  await page.evaluate(() => document.activeElement?.blur());
  const cdp = await page.context().newCDPSession(page);
  for (const quality of QUALITIES) {
    const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality });
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length > MOST / 2 && quality !== QUALITIES.at(-1)) continue;
    writeFileSync(`${folder}/${name}-${lang}.webp`, bytes);
    return;
  }
}

/** The names of all pages of help, as its list leads to them. */
async function listed(page) {
  await page.goto('/help');
  const links = page.locator('main .facts a[href^="/help/"]');
  const paths = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  return paths.map((path) => path.slice('/help/'.length));
}

/** What a page of help calls the things of its screens; its picture must be there. */
async function named(page, name) {
  await page.goto(`/help/${name}`);
  const picture = page.locator('.help img');
  const there = await picture.evaluate(async (image) => {
    image.loading = 'eager';
    await image.decode().catch(() => {});
    return image.naturalWidth > 0;
  });
  const names = await page.locator('.help b').allTextContents();
  return { there, names };
}

for (const lang of ['vi', 'en']) {
  test(`what help names is on its screens, and each has its picture: ${lang}`, async () => {
    const at = await helper({ browser, fair, lang });
    const ends = [];
    at.after = (end) => ends.push(end);
    const reader = await at.speak(await openPage(browser, fair.url, { width: 1280, height: 800 }));
    const all = await listed(reader);
    assert.deepEqual([...all].sort(), screens().sort());
    const wrong = [];
    for (const name of all) {
      const { heard, page } = await shown(at, name);
      if (process.env.UPDATE_HELP) await take(page, name, lang);
      const { there, names } = await named(reader, name);
      // The program reads its pictures once: those just taken are there for the next.
      if (!there && !process.env.UPDATE_HELP) wrong.push(`${name}: no picture`);
      const missing = names.filter((it) => !heard.includes(it) && !RARE.includes(it));
      wrong.push(...missing.map((it) => `${name}: nowhere is “${it}”`));
      assert.deepEqual(page.troubles, [], name);
      await closeContexts(browser, [at.office.context(), reader.context()]);
    }
    for (const end of ends) await end();
    assert.deepEqual(wrong, []);
  });

  for (const [size, viewport] of [
    ['wide', { width: 1280, height: 800 }],
    ['phone', PHONE],
  ]) {
    test(`help is whole, for somebody who is not signed in: ${lang}, ${size}`, async () => {
      const page = await openPage(browser, fair.url, viewport);
      await page.goto(`/lang/${lang}?back=/help`);
      await look(page, `help-${lang}-${size}`);
      for (const name of ['sell', 'board', 'trouble']) {
        await page.goto(`/help/${name}`);
        await look(page, `help-${name}-${lang}-${size}`);
      }
    });
  }
}

test('from any page of the office its help is one press away', async () => {
  const { code } = fair.access.open_fair;
  const at = await helper({ browser, fair, lang: 'vi' });
  await at.office.goto(`/fairs/${code}/promotions`);
  await at.office.locator('.top a.ask').click();
  await at.office.locator('h1', { hasText: 'Giá và khuyến mãi' }).waitFor();
  assert.match(at.office.url(), /\/help\/prices$/);
});

test('a seller finds help in the till’s menu, and the cart is still there', async () => {
  const at = await helper({ browser, fair, lang: 'vi' });
  const page = await at.till(0);
  await page.locator('.grid .tile').first().click();
  await page.locator('.who').click();
  const [help] = await Promise.all([
    page.context().waitForEvent('page'),
    page.locator('dialog[open] a[href="/help/sell"]').click(),
  ]);
  await help.locator('h1', { hasText: 'Bán hàng' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.dock .main').getAttribute('aria-disabled'), 'false');
});
