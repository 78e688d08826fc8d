// Selling and opening a sale again as the flows of refunds do it, and another phone of a booth.

import { ask, openPage, signIn, signInByPassword } from './fair.mjs';
import { next, sell as ringUp } from './selling.mjs';

/** Sells `count` pieces of a product for the exact cash; the sale as the laptop lists it. */
export async function sell(page, { fair, booth, product, count }) {
  await ringUp(page, booth, product, count);
  await page.locator('.done-mark.good').waitFor();
  await next(page);
  const { sales } = await ask(fair.url, booth.token, '/api/v1/sales');
  return sales[0];
}

/** Opens a sale by its number on the list of receipts. */
export async function open(page, sale) {
  if (!(await page.locator('.sales').count())) {
    await page.locator('.tools button', { hasText: 'Phiếu' }).click();
  }
  await page.locator('[data-focus="find"]').fill(sale.receipt_no.toLowerCase());
  await page.locator('[data-focus="find"]').press('Enter');
  await page.locator('.refund .lines').waitFor();
}

/** Everything of the sale that is open is to come back, and why. */
export async function everything(page) {
  await page.locator('[data-focus="all"]').click();
  await page.locator('.chip', { hasText: 'Khách đổi ý' }).click();
}

/** A product of the booth that is sold by the piece and costs less than this. */
export const cheap = (booth, most) =>
  booth.products.find((one) => one.unit.trim().toLowerCase() !== 'kg' && one.price < most);

/** A code of the organiser's that pairs one phone with a booth. */
export async function pairingCode({ fair, browser, booth }) {
  const office = await openPage(browser, fair.url);
  await signInByPassword(office, fair.access.organiser);
  const { booth: here } = await ask(fair.url, booth.token, '/api/v1/till');
  const form = { place: `booth ${here.id}` };
  const headers = { Origin: fair.url };
  const made = await office.request.post('/devices/pair', { form, headers, maxRedirects: 0 });
  await office.context().close();
  return new URL(made.headers().location, fair.url).searchParams.get('code');
}

/** Another phone of a booth, with a PIN signed in. */
export async function otherPhone({ fair, browser, booth, pin }) {
  const code = await pairingCode({ fair, browser, booth });
  const page = await openPage(browser, fair.url);
  await page.goto(`/join/${code}`);
  await page.locator('#name').fill('Máy hai');
  await page.locator('form .main').click();
  await page.locator('.done-mark.good').waitFor();
  await page.locator('.main').click();
  await signIn(page, pin);
  return page;
}
