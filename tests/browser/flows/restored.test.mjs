// The laptop dies, and a copy of its book goes on at its address. What the phone had sold, given
// back and counted since that copy goes there again, under the numbers that stand on paper.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { kept, queued } from './disk.mjs';
import { notes, toShift } from './drawer.mjs';
import {
  ask,
  closeBrowser,
  openBrowser,
  openEmpty,
  openPage,
  program,
  serve,
  signIn,
  until,
  verify,
} from './fair.mjs';
import { everything, open, sell } from './refunding.mjs';

const PIN = '246813';
const HONEY = { name: 'Mật ong rừng', price: 185000 };

const at = {};
const copy = join(tmpdir(), `chophien-copy-${process.pid}.db`);
const restored = join(tmpdir(), `chophien-restored-${process.pid}`);

before(async () => {
  at.old = await openEmpty();
  at.url = at.old.url;
  at.browser = await openBrowser();
});

after(async () => {
  await closeBrowser(at.browser);
  await end('old');
  await end('next');
  rmSync(copy, { force: true });
  rmSync(restored, { recursive: true, force: true });
});

/** A fair with one booth, as its organiser sets it up: its code, and the code for its phone. */
async function setUp() {
  const page = await openPage(at.browser, at.url);
  const step = async (fields, path) => {
    for (const [name, text] of Object.entries(fields)) {
      await page.locator(`[name="${name}"]`).fill(text);
    }
    await page.locator('main form .main').click();
    await page.waitForURL((url) => url.pathname === path);
  };
  await page.goto('/setup');
  await step({ name: 'Đỗ Thị Hương', login: 'huong', password: 'mat-khau-dai' }, '/setup/fair');
  await step({ name: 'Phiên chợ OCOP Bình Liêu' }, '/setup/booth');
  const code = new URL(page.url()).searchParams.get('fair');
  await step({ name: 'Mật ong Bình Liêu', keeper: 'Lan', pin: PIN }, '/setup/goods');
  const goods = { 'name.0': HONEY.name, 'unit.0': 'chai', 'price.0': String(HONEY.price) };
  await step(goods, '/setup/device');
  const pairing = await page.locator('main .lead b').innerText();
  await page.context().close();
  return { code, pairing: pairing.replace(/\s/g, '') };
}

/** The booth's phone, at which its keeper has signed in. */
async function phone(pairing) {
  const page = await openPage(at.browser, at.url);
  await page.goto(`/join/${pairing}`);
  await page.locator('#name').fill('Điện thoại Lan');
  await page.locator('form .main').click();
  await page.locator('.done-mark.good').waitFor();
  await page.locator('.main').click();
  await signIn(page, PIN);
  return page;
}

/** Ends a laptop that still runs. */
async function end(which) {
  const { [which]: laptop } = at;
  delete at[which];
  await laptop?.close();
}

/** Runs the program to its end; `typed` is what a person types. */
function run(words, typed = '') {
  const said = spawnSync(program, words, { encoding: 'utf8', input: typed });
  assert.equal(said.status, 0, said.stdout + said.stderr);
}

/** The numbers that the phone was given, by the id of what they are of. */
async function numbers(page) {
  const rows = (await queued(page)).filter(({ state }) => state === 'kept');
  const given = ({ id, answer }) => [id, answer?.receipt_no ?? answer?.z_no];
  return rows.map(given).filter(([, number]) => number);
}

/** Closes the open shift over what was counted, and waits for its number. */
async function closeShift(page) {
  await toShift(page);
  await page.locator('[data-focus="close"]').click();
  await notes(page, 100000, 1);
  await page.locator('.panel-foot .main').click();
  await page.locator('dialog[open] .main').click();
  await page.locator('.panel-shift h1', { hasText: /-Z0001/ }).waitFor();
  await page.keyboard.press('Escape');
}

/** The old laptop dies; a copy of its book goes on at its address. */
async function restore(code) {
  await end('old');
  run(['restore', copy, '--data', restored, '--take-over'], `${code}\n`);
  const next = await serve(restored, at.url.replace('http://', ''));
  at.next = { close: next.end };
  assert.equal(next.url, at.url);
}

test('a restored laptop writes what it lacked under the numbers that stand on paper', {
  timeout: 180000,
}, async () => {
  const { code, pairing } = await setUp();
  const page = await phone(pairing);
  const { token } = await kept(page, 'device');
  const asked = (path) => ask(at.url, token, path);
  const { booth, products } = await asked('/api/v1/till');
  const [product] = products;
  const sold = () => sell(page, { fair: at, booth: { ...booth, token }, product, count: 1 });
  await toShift(page);
  await notes(page, 100000, 1);
  await page.locator('.panel-foot .main').click();
  await page.locator('.shift-facts').waitFor();
  await page.keyboard.press('Escape');
  const { shift } = await asked('/api/v1/shifts/current');
  const first = await sold();
  run(['backup', copy, '--data', at.old.folder]);

  const second = await sold();
  await open(page, first);
  await everything(page);
  await page.locator('.panel-foot .main.stop').click();
  await page.locator('.sales').waitFor();
  await until(async () => (await asked(`/api/v1/sales/${first.id}`)).voided, 'nothing came back');
  await page.keyboard.press('Escape');
  await closeShift(page);
  const paper = await until(async () => {
    const given = await numbers(page);
    return given.length === 4 && given;
  }, 'two sales, a refund and a Z have no numbers');

  await restore(code);
  const resent = async () => (await asked(`/api/v1/shifts/${shift.id}`)).z_no;
  await until(resent, 'what the copy lacked was not sent again', 60000);
  const answered = async () => (await queued(page)).every(({ state }) => state === 'kept');
  await until(answered, 'not all was answered for again');
  const { sales } = await asked('/api/v1/sales');
  assert.ok(sales.some(({ id }) => id === second.id));
  const { z_no: z } = await asked(`/api/v1/shifts/${shift.id}`);
  const number = ([id, given]) =>
    sales.find((sale) => sale.id === id)?.receipt_no ?? (given === z ? z : null);
  const told = paper.map(([, given]) => given);
  assert.deepEqual(paper.map(number), told, 'on the laptop');
  assert.deepEqual((await numbers(page)).map(([, given]) => given), told, 'on the phone');

  const fresh = await sold();
  assert.match(fresh.receipt_no, new RegExp(`^${booth.code}[A-Z]{2}-0001$`), 'its own series');
  assert.deepEqual(page.troubles, []);
  await end('next');
  verify(restored);
});
