// The slip to pay: from the screen that shows the QR, at the seller's press, and never by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  look,
  opened,
  openPage,
  openTill,
  pick,
  piece,
  signInByPassword,
  until,
} from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

test('a slip to pay is printed when asked for, and the second one is a copy', async () => {
  const [booth] = fair.access.open_fair.booths;
  const page = await openTill(browser, fair.url, booth);
  await pick(page, piece(booth));
  await page.locator('.dock .main').click();
  await page.locator('.methods [data-focus="vietqr"]').click();
  const reference = (await page.locator('.reference').innerText()).trim();
  const organiser = await openPage(browser, fair.url, { width: 1280, height: 800 });
  await signInByPassword(organiser, fair.access.organiser);
  const jobs = async () => {
    await organiser.goto('/printers');
    const row = organiser.locator('tr', { hasText: reference });
    return (await row.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
  };
  assert.deepEqual(await jobs(), [], 'never by itself');

  const button = page.locator('.seller-part [data-focus="print"]');
  await button.click();
  await page.locator('.seller-only', { hasText: 'Đang in phiếu chờ trả' }).waitFor();
  await look(page, 'qr-printing');
  // A second paper is a copy and says so, once the first is out of the queue.
  const copied = async () => {
    const answered = page.waitForResponse((one) => one.url().endsWith('/prints'));
    await button.click();
    return (await (await answered).json()).copy;
  };
  await until(copied, 'the first slip never left the queue');
  await page.locator('.seller-only', { hasText: 'Đang in bản sao 1' }).waitFor();
  const [copy, first] = await jobs();
  assert.match(copy, /bản sao 1/);
  assert.match(first, /Đã gửi máy in|Đã in xong/);
  await look(organiser, 'printers-slips');

  // Once it is paid there is no such slip any more.
  await page.locator('.seller-part [data-focus="got"]').click();
  assert.equal(await button.count(), 0);
});
