// Where somebody comes from: the field finds a unit while one types, without marks, by a name that
// is no more; keys and a screen reader's marks lead through what is offered; free words stay.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openPage, PHONE, signInByPassword } from './fair.mjs';

const LAPTOP = { width: 1280, height: 800 };

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

async function organised(viewport) {
  const page = await openPage(browser, fair.url, viewport);
  await signInByPassword(page, fair.access.organiser);
  return page;
}

/** The form of the first booth. */
async function boothForm(page) {
  const { code, booths } = fair.access.open_fair;
  await page.goto(`/fairs/${code}/booths/${booths[0].code}/edit`);
  await page.locator('#origin_unit[role="combobox"]').waitFor();
  return page.locator('#origin_unit');
}

const options = (page) => page.locator('#origin_unit-list [role="option"]');

test('a former commune is found by keys, says what it is now, and gives way to that', async () => {
  const page = await organised(LAPTOP);
  const field = await boothForm(page);
  await field.fill('');
  await field.pressSequentially('xa thuy xuan', { delay: 10 });
  await options(page).first().waitFor();
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  await field.press('ArrowDown');
  const active = await field.getAttribute('aria-activedescendant');
  const chosen = page.locator(`#${active}`);
  assert.equal(await chosen.getAttribute('aria-selected'), 'true');
  assert.match(await chosen.innerText(), /^Xã Thụy Xuân, Thái Thụy, Thái Bình/);
  await look(page, 'locality-list');
  await field.press('Enter');
  assert.equal(await field.inputValue(), 'Xã Thụy Xuân, Thái Thụy, Thái Bình');
  assert.equal(await field.getAttribute('aria-expanded'), 'false');
  await page.locator('#origin_unit-said').getByText('Nay là xã Đông Thụy Anh').waitFor();
  await look(page, 'locality-former');
  await page.getByRole('button', { name: /Xã Đông Thụy Anh, Hưng Yên/ }).click();
  assert.equal(await field.inputValue(), 'Xã Đông Thụy Anh, Hưng Yên');
  await page.locator('.form .main').click();
  await page.getByText('Đã lưu').waitFor();
  assert.equal(await (await boothForm(page)).inputValue(), 'Xã Đông Thụy Anh, Hưng Yên');
});

test('on a phone a finger chooses, in English too, and free words stay', async () => {
  const page = await organised(PHONE);
  await page.goto('/lang/en');
  const field = await boothForm(page);
  await field.fill('');
  await field.pressSequentially('dong trieu', { delay: 10 });
  await options(page).nth(1).waitFor();
  await look(page, 'locality-list-en');
  const city = options(page).filter({ hasText: 'Thành phố Đông Triều' });
  const height = (await city.boundingBox()).height;
  assert.ok(height >= 48, `an option is ${height} px high`);
  await city.click();
  assert.equal(await field.inputValue(), 'Thành phố Đông Triều, Quảng Ninh');
  await page.locator('#origin_unit-said').getByText('Now 5 units').waitFor();
  assert.equal(await page.locator('.locality-now button').count(), 5);
  await look(page, 'locality-former-en');
  await field.fill('Làng Hoa Ban');
  await field.press('Tab');
  await page.locator('#origin_unit-said').getByText('Not in the list').waitFor();
  await page.locator('.form .main').click();
  await page.getByText('Saved').waitFor();
  const again = await boothForm(page);
  assert.equal(await again.inputValue(), 'Làng Hoa Ban');
  assert.match(await page.locator('#origin_unit-said').innerText(), /Not in the list/);
  await look(page, 'locality-free-en');
});

test('without an answer it is a plain field', async () => {
  const page = await organised(LAPTOP);
  await page.route('**/api/v1/units?*', (route) => route.abort());
  const field = await boothForm(page);
  await field.fill('phường Tây Hồ, Hà Nội');
  await page.locator('.form .main').click();
  await page.getByText('Đã lưu').waitFor();
  assert.equal(await (await boothForm(page)).inputValue(), 'phường Tây Hồ, Hà Nội');
});

test('a venue keeps what stands before its comma', async () => {
  const page = await organised(LAPTOP);
  await page.goto(`/fairs/${fair.access.open_fair.code}/edit`);
  const field = page.locator('#place[role="combobox"]');
  await field.fill('Quảng trường 30/10, ');
  await field.pressSequentially('hong gai', { delay: 10 });
  const found = page.locator('#place-list [role="option"]').first();
  await found.click();
  assert.equal(await field.inputValue(), 'Quảng trường 30/10, Phường Hồng Gai, Quảng Ninh');
  await look(page, 'locality-venue');
});
