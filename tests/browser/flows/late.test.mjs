// What comes late: an answer, a photo or the disk, when its screen was left, somebody else signs
// in, or the same was pressed twice. Nothing is written or shown over what the seller does by then.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  opened,
  openPage,
  openTill,
  pair,
  pick,
  piece,
  quiet,
  signIn,
  signInByPassword,
  type,
  until,
} from './fair.mjs';
import { cheap, everything, open, sell } from './refunding.mjs';
import { next, sell as ringUp } from './selling.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[2];
const till = () => openTill(browser, fair.url, booth());
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);

/** What an act reckons with the till's own `app`. */
async function within(page, act, told) {
  const app = await page.evaluateHandle(
    async () => (await import(document.querySelector('script[type="module"]').src)).app,
  );
  return app.evaluate(act, told);
}

/**
 * Holds the laptop's answer to the first request that fits on its way: `answered` when the laptop
 * has given it, until `release()`.
 */
async function hold(page, path, fits = () => true) {
  const held = {};
  held.answered = new Promise((done) => (held.come = done));
  const free = new Promise((done) => (held.release = done));
  await page.route(path, async (route) => {
    if (held.taken || !fits(route.request())) return route.fallback();
    held.taken = true;
    const response = await route.fetch();
    held.come();
    await free;
    return route.fulfill({ response });
  });
  return held;
}

/** Whatever came late has had its time. */
const late = (page) => page.waitForTimeout(1200);

/** A sale of this booth, opened, all of which is to come back. */
async function toGiveBack(page) {
  const product = cheap(booth(), 150000);
  const sale = await sell(page, { fair, booth: booth(), product, count: 1 });
  await open(page, sale);
  await everything(page);
  return sale;
}

const refundsOf = (page, sale) =>
  within(
    page,
    async (app, id) => {
      const states = ['unsent', 'attention', 'kept'].map((state) => app.outbox.list(state));
      return (await Promise.all(states)).flat().filter((row) => row.void_of === id);
    },
    sale.id,
  );

test('whoever goes back while the laptop is asked gives nothing back', async () => {
  const page = await till();
  const sale = await toGiveBack(page);
  const held = await hold(page, `**/api/v1/sales/${sale.id}`);
  await focus(page, 'give-back').click();
  await held.answered;
  await page.keyboard.press('Escape');
  await page.locator('.sales').waitFor();
  held.release();
  await late(page);
  assert.deepEqual(await refundsOf(page, sale), []);
  assert.equal(await page.locator('.toast').count(), 0, 'nor is anybody told to pay');
  const now = await ask(fair.url, booth().token, `/api/v1/sales/${sale.id}`);
  assert.equal(now.given_back, sale.given_back);
  // Not left, it is given back.
  await open(page, sale);
  await everything(page);
  await focus(page, 'give-back').click();
  await page.locator('.toast', { hasText: 'Trả lại khách' }).waitFor();
  assert.equal((await refundsOf(page, sale)).length, 1);
});

test('a laptop that falls silent pulls nobody back from another screen', async () => {
  const page = await till();
  const sale = await toGiveBack(page);
  const held = await hold(page, '**/api/v1/sales/*/refunds');
  await within(page, (app) => {
    const { known } = app.outbox;
    app.outbox.known = async (id) => {
      if (id !== app.screen.asked?.()) return known(id);
      globalThis.fellSilent = true;
      await new Promise((done) => setTimeout(done, 1000));
      return known(id);
    };
  });
  await focus(page, 'give-back').click();
  await page.waitForFunction(() => globalThis.fellSilent, undefined, { timeout: 20000 });
  await page.keyboard.press('Escape');
  await page.locator('.sales').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.till').waitFor();
  await late(page);
  assert.ok(await page.locator('.till').isVisible());
  const [row] = await refundsOf(page, sale);
  assert.equal(row.unpaid, true, 'nobody was told to hand it out');
  held.release();
  await page.locator('dialog[open]', { hasText: 'Trả lại khách' }).locator('.main').click();
});

test('a receipt that is found late does not come over the sale that was begun', async () => {
  const page = await till();
  const sale = await sell(page, { fair, booth: booth(), product: piece(booth()), count: 1 });
  await page.locator('.tools button', { hasText: 'Phiếu' }).click();
  await page.locator('.sale').first().waitFor();
  // A number that the list does not show: the laptop looks for it, and finds one.
  await page.route('**/api/v1/sales?number=*', async (route) => {
    await page.waitForTimeout(700);
    return route.fulfill({ json: { sales: [sale], more: false } });
  });
  await focus(page, 'find').fill('A03-9998');
  await focus(page, 'find').press('Enter');
  await page.keyboard.press('Escape');
  await page.locator('.till').waitFor();
  await late(page);
  assert.ok(await page.locator('.till').isVisible());
});

test('a sale of another window is shown where it was asked for, and nowhere else', async () => {
  const page = await till();
  await ringUp(page, booth());
  await page.locator('.done-mark.good').waitFor();
  await next(page);
  for (const way of ['vietqr', 'split']) {
    await pick(page, piece(booth()));
    await page.locator('.search').fill('');
    await page.locator('.dock .main').click();
    await focus(page, way).click();
    await focus(page, 'park').click();
    await page.locator('.till').waitFor();
    await within(page, async (app) => {
      const store = await import(document.querySelector('[href*="js/net/store.js"]').href);
      const { n: _, ...row } = (await app.outbox.list('kept')).find(({ kind }) => kind === 'sale');
      await store.addOnce('outbox', { ...row, id: app.parked.at(-1).id });
    });
    // The disk takes its time to tell of it.
    await within(
      page,
      (app, way) => {
        const { get } = IDBIndex.prototype;
        IDBIndex.prototype.get = function slow(...asked) {
          const request = get.apply(this, asked);
          const told = {};
          request.onsuccess = () =>
            setTimeout(() => told.onsuccess(Object.assign(told, { result: request.result })), 800);
          return told;
        };
        app.go(way === 'split' ? 'split' : 'qr', app.parked.at(-1));
        return new Promise((done) => setTimeout(done, 50)).then(() => {
          IDBIndex.prototype.get = get;
        });
      },
      way,
    );
    await focus(page, 'park').click();
    await page.locator('.till').waitFor();
    await late(page);
    assert.ok(await page.locator('.till').isVisible(), way);
    await within(page, (app, way) => app.go(way, app.parked.at(-1)), way === 'split' ? way : 'qr');
    await page.locator('.done-number').waitFor();
    await next(page);
    assert.equal(await within(page, (app) => app.parked.length), 0);
  }
});

/** A phone on whose sign-in screen the PIN of the booth's seller stands; the seller's name. */
async function typed() {
  const page = await openPage(browser, fair.url);
  await pair(page, booth().token, '/till');
  const seller = page.locator('.person', { hasText: 'Người bán' }).first();
  const name = await seller.locator('b').innerText();
  await seller.click();
  await type(page, booth().seller_pin);
  return { page, name };
}

const sessions = (page) => hold(page, '**/api/v1/sessions');

test('while a PIN is looked at nobody else is chosen and no other PIN is typed', async () => {
  const { page, name } = await typed();
  const held = await sessions(page);
  await page.locator('.signin .main').click();
  await held.answered;
  const dots = await page.locator('.pin').innerText();
  await page.locator('.signin .quiet', { hasText: 'Chọn người khác' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('7');
  assert.match(await page.locator('.signin h2').innerText(), new RegExp(`${name}$`));
  assert.equal(await page.locator('.pin').innerText(), dots);
  held.release();
  await page.locator('.till .who', { hasText: name }).waitFor();
});

test('a manager’s PIN that is looked at is nobody else’s', async () => {
  const page = await till();
  await quiet(page);
  await within(page, async (app) => {
    const path = document.querySelector('[href*="js/till/manager_approval.js"]').href;
    const { askManager } = await import(path);
    app.till.people.push({ id: crypto.randomUUID(), name: 'Quản lý hai', role: 'manager' });
    const subject = crypto.randomUUID();
    askManager(app, 'Giảm giá', { subject, what: 'discount', most: 1000 });
  });
  const chosen = page.locator('.sheet-manager .chip[aria-pressed="true"]');
  const name = await chosen.innerText();
  await type(page, '9999', '.sheet-manager');
  const held = await hold(page, '**/api/v1/approvals');
  await focus(page, 'approve').click();
  await held.answered;
  await page.locator('.sheet-manager .chip', { hasText: 'Quản lý hai' }).click();
  await type(page, '1', '.sheet-manager');
  assert.equal(await chosen.innerText(), name);
  assert.equal(await page.locator('.sheet-manager .pad-display').innerText(), '●●●●');
  held.release();
  await page.locator('.sheet-manager .error:not(:empty)').waitFor();
  await page.locator('.sheet-manager .chip', { hasText: 'Quản lý hai' }).click();
  assert.equal(await chosen.innerText(), 'Quản lý hai');
  assert.equal(await page.locator('.sheet-manager .error').innerText(), '');
});

test('a sign-in that is told late does not end what was begun by then', async () => {
  const { page, name } = await typed();
  const held = await sessions(page);
  await page.locator('.signin .main').click();
  await held.answered;
  // The laptop tells who is there by another way, and sooner.
  await within(page, (app) => app.load());
  await page.locator('.till .who', { hasText: name }).waitFor();
  await pick(page, piece(booth()));
  await page.locator('.dock .main').click();
  await page.locator('.methods').waitFor();
  held.release();
  await late(page);
  assert.ok(await page.locator('.methods').isVisible());
});

test('an answer of before the sign-out opens no till without a PIN', async () => {
  const page = await till();
  await quiet(page);
  const whole = (request) => !request.url().includes('since=');
  const held = await hold(page, /\/api\/v1\/till(\?|$)/, whole);
  await focus(page, 'who').click();
  await page.locator('dialog[open] button', { hasText: 'English' }).click();
  await held.answered;
  await focus(page, 'who').click();
  await page.locator('dialog[open] button', { hasText: 'Change seller' }).click();
  await page.locator('.signin').waitFor();
  held.release();
  await late(page);
  assert.ok(await page.locator('.signin').isVisible());
  assert.equal(await within(page, (app) => app.till.person), null);
  await signIn(page, booth().seller_pin);
});

test('goods whose price changes while their weight is typed are sold at the new one', async () => {
  const kilos = ({ unit }) => unit.trim().toLowerCase() === 'kg';
  const at = fair.access.open_fair.booths.find(({ products }) => products.some(kilos));
  const product = at.products.find(kilos);
  const page = await openTill(browser, fair.url, at);
  await quiet(page);
  await pick(page, product);
  await page.locator('.sheet-pad').waitFor();
  const organiser = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(organiser, fair.access.organiser);
  await organiser.goto(`/products/${product.uid}`);
  await organiser.locator('#price').fill(String(product.price + 10000));
  await organiser.locator('.form .main').click();
  await organiser.getByText('Đã lưu').waitFor();
  const price = () =>
    within(
      page,
      (app, id) => app.till.products.find(({ uid }) => uid === id).price,
      product.uid,
    );
  await until(async () => (await price()) === product.price + 10000, 'the price never came');
  await type(page, '1', '.sheet-pad');
  await page.locator('.sheet-pad .main').click();
  const cart = await within(page, ({ cart, till }) => {
    const [line] = cart.lines;
    return { price: Number(line.price), priced: cart.priced.seq, pos: till.pos };
  });
  assert.equal(cart.price, product.price + 10000);
  assert.equal(cart.priced, cart.pos);
});

test('a double tap on the state of the connection opens one sheet', async () => {
  const page = await till();
  await quiet(page);
  await page.evaluate(() => {
    const chip = document.querySelector('.state');
    chip.click();
    chip.click();
  });
  await page.locator('dialog[open]').first().waitFor();
  await late(page);
  assert.equal(await page.locator('dialog[open]').count(), 1);
});
