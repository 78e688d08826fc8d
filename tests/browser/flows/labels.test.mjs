// Labels and price signs of a booth: chosen on the phone of its manager, on A4 as large as they are
// cut, and read back by a scanner's own program.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { look, opened, openPage, PHONE, signInByPassword } from './fair.mjs';

const LAPTOP = { width: 1280, height: 800 };
const MM = 96 / 25.4;

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[0];
const base = () => `/fairs/${fair.access.open_fair.code}/booths/${booth().code}`;

/** From now on the sheet is drawn as finely as a printer would: a module of 0.33 mm has 5 dots. */
const fine = (page) =>
  page.evaluate(() => {
    document.querySelector('.sheet-a4').style.zoom = 4;
  });

/** What `zbarimg` reads from a picture. */
function scanned(png) {
  const folder = mkdtempSync(join(tmpdir(), 'chophien-label-'));
  const file = join(folder, 'sheet.png');
  writeFileSync(file, png);
  const read = spawnSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  assert.equal(read.error, undefined, 'zbarimg is needed: install zbar-tools');
  return read.stdout.trim().split('\n').filter(Boolean);
}

test('labels and signs on A4 are as large as they are cut, and every code is read', async () => {
  const page = await openPage(browser, fair.url, LAPTOP);
  await signInByPassword(page, fair.access.organiser);
  await page.goto('/printers');
  await page.locator('input[name="address"]').fill('http://192.168.1.20:8080');
  await page.locator('form[action$="/receipt-address"] button').first().click();
  await page.goto(`${base()}/labels`);
  await look(page, 'labels-choose');
  const own = page.locator('details.asked summary', { hasText: 'Cấp mã riêng' });
  if (await own.count()) {
    await own.click();
    await page.locator('.asked-for button').click();
    await page.locator('.asked-for button').waitFor({ state: 'detached' });
  }
  await page.locator('input[name="product"]').first().check();
  await page.locator('input[name="product"]').nth(1).check();
  await page.locator('.form-end .main').click();
  await page.locator('.sheet-a4.labels').waitFor();
  await look(page, 'labels-sheet');
  const size = await page.locator('.labels .one').first().boundingBox();
  assert.ok(Math.abs(size.width / MM - 70) < 0.1, `${size.width / MM} mm`);
  assert.ok(Math.abs(size.height / MM - 37.1) < 0.1, `${size.height / MM} mm`);
  const bars = await page.locator('.bars').first().boundingBox();
  assert.ok(Math.abs(bars.width / MM - 113 * 0.33) < 0.1, `${bars.width / MM} mm`);
  const codes = await page.locator('.digits').allInnerTexts();
  await fine(page);
  const shown = await page.locator('.sheet-a4').screenshot();
  assert.deepEqual(scanned(shown).sort(), codes.sort());
  await page.goto(`${base()}/labels/sheet?kind=sign`);
  await look(page, 'labels-signs');
  const sign = page.locator('.signs .one').first();
  const box = await sign.boundingBox();
  assert.ok(Math.abs(box.width / MM - 105) < 0.1 && Math.abs(box.height / MM - 74.2) < 0.1);
  await fine(page);
  const [address] = scanned(await sign.screenshot());
  assert.match(address, /^http:\/\/192\.168\.1\.20:8080\/p\/[0-9a-f-]{36}$/);
  await page.goto(new URL(address).pathname);
  await page.locator('.slip h1').waitFor();
  await look(page, 'labels-product');
  assert.deepEqual(page.troubles, []);
});

test('the choice fits a phone', async () => {
  const page = await openPage(browser, fair.url, PHONE);
  await signInByPassword(page, fair.access.organiser);
  await page.goto(`${base()}/labels`);
  await page.locator('input[name="product"]').first().waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${wide}`);
  await look(page, 'labels-phone');
});
