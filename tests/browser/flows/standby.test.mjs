// The laptop dies, and a second one has followed it: the phone goes there by itself, and stays
// there when the first one comes back.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  ask,
  closeBrowser,
  copyFair,
  look,
  openBrowser,
  openTill,
  program,
  serve,
  until,
  verify,
} from './fair.mjs';
import { openOffice } from './office.mjs';
import { next, sell } from './selling.mjs';

const at = {};
const second = join(tmpdir(), `chophien-standby-${process.pid}`);

before(async () => {
  Object.assign(at, copyFair());
  at.first = await serve(at.folder);
  at.browser = await openBrowser();
});

after(async () => {
  await closeBrowser(at.browser);
  await at.first?.end('SIGKILL');
  await at.second?.end('SIGKILL');
  rmSync(second, { recursive: true, force: true });
  at.remove?.();
});

const count = async (url, booth) => (await ask(url, booth.token, '/api/v1/sales')).sales.length;

/** A sale that the laptop has answered for. */
async function sold(page, booth) {
  await sell(page, booth);
  await page.locator('.done-mark.good').waitFor({ timeout: 60000 });
  await next(page);
}

/** The organiser adds a standby, which serves from then on. */
async function follow(office) {
  await office.goto('/backups');
  await look(office, 'standby-none');
  await office.getByText('Thêm máy dự phòng').click();
  const command = await office.locator('main code').first().innerText();
  await look(office, 'standby-code');
  const [, , url, code] = command.split(' ');
  const words = ['standby', url, code, '--name', 'Máy hai', '--data', second];
  const said = spawnSync(program, words, { encoding: 'utf8' });
  assert.equal(said.status, 0, said.stderr);
  at.second = await serve(second);
  await until(async () => {
    await office.goto('/backups');
    return (await office.locator('#standbys').innerText()).includes('theo kịp');
  }, 'the standby keeps up');
  await look(office, 'standby-follows');
}

test('the till goes to the standby by itself, and each sale is there once', {
  timeout: 300000,
}, async () => {
  const booth = at.access.open_fair.booths[0];
  const old = at.first.url;
  const office = await openOffice(at.browser, old, at.access);
  const page = await openTill(at.browser, old, booth);
  const begun = await count(old, booth);
  await sold(page, booth);
  await follow(office);
  // A till asks its laptop each minute; opened anew it does so at once.
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
  await sold(page, booth);
  await at.first.end('SIGKILL');
  await sell(page, booth);
  await next(page);
  await page.locator('.state', { hasText: 'Mất kết nối' }).waitFor({ timeout: 60000 });

  const other = await openOffice(at.browser, at.second.url, at.access);
  await other.goto('/backups');
  await look(other, 'standby-itself');
  await other.goto('/takeover');
  await look(other, 'standby-takeover');
  await other.locator('[name="code"]').fill(at.access.open_fair.code);
  await other.locator('main form button').last().click();
  await other.waitForURL(/\/fairs/);
  await page.locator('.state', { hasText: 'Nối địa chỉ khác' }).waitFor({ timeout: 60000 });
  await page.locator('.state-unsent', { hasText: /^0 / }).waitFor({ timeout: 60000 });
  assert.equal(await count(at.second.url, booth), begun + 3);
  await sold(page, booth);

  // The first one comes back where it was. It hears that the fair has moved; the phone stays.
  at.first = await serve(at.folder, new URL(old).host);
  const back = await openOffice(at.browser, old, at.access);
  await until(async () => {
    await back.goto('/backups');
    return (await back.locator('main').innerText()).includes('đã chuyển sang máy khác');
  }, 'the first laptop hears', 60000);
  await look(back, 'standby-followed');
  for (let n = 0; n < 3; n += 1) await sold(page, booth);
  assert.equal(await count(at.second.url, booth), begun + 7);
  await at.first.end();
  await at.second.end();
  at.first = at.second = null;
  verify(second);
});
