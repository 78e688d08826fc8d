// Codes at the till: a scanner that types, a photo over plain HTTP, the camera, the label of a
// scale, and a code that nobody has.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { ean13, film, png } from './bars.mjs';
import {
  ask,
  closeBrowser,
  closeContexts,
  look,
  openBrowser,
  openFair,
  openPage,
  pair,
  quiet,
  send,
  signInByPassword,
  type,
  until,
} from './fair.mjs';
import { scan } from './scanner.mjs';

const WIDE = { width: 1280, height: 800 };
/** The laptop's own name is no secure context, as an address of the fair's Wi-Fi is none. */
const own = hostname().toLowerCase();

let fair;
let browser;
let at;
let goods;
let plain;

before(async () => {
  fair = await openFair();
  browser = await openBrowser({ args: [`--host-resolver-rules=MAP ${own} 127.0.0.1`] });
  plain = fair.url.replace('127.0.0.1', own);
  const weighed = (product) => product.unit.trim().toLowerCase() === 'kg';
  const both = (one) => one.products.some(weighed) && !one.products.every(weighed);
  at = fair.access.open_fair.booths.find(both);
  goods = (await ask(fair.url, at.token, '/api/v1/till')).products;
  goods.kilo = goods.find(weighed);
  goods.pieces = goods.filter((product) => !weighed(product) && product.barcode);
});

afterEach(() => closeContexts(browser));

after(async () => {
  await closeBrowser(browser);
  await fair?.close();
});

/** Signs in by name: trying a PIN on the wrong person would lock that person out in the end. */
async function enter(page, name, pin) {
  await pair(page, at.token, '/till');
  await page.locator('.person', { hasText: name }).click();
  await type(page, pin);
  await page.locator('.signin .main').click();
  await page.locator('.grid .tile').first().waitFor();
  return page;
}

async function till(size = WIDE, url = fair.url) {
  return enter(await openPage(browser, url, size), at.seller, at.seller_pin);
}

/** The lines of the cart: name and how much. */
const lines = (page) =>
  page.locator('.basket .line').evaluateAll((all) =>
    all.map((line) => [
      line.querySelector('.line-name').innerText,
      line.querySelector('[data-focus^="count-"]').innerText.replace(/\u00a0/g, ' '),
    ]),
  );

async function holds(page, expected) {
  const same = async () => isDeepStrictEqual(await lines(page), expected);
  await until(same, `the cart is not ${JSON.stringify(expected)}`);
}

const searched = (page) => page.locator('.search').inputValue();

test('a scanner is heard whatever has the focus, and the same again adds one', async () => {
  const page = await till();
  const [honey, other] = goods.pieces;
  const tile = page.locator(`.grid [data-uid="${other.uid}"]`);
  await tile.focus();
  await scan(page, honey.barcode);
  await holds(page, [[honey.name, '1']]);
  assert.equal(await searched(page), '', 'no letter stays in the search');
  const focused = () => page.evaluate(() => document.activeElement.dataset.uid);
  assert.equal(await focused(), other.uid, 'the focus stays where it was');
  await scan(page, honey.barcode);
  await holds(page, [[honey.name, '2']]);
  await look(page, 'scan-twice');
  await page.locator('.toast button').click();
  await holds(page, [[honey.name, '1']]);
});

test('what Vietnamese typing makes of the keys does not matter', async () => {
  const page = await till();
  const [honey] = goods.pieces;
  await page.locator('.search').fill('mật');
  await page.locator('.search').focus();
  await scan(page, honey.barcode, (char) => ({ 2: 'ẹ', 6: 'ơ' })[char] ?? char);
  await holds(page, [[honey.name, '1']]);
  assert.equal(await searched(page), 'mật', 'what the seller had typed stays');
});

test('keys that Android does not name are read as text by the search', async () => {
  const page = await till({ width: 360, height: 740 });
  const [honey] = goods.pieces;
  await page.locator('.scan').focus();
  const wire = await page.context().newCDPSession(page);
  const unnamed = { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Unidentified' };
  await wire.send('Input.dispatchKeyEvent', unnamed);
  const field = () => page.evaluate(() => document.activeElement.inputMode);
  assert.equal(await field(), 'none');
  await wire.send('Input.insertText', { text: honey.barcode });
  await page.keyboard.press('Enter');
  await page.locator('.toast', { hasText: honey.name }).waitFor();
  assert.equal(await searched(page), '');
});

test('a scan while paying is no cash given, and digits of a person still are', async () => {
  const page = await till();
  const [honey, other] = goods.pieces;
  await scan(page, honey.barcode);
  await holds(page, [[honey.name, '1']]);
  await page.keyboard.press('F9');
  await page.locator('.cash.exact').waitFor();
  // The sum and what was handed over; the head tells of the connection, which comes and goes.
  const before = await page.locator('.panel-body').innerText();
  await scan(page, other.barcode);
  await page.locator('.toast').waitFor();
  await page.waitForTimeout(200);
  assert.equal(await page.locator('.panel-body').innerText(), before);
  for (const key of '900000') await page.keyboard.press(key, { delay: 60 });
  await page.locator('.counted b', { hasText: '900.000' }).waitFor();
});

test('a photo is read over plain HTTP by a decoder that comes from here alone', async () => {
  const page = await till({ width: 360, height: 740 }, plain);
  assert.equal(await page.evaluate(() => globalThis.isSecureContext), false);
  const asked = [];
  const context = page.context();
  context.on('request', (request) => asked.push(request.url()));
  const decoder = () => asked.filter((url) => /zxing|decoder/.test(url));
  const [honey] = goods.pieces;
  await look(page, 'scan-button');
  await shoot(page, honey.barcode);
  await page.locator('.toast', { hasText: honey.name }).waitFor({ timeout: 20000 });
  assert.equal(await page.locator('.dock-names').innerText(), `1 dòng · ${honey.name}`);
  assert.ok(decoder().some((url) => url.endsWith('decoder.js')), decoder().join());
  assert.deepEqual(asked.filter((url) => !url.startsWith(plain)), [], 'no other server is asked');
  await look(page, 'scan-photo');
  await shoot(page, null);
  await page.locator('.toast', { hasText: 'Không thấy mã trong ảnh' }).waitFor({ timeout: 20000 });
});

/** Takes a photo of a code, or of an empty table. */
async function shoot(page, code) {
  const chosen = page.waitForEvent('filechooser');
  await page.locator('.scan').click();
  const buffer = code ? png(code) : png('0000000000000', 800, 600, 0);
  await (await chosen).setFiles({ name: 'ma.png', mimeType: 'image/png', buffer });
}

test('the selling screen is opened without the decoder', async () => {
  const page = await openPage(browser, plain);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await enter(page, at.seller, at.seller_pin);
  assert.deepEqual(asked.filter((url) => /zxing|decoder|camera/.test(url)), []);
});

async function addLabel(page, prefix, value) {
  await page.goto(`/fairs/${fair.access.open_fair.code}/settings`);
  await page.locator('#prefix').fill(prefix);
  await page.locator('#value').selectOption(value);
  await page.locator('form[action$="/labels"] .form-end button').click();
  await page.getByText(`${prefix} MMMMM SSSSS`).waitFor();
}

test('labels of a scale are read by the fair’s rules, amounts to the đồng', async () => {
  const settings = await openPage(browser, fair.url, WIDE);
  await signInByPassword(settings, fair.access.organiser);
  await addLabel(settings, '21', 'weight:1');
  await addLabel(settings, '22', 'price:10');
  await look(settings, 'scan-labels');
  await settings.goto(`/products/${goods.kilo.uid}`);
  await settings.locator('details summary').click();
  await settings.locator('#sku').fill('42');
  await send(settings.locator('button.main'));

  const page = await till();
  await scan(page, ean13('210004200345'));
  await holds(page, [[goods.kilo.name, '0,345 kg']]);
  const tens = String((goods.kilo.price * 0.1) / 10).padStart(5, '0');
  assert.match(tens, /^\d{5}$/);
  await scan(page, ean13(`2200042${tens}`));
  await page.locator('.basket .line', { hasText: '0,445' }).waitFor();
  await scan(page, ean13('220004200001'));
  await page.locator('dialog[open]', { hasText: 'Chưa cho vào giỏ' }).waitFor();
  await look(page, 'scan-mismatch');
  await holds(page, [[goods.kilo.name, '0,445 kg']]);
});

test('a code that nobody has leads the manager to a new product', async () => {
  const code = ean13('893777777777');
  const seller = await till({ width: 360, height: 740 });
  await scan(seller, code);
  const words = seller.locator('dialog[open]', { hasText: 'Báo chủ gian' });
  await words.waitFor();
  await look(seller, 'scan-unknown-seller');
  assert.equal(await seller.locator('dialog[open] a').count(), 0);

  const page = await enter(await openPage(browser, fair.url), at.manager, at.manager_pin);
  await page.locator(`.grid [data-uid="${goods.pieces[0].uid}"]`).click();
  await scan(page, code);
  await page.locator('dialog[open] a.main').waitFor();
  await look(page, 'scan-unknown-manager');
  await page.locator('dialog[open] a.main').click();
  await page.locator('#name').fill('Bánh gật gù');
  assert.equal(await page.locator('#barcode').inputValue(), code);
  await page.locator('#unit').fill('hộp');
  await page.locator('#price').fill('45.000');
  await look(page, 'scan-new-product');
  await page.locator('button.main').click();
  await page.waitForURL((url) => url.pathname === '/till');
  await page.locator('.grid .tile').first().waitFor();
  await quiet(page);
  const knows = (code) =>
    page.evaluate(async (code) => {
      const { app } = await import(document.querySelector('script[type="module"]').src);
      return app.till.products.some((product) => product.barcode === code);
    }, code);
  await until(() => knows(code), 'the till has not heard of the new product');
  await scan(page, code);
  await page.locator('.toast', { hasText: 'Bánh gật gù' }).waitFor();
});

/** Chooses to scan several before the camera, which is quick, has read the first. */
function severalAtOnce(page) {
  return page.evaluate(async () => {
    document.querySelector('.scan').click();
    const buttons = () => [...document.querySelectorAll('dialog[open] .sheet-actions button')];
    while (!buttons().length) await new Promise((done) => setTimeout(done, 5));
    buttons().at(-1).click();
  });
}

test('the camera reads what is held before it, and is let go when its sheet closes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chophien-film-'));
  const [honey] = goods.pieces;
  writeFileSync(join(folder, 'ma.y4m'), film(honey.barcode));
  const seeing = await openBrowser({
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${join(folder, 'ma.y4m')}`,
    ],
  });
  try {
    const page = await openPage(seeing, fair.url);
    await enter(page, at.seller, at.seller_pin);
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (wish) => (globalThis.stream = await open(wish));
    });
    await page.locator('.scan').click();
    await page.locator('.toast', { hasText: honey.name }).waitFor({ timeout: 20000 });
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.waitForFunction(() =>
      globalThis.stream.getTracks().every((track) => track.readyState === 'ended'),
    );
    await page.locator('.toast').evaluate((toast) => toast.remove());
    await severalAtOnce(page);
    await page.locator('dialog[open] .toast', { hasText: honey.name }).waitFor({ timeout: 20000 });
    await look(page, 'scan-camera');
    assert.deepEqual(page.troubles, []);
  } finally {
    await seeing.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
