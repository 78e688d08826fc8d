// A fair for flows: the built program on a copy of the demonstration's folder, and a browser.
//
//   CHOPHIEN           the program; target/debug/chophien unless told otherwise
//   CHOPHIEN_DEMO      a folder that `chophien demo --no-serve` filled; made here when missing
//   CHROMIUM           the browser; Debian's chromium unless told otherwise

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = resolve(here, '../../..');
export const program = process.env.CHOPHIEN ?? join(root, 'target/debug/chophien');
// Pictures for people to look at; not part of the project.
const shots = join(root, 'tests/browser/shots');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The demonstration's folder, filled once for all flows. */
export function demonstration() {
  if (process.env.CHOPHIEN_DEMO) return process.env.CHOPHIEN_DEMO;
  const folder = join(root, 'target/demo-for-flows');
  if (!existsSync(join(folder, 'access.json'))) {
    rmSync(folder, { recursive: true, force: true });
    const made = spawnSync(program, ['demo', '--no-serve', '--data', folder], { stdio: 'inherit' });
    assert.equal(made.status, 0, 'chophien demo --no-serve');
  }
  return folder;
}

/** Serves a folder on a port of its own. Gives `{ url, end }`; `end` stops it by a signal. */
export async function serve(folder) {
  const server = spawn(program, ['serve', '--data', folder, '--listen', '127.0.0.1:0'], {
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
 * given `{ fair, browser }` and may open more.
 */
export function opened(ready) {
  const held = {};
  before(async () => {
    held.fair = await openFair();
    held.browser = await openBrowser();
    await ready(held);
  });
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
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const all = { ...process.env, ...env };
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args], env: all });
}

/** Closes a browser, if there is one; what its pages still ask of a flow is answered by nobody. */
export async function closeBrowser(browser) {
  const pages = browser?.contexts().flatMap((context) => context.pages()) ?? [];
  for (const page of pages) await page.unrouteAll({ behavior: 'ignoreErrors' });
  await browser?.close();
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
 * Waits until a till has fetched what it fetches by itself. Its stream stays open, so that its
 * network is never idle.
 */
export async function quiet(page) {
  for (let before = -1; ; ) {
    const now = await page.evaluate(() => performance.getEntriesByType('resource').length);
    if (now === before) return;
    before = now;
    await page.waitForTimeout(700);
  }
}

/** Makes this browser a paired device, as the pairing page does with the token it was given. */
export async function pair(page, token, path) {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
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
    await page.locator('.signin > .quiet, .signin .quiet').last().click();
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
  await page.locator('main form button').first().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
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

/**
 * What axe-core finds that people would stumble over, of a page on which nothing moved meanwhile: a
 * sheet that began to rise is half seen through, and is asked about once more.
 */
export async function troublesOf(page) {
  await page.evaluate(axe);
  for (;;) {
    await still(page);
    const { moved, violations } = await page.evaluate(async () => {
      let moved = false;
      const note = () => {
        moved = true;
      };
      document.addEventListener('animationstart', note);
      const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
      const { violations } = await globalThis.axe.run(document, { runOnly });
      // What began in this frame is told with the next.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      document.removeEventListener('animationstart', note);
      return { moved, violations };
    });
    const said = (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`;
    if (!moved) return violations.map(said);
  }
}

/** Keeps a picture for people to look at. */
export function keepPicture(name, bytes) {
  mkdirSync(shots, { recursive: true });
  writeFileSync(join(shots, `${name}.png`), bytes);
}

/** Waits until nothing moves: a sheet that rises is half seen through. */
export const still = (page) =>
  page.evaluate(async () => {
    // One that was taken away in the middle has ended too.
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  });

/** Buttons whose words are wider than they are. */
const cut = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, a.button')]
      .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.className}: ${one.textContent.trim()}`),
  );

/** Fields that begin or end outside the screen: nobody sees what is typed there, nor its error. */
const unseen = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('input, select, textarea')]
      .filter((one) => one.checkVisibility() && !one.closest('.hidden-words'))
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        return width > 1 && (left < 0 || right > innerWidth);
      })
      .map((one) => one.name || one.id || one.className),
  );

/** Asserts that a page is whole, and keeps its picture for people to look at. */
export async function look(page, name) {
  await still(page);
  keepPicture(name, await page.screenshot({ fullPage: true }));
  assert.deepEqual(await troublesOf(page), [], name);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(wide <= 0, `${name}: ${wide}px wider than the screen`);
  assert.deepEqual(await cut(page), [], `${name}: words that run over their button`);
  assert.deepEqual(await unseen(page), [], `${name}: fields outside the screen`);
  assert.deepEqual(page.troubles, [], name);
}

/** A call of the API as a device. */
export async function ask(url, token, path) {
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200, path);
  return answer.json();
}

/** Đồng as the screens write them: `713.000`. */
export const dong = (amount) => String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
