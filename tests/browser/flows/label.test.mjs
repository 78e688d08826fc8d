// Labels of a scale that rounds the sum it prints, and of one that weighed nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ean13 } from './bars.mjs';
import { ask, dong, look, opened, openPage, openTill, signInByPassword } from './fair.mjs';
import { scan } from './scanner.mjs';

let fair;
let browser;
let kilo;

const booth = () => fair.access.open_fair.booths[0];

opened(async (held) => {
  ({ fair, browser } = held);
  const organiser = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(organiser, fair.access.organiser);
  for (const [prefix, value] of [
    ['21', 'weight:1'],
    ['22', 'price:1000'],
  ]) {
    await organiser.goto(`/fairs/${fair.access.open_fair.code}/settings`);
    await organiser.locator('#prefix').fill(prefix);
    await organiser.locator('#value').selectOption(value);
    await organiser.locator('form[action$="/labels"] .form-end button').click();
    await organiser.getByText(`${prefix} MMMMM SSSSS`).waitFor();
  }
  await look(organiser, 'label-rules');
  const { products } = await ask(fair.url, booth().token, '/api/v1/till');
  const rest = ({ unit, price }) => (unit === 'kg' ? Math.round(price * 0.248) % 1000 : 0);
  kilo = products.find((one) => rest(one) !== 0 && one.price > 1000000);
  await organiser.goto(`/products/${kilo.uid}`);
  await organiser.locator('details summary').click();
  await organiser.locator('#sku').fill('42');
  await organiser.locator('button.main').click();
  await organiser.waitForLoadState('networkidle');
});

test('a label in thousands of đồng is sold, and the screen says what is charged', async () => {
  const page = await openTill(browser, fair.url, booth());
  const charged = Math.round(kilo.price * 0.248);
  const printed = Math.round(charged / 1000);
  await scan(page, ean13(`2200042${String(printed).padStart(5, '0')}`));
  const toast = page.locator('.toast', { hasText: kilo.name });
  await toast.waitFor();
  const words = (await toast.innerText()).replace(/\u00a0/g, ' ');
  const differs = `0,248 kg · ${dong(charged)} đ (tem ghi ${dong(printed * 1000)} đ)`;
  assert.ok(words.includes(differs), words);
  await look(page, 'label-rounded');
  assert.match(await page.locator('.dock .main').innerText(), new RegExp(dong(charged)));
});

test('a label of nothing says so, and does not blame the price', async () => {
  const page = await openTill(browser, fair.url, booth());
  await scan(page, ean13('210004200000'));
  const sheet = page.locator('dialog[open]', { hasText: 'Tem này ghi số 0' });
  await sheet.waitFor();
  await look(page, 'label-of-nothing');
  assert.doesNotMatch(await sheet.innerText(), /giá/);
});
