// A booth that sells ten thousand products more: the till opens with all of them on its disk, finds
// one by a few letters without marks, hears of a new price and of nothing else, and sells while the
// laptop is away.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  ask,
  closeBrowser,
  dong,
  openPage,
  openTab,
  pair,
  program,
  quiet,
  send,
  signIn,
  signInByPassword,
  until,
} from './fair.mjs';
import { openLan } from './lan.mjs';

const MANY = 10000;
// Opening may take long on a machine that has more to do.
const LONG = { timeout: 60000 };
const WHOLE = { timeout: 180000 };
const PICKED = { name: 'Đường phèn vườn nhà 04217', query: 'duong phen nha 04217', price: 67000 };

let lan;
let browser;

const numbered = (n) => `Đường phèn vườn nhà ${String(n).padStart(5, '0')}`;

/** Brings a sheet in by the program itself, as an organiser does before the fair. */
function bring(folder, kind, lines) {
  const file = join(folder, `${kind}.csv`);
  writeFileSync(file, lines.join('\n'));
  const said = spawnSync(program, ['import', kind, '--data', folder, file], { encoding: 'utf8' });
  assert.equal(said.status, 0, said.stdout + said.stderr);
}

/** What is brought to a booth also stands in its range. */
function stock(folder, { open_fair: { code, booths } }) {
  const all = Array.from({ length: MANY }, (_, n) => n);
  const made = (n) => `${numbered(n)},gói,${50000 + 1000 * (n % 100)},HTX Vườn Nhà,cooperative,1`;
  const head = 'name_vi,unit,price_vnd,producer,subject_type,ocop_group';
  bring(folder, 'products', [head, ...all.map(made)]);
  const brought = (n) => `${code},${booths[0].code},${numbered(n)},20`;
  bring(folder, 'stock', ['fair,booth,product,quantity', ...all.map(brought)]);
}

before(async () => {
  lan = await openLan(stock);
  browser = await lan.browser(false);
});

after(async () => {
  await closeBrowser(browser);
  await lan?.close();
});

/** The goods in the browser's database: how many, and the one of a name. */
const onDisk = (page, name) =>
  page.evaluate(async (name) => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await done(indexedDB.open('chophien'));
    const rows = await done(db.transaction('goods').objectStore('goods').getAll());
    db.close();
    return { count: rows.length, one: rows.find((row) => row.name === name) };
  }, name);

/** Milliseconds until the till shows its goods. */
async function opens(page) {
  const began = Date.now();
  await page.goto('/till');
  await page.locator('.grid .tile').first().waitFor(LONG);
  return Date.now() - began;
}

/** Finds the product by letters without marks: it alone. */
async function find(page, price) {
  const began = Date.now();
  await page.locator('.search').fill(PICKED.query);
  await page.locator('.grid .tile-name', { hasText: PICKED.name }).waitFor();
  assert.equal(await page.locator('.grid .tile').count(), 1);
  await page.locator('.grid .tile-price', { hasText: dong(price) }).waitFor();
  return Date.now() - began;
}

/** The laptop's answers to a till, with how long they are. */
function listen(page) {
  const heard = [];
  page.on('response', async (answer) => {
    const { pathname, searchParams } = new URL(answer.url());
    if (pathname !== '/api/v1/till' || answer.status() !== 200) return;
    // The page may be left while an answer comes.
    const text = await answer.text().catch(() => null);
    if (text === null) return;
    const { pos, products } = JSON.parse(text);
    heard.push({ since: searchParams.get('since'), length: text.length, pos, products });
  });
  return heard;
}

/** The organiser changes the price of one product for everywhere. */
async function changePrice(uid, price) {
  const page = await openPage(browser, lan.http, { width: 1280, height: 800 });
  await signInByPassword(page, lan.access.organiser);
  await page.goto(`/products/${uid}`);
  await page.locator('input[name="price"]').fill(String(price));
  const saved = await send(page.locator('main form button.main').first());
  assert.equal(saved.status(), 303);
  await page.context().close();
}

test('ten thousand products are opened, found, kept fresh and sold', WHOLE, async (test) => {
  const booth = lan.access.open_fair.booths[0];
  const page = await openPage(browser, lan.http, undefined, 'allow');
  const heard = listen(page);
  await pair(page, booth.token, '/till');
  await signIn(page, booth.seller_pin);
  const whole = () => heard.find(({ products }) => products.length > MANY);
  const all = await until(whole, 'the goods never came');
  const count = MANY + booth.products.length;
  const written = async () => (await onDisk(page, PICKED.name)).count === count;
  await until(written, 'the goods are not on the disk');
  const first = await opens(page);
  const before = await onDisk(page, PICKED.name);
  assert.equal(before.count, count);
  assert.equal(before.one.price, PICKED.price);
  const found = await find(page, PICKED.price);

  // A new price comes alone, asked for from the position that the till knew.
  const same = () => heard.at(-1).since !== null && heard.at(-1).products.length === 0;
  await until(same, 'the till never asked what is new');
  const { pos } = heard.at(-1);
  await changePrice(before.one.uid, PICKED.price + 4000);
  await page.locator('.grid .tile-price', { hasText: dong(PICKED.price + 4000) }).waitFor();
  const told = ({ since, products }) => Number(since) === pos && products.length === 1;
  const news = await until(() => heard.find(told), 'the new price did not come alone');
  assert.deepEqual(news.products.map(({ name }) => name), [PICKED.name]);
  assert.ok(news.length * 100 < all.length, `${news.length} of ${all.length} characters`);
  const repriced = async () =>
    (await onDisk(page, PICKED.name)).one.price === PICKED.price + 4000;
  await until(repriced, 'the new price is not on the disk');
  assert.equal((await onDisk(page, PICKED.name)).count, count);

  // The laptop dies; the till is opened anew, and sells.
  await quiet(page);
  await lan.kill();
  const tab = await openTab(page.context());
  await page.close({ runBeforeUnload: false });
  const again = await opens(tab);
  await tab.locator('.state.wait').waitFor();
  await find(tab, PICKED.price + 4000);
  await tab.locator('.grid .tile').click();
  await tab.locator('.dock .main').click();
  await tab.locator('.cash.exact').click();
  await tab.locator('.panel-foot .main').click();
  await tab.locator('.done-mark.wait').waitFor();
  await lan.start();
  await tab.locator('.done-mark.good').waitFor({ timeout: 45000 });
  const { sales } = await ask(lan.direct, booth.token, '/api/v1/sales');
  assert.deepEqual(sales.map(({ total }) => total), [PICKED.price + 4000]);
  assert.deepEqual([...page.troubles, ...tab.troubles], []);
  test.diagnostic(`opened in ${first} ms, without the laptop in ${again} ms`);
  test.diagnostic(`found in ${found} ms; ${all.length} characters in all, ${news.length} of news`);
});
