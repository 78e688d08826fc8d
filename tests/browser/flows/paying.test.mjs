// Where money is taken, against a hurried hand: a way back that outlives its screen, another
// customer's cart, a sum nobody hands over, goods beyond every price, and a phone on its side.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dong, look, opened, openTill, piece, type, until } from './fair.mjs';
import { next, sell } from './selling.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const LAPTOP = { width: 1280, height: 800 };
const booth = () => fair.access.open_fair.booths[0];
const focus = (page, name) => page.locator(`[data-focus="${name}"]`);

/** Two products that the booth sells by the piece. */
const two = () => booth().products.filter((one) => one.unit.trim().toLowerCase() !== 'kg');

/** A tap on a product's tile; what was searched for is cleared again. */
async function pick(page, product) {
  await page.locator('.search').fill(product.name);
  await page.locator(`.grid [data-uid="${product.uid}"]`).click();
  await page.locator('.search').fill('');
}

const toPay = (page) =>
  page.locator('.dock .main, .basket .main').locator('visible=true').first().click();

test('“Hoàn tác” stands as long as the cart that it speaks of, and on its own screen', async () => {
  const [first, second] = two();
  const page = await openTill(browser, fair.url, booth(), LAPTOP);
  const undo = page.locator('.toast-undo');
  const takeOut = () => focus(page, `less-${first.uid}`).click();
  await pick(page, first);
  await pick(page, second);
  await takeOut();
  await undo.click();
  assert.equal(await page.locator('.line').count(), 2, 'what was taken out is there again');
  await takeOut();
  await undo.waitFor();
  await toPay(page);
  await page.locator('.due-figure').waitFor();
  assert.equal(await undo.count(), 0, 'no goods come back while the money is taken');
  // Whatever reaches the cart all the same, what is asked for is what is sold.
  await page.evaluate(async () => {
    const { app } = await import(document.querySelector('script[type="module"]').src);
    const [line] = app.cart.lines;
    app.setCart({ ...app.cart, lines: [{ ...line, thousandths: 2000n }] });
  });
  assert.match(await page.locator('.due-figure').innerText(), new RegExp(dong(2 * second.price)));
  await page.keyboard.press('Escape');
  await pick(page, first);
  await takeOut();
  await undo.waitFor();
  await pick(page, second);
  assert.equal(await undo.count(), 0, 'what was added since is not thrown away');
  assert.equal(await page.locator('.line').count(), 1, 'the line of the second alone');
});

test('the same once more is not offered over the cart of a customer who waits', async () => {
  const [first, second] = two();
  const page = await openTill(browser, fair.url, booth());
  await sell(page, booth());
  assert.equal(await focus(page, 'again').count(), 1, 'with an empty cart it is');
  await next(page);
  await pick(page, first);
  await toPay(page);
  await focus(page, 'vietqr').click();
  await focus(page, 'park').click();
  await pick(page, second);
  await page.locator('.parked-here .chip.parked').click();
  await focus(page, 'got').click();
  await page.waitForTimeout(700);
  await focus(page, 'yes').click();
  await page.locator('.done-mark.good').waitFor();
  assert.equal(await focus(page, 'again').count(), 0);
  await next(page);
  assert.match(await page.locator('.dock-sum').innerText(), new RegExp(`^${dong(second.price)}`));
});

test('nobody hands over a hundred milliards, and a note too many is asked about', async () => {
  const { price } = piece(booth());
  const page = await openTill(browser, fair.url, booth(), LAPTOP);
  await pick(page, piece(booth()));
  await toPay(page);
  const add = page.locator('dialog[open] .main').last();
  await focus(page, 'other').click();
  await type(page, '999999999999', 'dialog[open]');
  assert.equal(await add.getAttribute('aria-disabled'), 'true');
  assert.equal(await add.innerText(), 'Nhiều quá');
  await page.keyboard.press('Escape');
  // Keys of a keyboard type it as well.
  await page.keyboard.type('999999999999', { delay: 60 });
  await page.locator('.counted b', { hasText: dong(99999999999) }).waitFor();
  await page.locator('.panel-foot .main').click();
  await page.locator('dialog[open]').waitFor();
  await look(page, 'cash-much');
  await focus(page, 'less-given').click();
  assert.equal(await page.locator('.panel-foot .main').count(), 1, 'nothing is sold');
  await focus(page, 'other').click();
  await type(page, String(price + 500000), 'dialog[open]');
  await add.click();
  await page.locator('.panel-foot .main').click();
  await focus(page, 'sure').click();
  await page.locator('.done-mark.good').waitFor();
  assert.equal(await page.locator('.change b').innerText(), '500.000\u00a0đ');
  // The pad of a part asks the same.
  await next(page);
  await pick(page, piece(booth()));
  await toPay(page);
  await focus(page, 'split').click();
  await focus(page, 'add-cash').click();
  await type(page, '999999999999', 'dialog[open]');
  assert.equal(await focus(page, 'add-part').getAttribute('aria-disabled'), 'true');
  await type(page, Array(12).fill('erase'), 'dialog[open]');
  await type(page, '5000000', 'dialog[open]');
  await focus(page, 'add-part').click();
  await focus(page, 'less-given').click();
  assert.equal(await page.locator('.part').count(), 0);
});

/** Puts a cart on the device's disk as an older program may have left it, and opens the till. */
async function leaveCart(page, fields, line) {
  const { uid, name, unit, price } = piece(booth());
  const one = { uid, name, unit, price, thousandths: 1000, ...line };
  const store = async ([cart, held]) => {
    const opening = indexedDB.open('chophien');
    const db = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
    const exact = { ...held, price: BigInt(held.price), thousandths: BigInt(held.thousandths) };
    await new Promise((done) => {
      const tx = db.transaction('kv', 'readwrite', { durability: 'strict' });
      tx.objectStore('kv').put({ priced: { seq: 1, ms: 0 }, ...cart, lines: [exact] }, 'cart');
      tx.oncomplete = done;
    });
    db.close();
  };
  await page.evaluate(store, [fields, one]);
  await page.reload();
  await page.locator('.dock-sum').waitFor();
}

test('goods beyond what a sale carries are refused, and a cart of such goods says so', async () => {
  const product = piece(booth());
  const most = Math.floor(100000000000 / product.price);
  const page = await openTill(browser, fair.url, booth());
  await pick(page, product);
  await page.locator('.dock-line').click();
  const count = page.locator(`dialog[open] [data-focus="count-${product.uid}"]`);
  const add = page.locator('.sheet-pad .main');
  await count.click();
  await type(page, String(most + 1), '.sheet-pad');
  assert.equal(await add.getAttribute('aria-disabled'), 'true');
  assert.equal(await add.innerText(), 'Nhiều quá');
  await type(page, ['erase'], '.sheet-pad');
  await add.click();
  await page.locator('.sheet-pad').waitFor({ state: 'detached' });
  // Each line for itself is possible; together they are not.
  await page.keyboard.press('Escape');
  const other = two()[1];
  await pick(page, other);
  await page.locator('.dock-line').click();
  const second = page.locator(`dialog[open] [data-focus="count-${other.uid}"]`);
  await second.click();
  await type(page, String(Math.floor(99000000000 / other.price)), '.sheet-pad');
  await add.click();
  await page.locator('.toast', { hasText: '100.000.000.000' }).waitFor();
  assert.equal((await second.innerText()).trim(), '1');
  await leaveCart(page, {}, { thousandths: (most + 1) * 1000 });
  assert.equal(await page.locator('.dock .main span').first().innerText(), 'Sửa số lượng');
  assert.equal(await page.locator('.dock-sum').innerText(), '–', 'it has no sum');
  await page.locator('.dock-line').click();
  await look(page, 'cart-too-much');
  await count.click();
  await type(page, '2', '.sheet-pad');
  await add.click();
  await page.locator('.dock .main span', { hasText: 'Thanh toán' }).waitFor();
});

const LINE = 'dialog[open].sheet-discount';

/** What the discount pad says after this was typed, and whether it lets it through. */
async function asked(page, text, amount) {
  await page.locator(`${LINE} .methods button`).nth(amount ? 1 : 0).click();
  await type(page, text, LINE);
  const disabled = await page.locator(`${LINE} .main`).getAttribute('aria-disabled');
  return [disabled, await page.locator(`${LINE} .pad-note`).innerText()];
}

test('giving all of it away is a sample with a reason, never a discount', async () => {
  const [cheap, ...others] = two().sort((one, other) => one.price - other.price);
  const dear = others.at(-1);
  const page = await openTill(browser, fair.url, booth(), LAPTOP);
  await pick(page, dear);
  await pick(page, cheap);
  await focus(page, 'whole').click();
  for (const [text, amount] of [['100'], [String(dear.price + cheap.price), true]]) {
    const [disabled, words] = await asked(page, text, amount);
    assert.equal(disabled, 'true', text);
    assert.match(words, /hàng mẫu/);
  }
  await look(page, 'discount-all');
  // As much as the cheap one costs: without the dear one it would be all.
  await asked(page, String(cheap.price), true);
  await page.locator(`${LINE} .main`).click();
  await page.locator('.taken-off').first().waitFor();
  const figure = page.locator('.basket .sum-figure');
  assert.match(await figure.innerText(), new RegExp(`^${dong(dear.price)}`));
  await focus(page, `less-${dear.uid}`).click();
  await page.locator('.toast', { hasText: 'bỏ phần giảm' }).waitFor();
  assert.match(await figure.innerText(), new RegExp(`^${dong(cheap.price)}`));
  assert.equal(await page.locator('.taken-off').count(), 0);
});

test('only what is given as a sample is called so', async () => {
  const page = await openTill(browser, fair.url, booth());
  const words = page.locator('.dock .main span').first();
  await leaveCart(page, { discount: { percent: 100 } });
  assert.equal(await words.innerText(), 'Thanh toán');
  await leaveCart(page, {}, { sample: 'Khách dùng thử' });
  assert.equal(await words.innerText(), 'Ghi hàng mẫu');
});

/** Whether a part of the screen is seen whole, and nothing lies over it. */
const seen = (page, where, n) =>
  page.locator(where).nth(n).evaluate((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight + 1;
    const at = document.elementFromPoint((left + right) / 2, bottom - 4);
    return inside && (at === one || one.contains(at));
  });

const shows = (page, where, n = 0) =>
  until(() => seen(page, where, n), `${where} ${n} is not seen whole`);

test('a phone on its side shows goods at once, and a VietQR with both buttons', async () => {
  const page = await openTill(browser, fair.url, booth(), { width: 740, height: 360 });
  for (const n of [0, 1, 2]) await shows(page, '.tile', n);
  await look(page, 'side-sell');
  await page.locator('.tile', { hasNotText: '/kg' }).first().click();
  await shows(page, '.dock .main');
  await toPay(page);
  await look(page, 'side-pay');
  await shows(page, '.panel-foot .main');
  await focus(page, 'vietqr').click();
  await page.locator('.customer-part .qr').waitFor();
  await look(page, 'side-qr');
  await focus(page, 'got').click();
  await focus(page, 'yes').waitFor();
  await look(page, 'side-qr-asked');
  await shows(page, '[data-focus="yes"]');
  await focus(page, 'not-yet').click();
  for (const part of ['.qr', '.reference', '[data-focus="park"]', '[data-focus="got"]']) {
    await shows(page, part);
  }
  assert.ok((await page.locator('.qr').boundingBox()).height >= 180, 'large enough to be read');
});
