// A seller at a phone: signs in, sells by weight and by piece for cash, and the books agree.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  added,
  ask,
  dong,
  look,
  loseAnswer,
  opened,
  openPage,
  openTill,
  pair,
  pick,
  signIn,
  signInByPassword,
  type,
} from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

/** A booth of the open fair that sells something by the kilogram and something by the piece. */
function booth() {
  const weighed = (product) => product.unit.trim().toLowerCase() === 'kg';
  const both = (one) => one.products.some(weighed) && !one.products.every(weighed);
  const found = fair.access.open_fair.booths.find(both);
  assert.ok(found, 'a booth with goods by weight and by piece');
  const kilo = found.products.find(weighed);
  return { ...found, kilo, piece: found.products.find((product) => !weighed(product)) };
}

const salesOf = async (at) => (await ask(fair.url, at.token, '/api/v1/sales')).sales;
const stockOf = (till, product) => till.products.find((one) => one.uid === product.uid).stock;

/** 0.35 kg at a price, halves of a đồng away from zero. */
const weighedAmount = (price) => Number((BigInt(price) * 350n + 500n) / 1000n);

async function revenueOf(page) {
  const text = await page.locator('#board-figures').innerText();
  return { text, digits: text.replace(/[^\d]/g, ' ') };
}

async function openBoard(organiser) {
  await signInByPassword(organiser, fair.access.organiser);
  await organiser.goto(`/board/${fair.access.open_fair.code}`);
  await organiser.locator('#board-figures').waitFor();
}

test('0.35 kg of one product and 2 of another are sold for cash on a phone', async () => {
  const at = booth();
  const before = await ask(fair.url, at.token, '/api/v1/till');
  const organiser = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await openBoard(organiser);
  await look(organiser, 'board');
  const shown = await revenueOf(organiser);

  const page = await openPage(browser, fair.url);
  await pair(page, at.token, '/till');
  await page.locator('.person, .pad').first().waitFor();
  await look(page, 'sign-in');
  await signIn(page, at.seller_pin);
  await look(page, 'till-empty');

  await pick(page, at.kilo);
  await type(page, '0,35', 'dialog[open]');
  await look(page, 'till-weight');
  await page.locator('dialog[open] .main').click();
  await pick(page, at.piece);
  await page.locator(`.grid [data-uid="${at.piece.uid}"]`).click();
  await page.locator('.search').fill('');

  const total = weighedAmount(at.kilo.price) + 2 * at.piece.price;
  const paid = await pay(page, total);
  const number = (await page.locator('.done-number b').innerText()).trim();
  assert.match(number, new RegExp(`^${at.code}-\\d{4}$`));
  await look(page, 'done');

  await check(at, before, number, total);
  await moves(organiser, shown, paid);
});

/** Pays the exact sum in cash; gives what was paid, rounding included. */
async function pay(page, total) {
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').waitFor();
  await look(page, 'pay');
  const due = (await page.locator('.due-figure').innerText()).replace(/[^\d]/g, '');
  assert.ok(Math.abs(Number(due) - total) <= 500, `${due} for ${total}`);
  await page.locator('.cash.exact').click();
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-mark.good').waitFor();
  return Number(due);
}

/** The server has the sale under the number shown, and the goods have left the booth. */
async function check(at, before, number, total) {
  const { sales } = await ask(fair.url, at.token, '/api/v1/sales');
  assert.equal(sales[0].receipt_no, number);
  assert.equal(sales[0].total, total);
  assert.deepEqual(sales[0].methods, ['cash']);
  const now = await ask(fair.url, at.token, '/api/v1/till');
  for (const [product, sold] of [
    [at.kilo, 350],
    [at.piece, 2000],
  ]) {
    const [was, is] = [stockOf(before, product), stockOf(now, product)];
    if (was !== null) assert.equal(was - is, sold, product.name);
  }
}

/** The board shows another revenue within a second of the sale. */
async function moves(organiser, shown) {
  const changed = (text) => document.querySelector('#board-figures').innerText !== text;
  await organiser.waitForFunction(changed, shown.text, { timeout: 1000 });
}

test('a sale rung up twice by a double tap is one sale', async () => {
  const at = booth();
  const page = await openTill(browser, fair.url, at);
  const before = await salesOf(at);
  await pick(page, at.piece);
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  await page.locator('.panel-foot .main').dblclick();
  await page.locator('.done-mark.good').waitFor();
  assert.equal(added(before, await salesOf(at)).length, 1);
  assert.ok((await page.locator('.done-sum').innerText()).includes(dong(at.piece.price)));
});

test('a finger on a tile sells it though new figures come before it is lifted', async () => {
  const at = booth();
  const page = await openTill(browser, fair.url, at);
  const tile = page.locator(`.grid [data-uid="${at.piece.uid}"]`);
  await tile.hover();
  await page.mouse.down();
  await page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    await app.load();
    app.screen.onTill();
  });
  await page.mouse.up();
  await page.locator('.dock .main[aria-disabled="false"]').waitFor();
  assert.match(await tile.innerText(), /×1/);
});

test('a sale made while the server is silent is kept and sent once it answers', async () => {
  const at = booth();
  const page = await openTill(browser, fair.url, at);
  const before = await salesOf(at);
  await pick(page, at.piece);
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  // The server has the sale, the phone does not know.
  await page.route('**/api/v1/sales', (route) =>
    route.request().method() === 'POST' ? loseAnswer(route) : route.continue(),
  );
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-mark.wait').waitFor();
  await look(page, 'done-offline');
  await page.unrouteAll({ behavior: 'wait' });
  await page.locator('.done-mark.good').waitFor({ timeout: 30000 });
  assert.equal(added(before, await salesOf(at)).length, 1);
});
