// Five devices sell five hundred times over a network that loses what it can, give goods back and
// move the money of two drawers, before a server that is killed and comes back under another port;
// a browser is killed with sales unsent, a till is opened in a second tab, one device is told
// another address of the server, and one device's own address never comes back, while its drawer is
// closed by the other device. Afterwards the book holds these sales and refunds, each once, for the
// money that the devices showed and gave back.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import {
  ask,
  closeBrowser,
  copyFair,
  openBrowser,
  openPage,
  pair,
  serve,
  signIn,
  takeOver,
  until,
  verify,
} from './fair.mjs';
import { bringIn, drawerOf, live, openOffice, pairingCode, report, whole } from './office.mjs';
import { openProxy } from './rough.mjs';
import {
  answers,
  closeDrawer,
  handOver,
  inNotes,
  lying,
  newBook,
  openDrawer,
  ringUp,
  toil,
} from './toil.mjs';

const EACH = 100;
const at = {};

before(async () => {
  Object.assign(at, copyFair());
  at.server = await serve(at.folder);
  at.browser = await openBrowser();
  at.proxy = await openProxy(26);
  at.ending = await openProxy(27);
  at.leaving = await openProxy(28);
  for (const proxy of [at.proxy, at.ending, at.leaving]) proxy.to(at.server.url);
});

after(async () => {
  at.killed?.kill();
  await closeBrowser(at.browser);
  await at.proxy?.close();
  await at.ending?.close();
  await at.leaving?.close();
  await at.server?.end('SIGKILL');
  at.remove?.();
});

const summary = (page) =>
  page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    const { waiting } = await app.outbox.summary();
    const parked = await app.outbox.list('attention');
    const said = ({ kind, body, answer }) => JSON.stringify([kind, body, answer]);
    return { waiting, refused: parked.map(said) };
  });

const boothAt = (n) => at.access.open_fair.booths[n];

/** A device of a booth at which its seller, or its manager, has signed in. */
async function device(booth, url, pin = booth.seller_pin) {
  const page = await openPage(at.browser, url);
  await pair(page, booth.token, '/till');
  await signIn(page, pin);
  return { booth, page, book: newBook() };
}

/** Another device of the same booth, which joins by a code. */
async function another({ booth }, url) {
  const code = await pairingCode(at.office, at.server.url, booth);
  const page = await openPage(at.browser, url);
  await page.goto(`/join/${code}`);
  await page.locator('#name').fill('Máy thứ hai');
  await page.locator('.join .main').click();
  await page.locator('.done-mark.good').waitFor();
  await page.locator('.join .main').click();
  await signIn(page, booth.seller_pin);
  return { booth, page, book: newBook() };
}

/** A browser of its own with a profile on disk, so that it can be killed and opened again. */
async function openOwn(profile) {
  const args = ['--headless=new', '--no-sandbox', '--remote-debugging-port=0', '--lang=vi-VN'];
  const program = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
  const child = spawn(program, [...args, `--user-data-dir=${profile}`], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => process.kill(-child.pid, 'SIGKILL');
  const endpoint = await new Promise((done, fail) => {
    let said = '';
    child.once('exit', () => fail(new Error(said)));
    child.stderr.on('data', (bytes) => {
      said += bytes;
      const found = /ws:\/\/\S+/.exec(said);
      if (found) done(found[0]);
    });
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  return { kill, page: await context.newPage() };
}

/** The device whose browser is killed later. */
async function openFifth(booth, profile) {
  at.killed = await openOwn(profile);
  const { page } = at.killed;
  await page.goto(`${at.proxy.url}/till`);
  await pair(page, booth.token, `${at.proxy.url}/till`);
  await signIn(page, booth.seller_pin);
  return { booth, page, book: newBook() };
}

/** The killed browser is opened again. Its session may have died with it; its sales have not. */
async function reopen(fifth, profile) {
  at.killed = await openOwn(profile);
  const { page } = at.killed;
  fifth.page = page;
  await page.goto(`${at.proxy.url}/till`);
  const people = page.locator('.person, .pad');
  await page.locator('.grid .tile').or(people).first().waitFor({ timeout: 60000 });
  // Goods are shown out of the disk before the server says who is signed in.
  const signedIn = await page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    await app.load();
    return Boolean(app.till.person);
  });
  if (signedIn) return;
  // An answer that is cut short signs in all the same, while the PIN is being typed again.
  at.proxy.faults(false);
  await people.first().waitFor();
  await signIn(page, fifth.booth.seller_pin);
  at.proxy.faults(true);
}

/** The float of the drawer that two devices opened, as the server told one of them. */
async function floatOf(devices) {
  const told = async () => {
    const all = (await Promise.all(devices.map(answers))).flat();
    return all.find((answer) => answer.float !== undefined);
  };
  return (await until(told, 'no opening has been answered', 60000)).float;
}

async function settled({ page }) {
  const deadline = Date.now() + 120000;
  for (;;) {
    const now = await summary(page);
    assert.deepEqual(now.refused, []);
    if (now.waiting === 0) return;
    assert.ok(Date.now() < deadline, `${now.waiting} rows are still unsent`);
    await page.waitForTimeout(500);
  }
}

/** A second tab of a device: it says where the till is open, and takes it when asked. */
async function secondTab(one) {
  const page = await one.page.context().newPage();
  await takeOver(page);
  await one.page.getByText('Đang mở ở tab khác').waitFor();
  const old = { page: one.page, book: newBook() };
  one.page = page;
  await assert.rejects(toil(old, 1), 'the first tab sells no more');
}

/** Every device works for a while, all at once, and then rings up one sale by hand. */
async function work(all, count) {
  await Promise.all(all.map((one) => toil(one, count)));
  for (const one of all) await ringUp(one);
}

const sumOf = (all, key) => all.reduce((sum, { book }) => sum + book[key], 0);

/** A device whose address is gone is told the new one: it sends there what it holds. */
async function tellAddress(page, url) {
  await page.locator('.till-bar .state').click();
  await page.getByText('Máy chủ có địa chỉ mới').click();
  await page.locator('#new-address').fill(url);
  await page.locator('dialog .main').click();
  await page.locator('.till-bar .state', { hasText: 'Nối địa chỉ khác' }).waitFor();
}

/** The book holds what the devices did, to the đồng, and nothing else. */
function agrees(before, now, all) {
  const voids = sumOf(all, 'voids');
  assert.equal(now.voids - before.voids, voids);
  assert.equal(now.sales - before.sales, sumOf(all, 'sales') - voids);
  assert.equal(now.revenue - before.revenue, sumOf(all, 'shown'), 'goods');
  for (const way of ['cash', 'card']) {
    assert.equal(now[way] - before[way], sumOf(all, way), way);
  }
  const money = now.revenue + now.rounding - before.revenue - before.rounding;
  assert.equal(money, sumOf(all, 'cash') + sumOf(all, 'card'));
}

/** The drawer of two devices: a Z that one wrote without the other, and what came after it. */
async function closedDrawer([first, lost], counted, unsentAfter) {
  const sent = await answers(first);
  const closing = sent.find((answer) => answer.z_no);
  const z = await drawerOf(at.office, closing.shift);
  const sums = whole(z);
  const { drawer } = newBook();
  for (const { book } of [first, lost]) {
    for (const key of Object.keys(drawer)) drawer[key] += book.drawer[key];
  }
  assert.deepEqual(sums, drawer);
  for (const what of ['sale', 'refund', 'move']) {
    assert.ok(z.late.some((row) => row.what === what), `no ${what} among the supplements`);
  }
  // The count lacks nothing but the coins that no note has: it found what had not been sent.
  const late = z.late.reduce((sum, row) => sum + row.cash, 0);
  assert.equal(z.counted, counted.amount - counted.odd);
  assert.equal(z.difference, late - unsentAfter - counted.odd);
  assert.equal(z.after_count, 0);
}

test('five hundred sales survive everything, each once', { timeout: 900000 }, async (told) => {
  const { code } = at.access.open_fair;
  const begin = report(at.folder, code);
  at.office = await openOffice(at.browser, at.server.url, at.access);
  const devices = [
    await device(boothAt(0), at.proxy.url),
    await device(boothAt(1), at.proxy.url, boothAt(1).manager_pin),
    await device(boothAt(2), at.leaving.url),
  ];
  const [first] = devices;
  const lost = await another(first, at.ending.url);
  const profile = mkdtempSync(join(tmpdir(), 'chophien-profile-'));
  const fifth = await openFifth(boothAt(4), profile);
  // What these give back may come while nobody has signed in on them, and that is little.
  for (const one of [devices[2], lost, fifth]) one.careful = true;
  const all = [...devices, lost, fifth];

  // All at once over the rough network; two devices open the one drawer of their booth.
  for (const proxy of [at.proxy, at.ending, at.leaving]) proxy.faults(true);
  await Promise.all([
    openDrawer(first, 500000),
    openDrawer(lost, 300000),
    openDrawer(fifth, 1000000),
  ]);
  await work(all, EACH / 2 - 2);
  const holder = await handOver(fifth, lying(1000000, [fifth]));
  const handed = inNotes(lying(1000000, [fifth])).odd;

  const float = await floatOf([first, lost]);

  // The server is killed; everybody goes on selling, and one of two closes their drawer.
  for (const proxy of [at.proxy, at.ending, at.leaving]) proxy.to(null);
  await at.server.end('SIGKILL');
  await work(all, EACH / 2 - 12);
  const held = await summary(fifth.page);
  assert.ok(held.waiting >= EACH / 2 - 12, `${held.waiting} unsent when the browser is killed`);
  at.killed.kill();
  await at.ending.close();
  await at.leaving.close();
  const amount = lying(float, [first, lost]);
  await closeDrawer(first, amount);

  // It comes back under another port; the killed browser is opened again.
  at.server = await serve(at.folder);
  at.leaving = await openProxy(29);
  at.leaving.faults(true);
  for (const proxy of [at.proxy, at.leaving]) proxy.to(at.server.url);
  await tellAddress(devices[2].page, at.leaving.url);
  await secondTab(first);
  await reopen(fifth, profile);
  const known = lying(0, [lost]);
  await Promise.all(all.map((one) => toil(one, 12, { refunds: one !== lost })));
  at.office = await openOffice(at.browser, at.server.url, at.access);
  // What the lost device held comes when its drawer has been closed: as supplements.
  await settled(first);
  const brought = await bringIn(at.office, lost.page, at.folder);
  assert.ok(brought >= EACH / 2, 'what the lost device held');
  await Promise.all([...devices, fifth].map(settled));

  const { sales } = await live(at.office, code);
  assert.equal(sales, begin.sales + 5 * EACH - sumOf(all, 'voids'));
  await closedDrawer([first, lost], { amount, ...inNotes(amount) }, lying(0, [lost]) - known);
  await openDrawerAgrees(fifth, holder, handed);
  await numbersAreWhole(all);
  assert.equal(sumOf(all, 'sales'), 5 * EACH);
  everythingHappened(all, told);
  await at.server.end('SIGTERM');
  at.server = null;
  agrees(begin, report(at.folder, code), all);
  verify(at.folder);
  at.killed.kill();
  at.killed = null;
  rmSync(profile, { recursive: true, force: true });
});

/** The drawer of one device, open and then closed: what lies there is what the device knows. */
async function openDrawerAgrees(fifth, holder, handed) {
  const { shift } = await ask(at.server.url, fifth.booth.token, '/api/v1/shifts/current');
  assert.equal(shift.holder, holder);
  const x = await drawerOf(at.office, shift.id);
  assert.deepEqual(whole(x), fifth.book.drawer);
  const gap = x.events.find((words) => words.includes('bàn giao cho'));
  assert.match(gap, new RegExp(`${holder}, ${handed ? `−${handed}` : '0'} đ`), 'counted');
  const amount = lying(shift.float, [fifth]);
  await closeDrawer(fifth, amount);
  await settled(fifth);
  const z = (await answers(fifth)).find((answer) => answer.z_no);
  assert.deepEqual([z.expected, z.difference], [amount, -inNotes(amount).odd]);
}

/** The numbers of a booth's devices have no gap, and are as many as these devices gave. */
async function numbersAreWhole(all) {
  for (const code of new Set(all.map(({ booth }) => booth.code))) {
    await at.office.goto(`/fairs/${at.access.open_fair.code}/booths/${code}/numbers`);
    assert.equal(await at.office.locator('.tag.stop').count(), 0, `${code}: a number`);
    const came = await at.office.locator('tbody td.num:nth-child(3)').allInnerTexts();
    const here = all.filter(({ booth }) => booth.code === code);
    assert.equal(
      came.reduce((sum, words) => sum + Number(words), 0),
      sumOf(here, 'sales') + sumOf(here, 'refunds'),
      `${code}: sales and refunds`,
    );
  }
}

/** Whatever may go wrong did, to sales, refunds and the rows of shifts. */
function everythingHappened(all, told) {
  const { counts } = at.proxy;
  const did = Object.fromEntries(
    ['refunds', 'voids', 'unsent', 'again'].map((key) => [key, sumOf(all, key)]),
  );
  const said = JSON.stringify({ ...counts, ...did });
  for (const kind of ['lost', 'answer lost', 'cut', 'late']) assert.ok(counts[kind] > 10, said);
  for (const sort of ['refund', 'shift']) assert.ok(counts[sort] > 0, said);
  assert.ok(did.voids > 5 && did.refunds - did.voids > 5, said);
  assert.ok(did.unsent > 5 && did.refunds - did.unsent > 5, said);
  told.diagnostic(said);
}
