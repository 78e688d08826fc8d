// A fair for flows: the built program on a copy of the demonstration's folder, and a browser.
//
//   CHOPHIEN           the program; target/debug/chophien unless told otherwise
//   CHOPHIEN_DEMO      a folder that `chophien demo --fairs 3 --no-serve` filled; made here when
//                      missing
//   CHROMIUM           the browser; Debian's chromium-headless-shell unless told otherwise

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { after, afterEach, before } from 'node:test';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export { keepPicture, look, still, troublesOf } from './look.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = resolve(here, '../../..');
export const program = process.env.CHOPHIEN ?? join(root, 'target/debug/chophien');
const store = readFileSync(join(root, 'static/js/net/store.js'), 'utf8');
/** Which version of its database a device makes. */
const VERSION = Number(/const VERSION = (\d+);/.exec(store)[1]);

/** Fills a folder with the demonstration: the whole season, unless more is said. */
export function fill(folder, ...more) {
  const asked = ['demo', '--no-serve', '--data', folder, ...more];
  const made = spawnSync(program, asked, { stdio: ['ignore', 'ignore', 'inherit'] });
  assert.equal(made.status, 0, 'chophien demo --no-serve');
}

/** The demonstration's folder, filled once for all flows: three fairs of the season will do. */
export function demonstration() {
  if (process.env.CHOPHIEN_DEMO) return process.env.CHOPHIEN_DEMO;
  const folder = join(root, 'target/demo-for-flows');
  if (!existsSync(join(folder, 'access.json'))) {
    rmSync(folder, { recursive: true, force: true });
    fill(folder, '--fairs', '3');
  }
  return folder;
}

/**
 * Serves a folder at an address, or on a port of its own. Gives `{ url, end }`; `end` stops it by a
 * signal.
 */
export async function serve(folder, at = '127.0.0.1:0') {
  const server = spawn(program, ['serve', '--data', folder, '--listen', at], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await address(server);
  const end = async (signal = 'SIGTERM') => {
    const gone = new Promise((done) => server.once('exit', done));
    server.kill(signal);
    await gone;
  };
  return { url, end };
}

/** Serves a folder and throws it away afterwards. */
async function served(folder) {
  const { url, end } = await serve(folder);
  const close = async () => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, folder, close };
}

/** A copy of the demonstration's folder, and what it tells of its people and devices. */
export function copyFair() {
  const folder = mkdtempSync(join(tmpdir(), 'chophien-flow-'));
  cpSync(demonstration(), folder, { recursive: true });
  const access = JSON.parse(readFileSync(join(folder, 'access.json'), 'utf8'));
  return { folder, access, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Serves a copy of the demonstration. Gives `{ url, access, close }`. */
export async function openFair() {
  const { folder, access } = copyFair();
  return { ...(await served(folder)), access };
}

/**
 * Opens a fair and a browser before the flows of a file, and closes both after the last. `ready` is
 * given `{ fair, browser }` and may open more; what it opens lasts, what a flow opens is closed
 * after it: tills that pile up, each with its stream, are slow.
 */
export function opened(ready) {
  const held = {};
  let lasting = [];
  before(async () => {
    held.fair = await openFair();
    held.browser = await openBrowser();
    await ready(held);
    lasting = held.browser.contexts();
  });
  afterEach(() => closeContexts(held.browser, lasting));
  after(async () => {
    await closeBrowser(held.browser);
    await held.fair?.close();
  });
}

/** Serves a folder in which nothing is yet. Gives `{ url, folder, close }`. */
export const openEmpty = () => served(mkdtempSync(join(tmpdir(), 'chophien-empty-')));

/** Walks the chain of a folder and rebuilds its book; fails on any difference. */
export function verify(folder) {
  const said = spawnSync(program, ['verify', '--data', folder], { encoding: 'utf8' });
  assert.equal(said.status, 0, said.stdout + said.stderr);
}

/** The address that the server prints when it listens. */
function address(server) {
  return new Promise((done, fail) => {
    let said = '';
    const late = setTimeout(() => fail(new Error(`no address within 20 s: ${said}`)), 20000);
    server.once('exit', (code) => fail(new Error(`serve ended with ${code}: ${said}`)));
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (!found) return;
      clearTimeout(late);
      done(found[0]);
    });
  });
}

/** The browser, with more switches and another home; a machine without one fails here. */
export function openBrowser({ args = [], env = {} } = {}) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
  const all = { ...process.env, ...env };
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args], env: all });
}

/** Closes all that was opened in a browser; what its pages still ask is answered by nobody. */
export async function closeContexts(browser, lasting = []) {
  for (const context of browser?.contexts() ?? []) {
    if (lasting.includes(context)) continue;
    for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
}

/** Closes a browser, if there is one. */
export async function closeBrowser(browser) {
  await closeContexts(browser);
  await browser?.close();
}

/** Asks again and again until there is an answer, and gives it. */
export async function until(ask, words, ms = 30000) {
  const deadline = Date.now() + ms;
  for (;;) {
    const said = await ask();
    if (said) return said;
    assert.ok(Date.now() < deadline, words);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The laptop gets what a page sends and acts on it; its answer is lost on the way back. */
export async function loseAnswer(route) {
  await route.fetch().catch(() => {});
  await route.abort();
}

/**
 * A page of this size that fails the flow on any error of its own. Without a service worker, unless
 * the flow is about one: what a worker fetches cannot be held up by a flow.
 */
export async function openPage(browser, url, viewport = PHONE, serviceWorkers = 'block') {
  const place = { locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' };
  return openTab(await browser.newContext({ baseURL: url, viewport, serviceWorkers, ...place }));
}

export const PHONE = { width: 360, height: 740 };

/** Another tab of a browser's context. */
export async function openTab(context) {
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  page.on('console', (line) => {
    const refused = /Content Security Policy|TypeError|ReferenceError/.test(line.text());
    if (line.type() === 'error' && refused) page.troubles.push(line.text());
  });
  return page;
}

/**
 * Waits until a page fetches nothing any more. A till's stream stays open, so that its network is
 * never idle.
 */
export async function settled(page) {
  for (let before = -1; ; ) {
    const now = await page.evaluate(() => performance.getEntriesByType('resource').length);
    if (now === before) return;
    before = now;
    await page.waitForTimeout(700);
  }
}

/**
 * Waits until a page has all that it fetches by itself. What a till needs behind its first screen
 * may begin to come seconds after that, and only then does it hear the phone's Back and a scanner.
 */
export async function quiet(page) {
  const come = () => page.evaluate(async () => {
    const later = [...document.querySelectorAll('link[data-later]')];
    if (!later.length) return true;
    const come = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
    const { app } = await import(document.querySelector('script[type="module"]').src);
    return Boolean(app.scanning) && later.every(({ href }) => come.has(href));
  });
  await until(come, 'what comes behind the first screen never came');
  await settled(page);
}

/** Makes this browser a paired device, as the pairing page does with the token it was given. */
export async function pair(page, token, path) {
  await page.goto(path);
  // Who opens the database before the page has made it makes one without stores.
  const made = async () => {
    const all = await page.evaluate(() => indexedDB.databases());
    return all.some(({ name, version }) => name === 'chophien' && version === VERSION);
  };
  await until(made, 'the page made no database');
  await page.evaluate(async (token) => {
    const opening = indexedDB.open('chophien');
    const db = await new Promise((done, fail) => {
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => fail(opening.error);
    });
    await new Promise((done, fail) => {
      const tx = db.transaction('kv', 'readwrite', { durability: 'strict' });
      tx.objectStore('kv').put({ token }, 'device');
      tx.oncomplete = done;
      tx.onabort = () => fail(tx.error);
    });
    db.close();
  }, token);
  await page.goto(path);
}

/** Types digits (and a comma) on the pad that is shown. */
export async function type(page, text, within = 'body') {
  for (const key of text) await page.locator(`${within} .pad [data-key="${key}"]`).click();
}

/**
 * Signs in on the till by the PIN, as the n-th person of the booth whose PIN it is. What the
 * network loses is typed again, as a person would.
 */
export async function signIn(page, pin) {
  const people = page.locator('.person');
  await page.locator('.person, .pad').first().waitFor();
  const count = await people.count();
  for (let n = 0; n < Math.max(1, count); n += 1) {
    if (count) await people.nth(n).click();
    let said = await tryPin(page, pin);
    for (let again = 0; again < 5 && said?.includes('Wi-Fi'); again += 1) {
      said = await tryPin(page, pin);
    }
    if (said === null) return;
    await page.locator('.signin .quiet', { hasText: /Chọn người khác|Someone else/ }).click();
  }
  assert.fail('nobody of this booth has that PIN');
}

/** Types a PIN; gives what the till refused it with, or null once it lets them in. */
async function tryPin(page, pin) {
  await type(page, pin);
  await page.locator('.signin .main').click();
  const inside = page.locator('.grid .tile, .grid .empty').first();
  const refused = page.locator('.signin .error:not(:empty)');
  await inside.or(refused).first().waitFor();
  return (await inside.isVisible()) ? null : refused.innerText();
}

/** Signs in with a name and a password, as the organiser does. */
export async function signInByPassword(page, { user, password }) {
  await page.goto('/login');
  await page.locator('input[name="login"]').fill(user);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('main form button.main').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

/**
 * Takes a till over in another tab of its browser, which says first where the till is open: `meet`
 * looks at that.
 */
export async function takeOver(tab, meet = () => {}) {
  await tab.goto('/till');
  await tab.getByText('Đang mở ở tab khác').waitFor();
  await meet();
  await tab.locator('.main').click();
  await tab.locator('.grid .tile').first().waitFor();
}

/** Presses the button of a form, and waits until the laptop has answered what was sent. */
export async function send(button) {
  const posted = (answer) => answer.request().method() === 'POST';
  const answered = button.page().waitForResponse(posted);
  await button.click();
  return answered;
}

/** A till on a phone (or of another size) at which somebody of the booth has signed in. */
export async function openTill(browser, url, booth, viewport) {
  const page = await openPage(browser, url, viewport);
  await pair(page, booth.token, '/till');
  await signIn(page, booth.seller_pin);
  return page;
}

/** Puts one piece or one weight of a product into the cart. */
export async function pick(page, product) {
  await page.locator('.search').fill(product.name);
  await page.locator(`.grid [data-uid="${product.uid}"]`).click();
}

/** Something that the booth sells by the piece. */
export const piece = (booth) =>
  booth.products.find((product) => product.unit.trim().toLowerCase() !== 'kg');

/** A call of the API as a device. */
export async function ask(url, token, path) {
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200, path);
  return answer.json();
}

/** What is new in a list of sales; the laptop lists the last fifty, so that nothing is counted. */
export const added = (before, now) =>
  now.filter((sale) => before.every((older) => older.id !== sale.id));

/** Đồng as the screens write them: `713.000`. */
export const dong = (amount) => String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
