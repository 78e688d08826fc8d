// The first quarter of an hour of a new fair, without the internet: an empty folder, the organiser
// at the laptop, the seller's phone, the first sale on paper. It prints how long the machine took
// and how many screens and presses a person needs.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  closeBrowser,
  look,
  openBrowser,
  openEmpty,
  openPage,
  send,
  type,
  until,
} from './fair.mjs';

const PIN = '246813';
const count = { screens: 0, presses: 0, fields: 0 };

let fair;
let browser;

before(async () => {
  fair = await openEmpty();
  browser = await openBrowser();
});

after(async () => {
  await closeBrowser(browser);
  await fair?.close();
});

/** A page that reaches the fair's own server and nothing else; who else was asked is kept. */
async function offline(viewport) {
  const page = await openPage(browser, fair.url, viewport);
  page.strangers = [];
  await page.context().route('**/*', (route) => {
    const asked = route.request().url();
    if (asked.startsWith(fair.url) || asked.startsWith('data:')) return route.continue();
    page.strangers.push(asked);
    return route.abort();
  });
  return page;
}

async function press(target) {
  count.presses += 1;
  await target.click();
}

async function write(page, fields) {
  for (const [name, text] of Object.entries(fields)) {
    count.fields += 1;
    await page.locator(`[name="${name}"]`).fill(text);
  }
}

/** Looks at a screen that came up, and counts it. */
async function screen(page, name) {
  count.screens += 1;
  await look(page, `first-${name}`);
}

/** Sends a step's form and comes to the next step. */
async function on(page, path) {
  await press(page.locator('main form .main'));
  await page.waitForURL((url) => url.pathname === path);
}

async function organise(page) {
  await page.goto('/');
  await page.waitForURL((url) => url.pathname === '/setup');
  await press(page.locator('main a', { hasText: 'Tiếng Việt' }));
  await screen(page, '1-organiser');
  await write(page, { name: 'Đỗ Thị Hương', login: 'huong', password: 'mat-khau-dai' });
  await on(page, '/setup/fair');
  await screen(page, '2-fair');
  await write(page, { name: 'Phiên chợ OCOP Bình Liêu' });
  await on(page, '/setup/booth');
  await screen(page, '3-booth');
  await write(page, { name: 'Miến dong Bình Liêu', keeper: 'Lan', pin: PIN });
  await on(page, '/setup/goods');
  await screen(page, '4-goods');
  await write(page, {
    'name.0': 'Miến dong',
    'unit.0': 'kg',
    'price.0': '55.000',
    'name.1': 'Mật ong rừng',
    'unit.1': 'chai',
    'price.1': '185.000',
  });
  await on(page, '/setup/device');
  await screen(page, '5-device');
  return (await page.locator('main .lead b').innerText()).trim();
}

/** A printer that writes to a file, given to the booth. */
async function printer(page) {
  await press(page.locator('main a[href="/printers"]'));
  await screen(page, '6-printers');
  await write(page, { name: 'Máy in quầy', target: 'file:paper/quay.bin' });
  await press(page.locator('form[action="/printers"] button'));
  await page.locator('td', { hasText: 'Máy in quầy' }).first().waitFor();
  const row = page.locator('form[action^="/printers/booths/"]').first();
  await row.locator('select').selectOption({ label: 'Máy in quầy' });
  count.presses += 1;
  await send(row.locator('button'));
}

/** The phone opens the pairing link and names itself. */
async function pairPhone(phone, code) {
  await phone.goto(`/join/${code.replace(/\s/g, '')}`);
  await phone.locator('#name').fill('Điện thoại Lan');
  count.fields += 1;
  await screen(phone, '7-join');
  await press(phone.locator('form .main'));
  await phone.locator('.done-mark.good').waitFor();
  await press(phone.locator('.main'));
  await phone.locator('.pad').waitFor();
  await screen(phone, '8-pin');
  await type(phone, PIN);
  count.presses += PIN.length;
  await press(phone.locator('.signin .main'));
  await phone.locator('.grid .tile').first().waitFor();
}

async function sell(phone) {
  await screen(phone, '9-till');
  await press(phone.locator('.tile', { hasText: 'Mật ong rừng' }));
  await press(phone.locator('.dock .main'));
  await phone.locator('.cash.exact').waitFor();
  await screen(phone, '10-pay');
  await press(phone.locator('.cash.exact'));
  await press(phone.locator('.panel-foot .main'));
  await phone.locator('.done-mark.good').waitFor();
  await screen(phone, '11-done');
  return (await phone.locator('.done-number b').innerText()).trim();
}

test('from an empty folder to the first sale on paper, without the internet', async () => {
  const began = Date.now();
  const laptop = await offline({ width: 1280, height: 800 });
  const code = await organise(laptop);
  await printer(laptop);
  const phone = await offline();
  await pairPhone(phone, code);
  const number = await sell(phone);
  assert.match(number, /^A01-0001$/);
  const file = join(fair.folder, 'paper', 'quay.bin');
  const paper = () => existsSync(file) && readFileSync(file).length > 1000;
  await until(paper, 'the receipt is not on paper');

  // The organiser sees the sale on the board, and a code works once.
  await laptop.goto('/board');
  await laptop.locator('#board-figures', { hasText: '185.000' }).waitFor();
  await look(laptop, 'first-board');
  const second = await offline();
  await second.goto('/join');
  await second.locator('#code').fill(code.toLowerCase());
  await second.locator('#name').fill('Máy khác');
  await look(second, 'first-join-by-hand');
  await second.locator('form .main').click();
  await second.locator('.error', { hasText: 'đã dùng hoặc hết hạn' }).waitFor();

  for (const page of [laptop, phone, second]) assert.deepEqual(page.strangers, []);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const { screens, presses, fields } = count;
  console.log(`first run: ${seconds} s of the machine, ${screens} screens, ${presses} presses, ` +
    `${fields} fields written`);
});
