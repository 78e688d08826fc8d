// Before anybody has signed in: a phone that is paired again still knows its name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opened } from './fair.mjs';
import { otherPhone, pairingCode } from './refunding.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = () => fair.access.open_fair.booths[3];

test('a phone that is paired again offers the name it had', async () => {
  const pin = booth().seller_pin;
  const page = await otherPhone({ fair, browser, booth: booth(), pin });
  const code = await pairingCode({ fair, browser, booth: booth() });
  await page.goto(`/join/${code}`);
  await page.locator('#name').waitFor();
  assert.equal(await page.locator('#name').inputValue(), 'Máy hai');
  await page.context().close();
});
