// A sale on a laptop without touching the mouse: every step is a key.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, look, opened, openPage, pair, piece } from './fair.mjs';

const LAPTOP = { width: 1280, height: 800 };
// The till takes a press this soon after a screen for the last one's double tap.
const DOUBLE_TAP_MS = 800;

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

// No person types six digits or a name as fast as a scanner, whose keys are a code.
const PERSON = { delay: 60 };

const weighed = (product) => product.unit.trim().toLowerCase() === 'kg';
const booth = () => fair.access.open_fair.booths.find((one) => one.products.some(weighed));
const at = () => booth().token;

/** What has the focus, as its classes. */
const focus = (page) => page.evaluate(() => document.activeElement.className);

/** Presses Tab until an element of the class has the focus. */
async function tabTo(page, name) {
  for (let n = 0; n < 30; n += 1) {
    if ((await focus(page)).split(' ').includes(name)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no Tab leads to .${name}`);
}

/** The screen is drawn anew, as it is whenever goods or people come from the laptop. */
const drawnAnew = (page) =>
  page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    app.till = { ...app.till, fair: { ...app.till.fair, name: `${app.till.fair.name} ` } };
    app.screen.onTill();
  });

/** Signs in: the person by Tab and Enter, the PIN by digits and Enter. */
async function signInByKeys(page) {
  await page.locator('.person, .pad').first().waitFor();
  const people = await page.locator('.person').allInnerTexts();
  if (people.length) {
    await tabTo(page, 'person');
    const nth = people.findIndex((text) => text.includes(booth().seller));
    for (let n = 0; n < nth; n += 1) await page.keyboard.press('Tab');
    await drawnAnew(page);
    await page.keyboard.press('Enter');
    await page.locator('.pad').waitFor();
  }
  await page.keyboard.type(booth().seller_pin, PERSON);
  await page.keyboard.press('Enter');
  await page.locator('.grid .tile').first().waitFor();
}

test('a sale is made by keys alone, from the PIN to the next customer', async () => {
  const before = (await ask(fair.url, at(), '/api/v1/sales')).sales;
  const page = await openPage(browser, fair.url, LAPTOP);
  await pair(page, at(), '/till');
  await signInByKeys(page);
  const [goods, kilo] = [piece(booth()), booth().products.find(weighed)];

  // By name, and Enter on the only match; then a weight.
  await page.keyboard.press('/');
  assert.equal(await focus(page), 'search');
  await page.keyboard.type(goods.name, PERSON);
  await page.keyboard.press('Enter');
  await page.locator('.basket .line').first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type(kilo.name, PERSON);
  await page.keyboard.press('ArrowDown');
  assert.match(await focus(page), /tile/);
  await page.keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.type('0,5');
  await page.keyboard.press('Enter');
  await page.locator('.basket .line').nth(1).waitFor();

  // Out of the field, through the grid by arrows; Enter adds what is chosen.
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowLeft']) {
    await page.keyboard.press(key);
    assert.match(await focus(page), /tile/, key);
  }
  await look(page, 'keys-grid');

  // The sheet of keys opens over it and closes again.
  await page.keyboard.press('?');
  await page.locator('dialog[open] .keys').waitFor();
  await look(page, 'keys-sheet');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });

  const total = goods.price + kilo.price / 2;
  const due = await payByKeys(page);
  assert.ok(Math.abs(due - total) <= 500, `${due} for ${total}`);
  const now = (await ask(fair.url, at(), '/api/v1/sales')).sales;
  assert.equal(now[1]?.receipt_no, before[0]?.receipt_no, 'one sale');
  assert.deepEqual([now[0].total, now[0].methods], [total, ['cash']]);

  await page.waitForTimeout(DOUBLE_TAP_MS);
  await page.keyboard.press('Enter');
  await page.locator('.grid .tile').first().waitFor();
  assert.equal(await page.locator('.basket .line').count(), 0);
  await page.keyboard.type('m');
  assert.equal(await focus(page), 'search', 'any letter begins a search');
});

/** F9, Esc back, F9 again; the cash handed over is typed, and Enter takes it. */
async function payByKeys(page) {
  await page.keyboard.press('F9');
  await page.locator('.cash.exact').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.grid .tile').first().waitFor();
  await page.keyboard.press('F9');
  const text = await page.locator('.due-figure').innerText();
  const due = Number(text.replace(/[^\d]/g, ''));
  const given = Math.ceil(due / 100000) * 100000 + 100000;
  // Too little is not taken.
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.change.short').count(), 1);
  await page.keyboard.press('Backspace');
  await page.keyboard.type(String(given));
  const change = (await page.locator('.change b').innerText()).replace(/[^\d]/g, '');
  assert.equal(Number(change), given - due);
  await look(page, 'keys-pay');
  await page.keyboard.press('Enter');
  await page.locator('.done-mark.good').waitFor();
  return due;
}
