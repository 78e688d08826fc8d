// The laptop's side of a fair that goes wrong: the organiser's pages, the figures of the book, and
// the file of a device whose address is gone.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, openPage, program, signInByPassword } from './fair.mjs';

/** The organiser, who comes to the server itself and not over the rough network. */
export async function openOffice(browser, url, access) {
  const page = await openPage(browser, url, { width: 1280, height: 800 });
  await signInByPassword(page, access.organiser);
  return page;
}

/** What the live board tells of the fair. */
export const live = (office, code) =>
  office.evaluate(async (code) => {
    const answer = await fetch(`/api/v1/fairs/${code}/live`);
    const reader = answer.body.getReader();
    let text = '';
    while (!text.includes('\n\n')) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    return JSON.parse(/^data: ?(.*)$/m.exec(text)[1]).totals.overall;
  }, code);

/** What the report of the fair says, by the program itself; đồng in cash and by card among it. */
export function report(folder, code) {
  const words = ['report', 'fair', code, '--format', 'json', '--data', folder];
  const said = spawnSync(program, words, { encoding: 'utf8' });
  assert.equal(said.status, 0, said.stderr);
  const { sales, voids, revenue, rounding, tenders } = JSON.parse(said.stdout);
  return { sales, voids, revenue, rounding, cash: tenders.cash, card: tenders.card ?? 0 };
}

/** A code that pairs one more device with a booth. */
export async function pairingCode(office, url, booth) {
  await office.goto('/devices/pair');
  const till = await ask(url, booth.token, '/api/v1/till');
  await office.locator('select[name="place"]').selectOption(`booth ${till.booth.id}`);
  await office.locator('main form button').last().click();
  await office.waitForURL(/\/devices\/code/);
  return new URL(office.url()).searchParams.get('code');
}

/** The unsent rows of a device whose address is gone come as a file, twice; tells how many. */
export async function bringIn(office, page, folder) {
  await page.locator('.till-bar .state').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByText('Lưu ra tệp').click(),
  ]);
  const file = join(folder, 'chua-gui.json');
  await download.saveAs(file);
  const { count } = JSON.parse(readFileSync(file, 'utf8'));
  await office.goto('/unsent');
  const told = office.locator('#unsent-rows');
  await office.locator('#unsent-file').setInputFiles(file);
  await told.locator('.notice.good').waitFor({ timeout: 60000 });
  // Once more: everything is known already, whatever was new the first time.
  await office.locator('#unsent-file').setInputFiles(file);
  const known = (want) => {
    const words = document.querySelector('#unsent-rows').innerText;
    return words.split('Đã có từ trước').length - 1 === want;
  };
  await office.waitForFunction(known, count, { timeout: 60000 });
  return count;
}

const digits = (words) => Number(words.replace(/[^\d-]/g, '') || 0);

/** A shift as the laptop has it: its X or Z, and what stands under the Z as supplements. */
export async function drawerOf(office, shift) {
  const z = await (await office.request.get(`/api/v1/shifts/${shift}`)).json();
  const cash = z.figures.methods.find(({ method }) => method === 'cash')?.amount ?? 0;
  await office.goto(`/shifts/${shift}`);
  const rows = await office.locator('#supplements tbody tr').evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())),
  );
  // Of a movement there is no whole sale; a refund's is below zero.
  const late = rows.map((cells) => ({
    number: digits(cells[0]),
    cash: digits(cells[5]),
    what: cells[6] === '' ? 'move' : cells[6].startsWith('-') ? 'refund' : 'sale',
  }));
  const events = await office.locator('#events tbody tr').allInnerTexts();
  return { ...z, cash, late, events };
}

/**
 * The figures of a drawer, supplements added. Each supplement has its number, without a gap.
 */
export function whole({ figures, cash, late, supplements }) {
  assert.equal(late.length, supplements);
  const numbers = late.map(({ number }) => number).sort((one, other) => one - other);
  assert.deepEqual(numbers, numbers.map((_, n) => n + 1));
  const of = (what) => late.filter((row) => row.what === what);
  const sum = (rows) => rows.reduce((all, row) => all + row.cash, 0);
  const moved = of('move');
  return {
    sales: figures.sales + of('sale').length,
    refunds: figures.reversals + of('refund').length,
    cash: cash + sum(of('sale')) + sum(of('refund')),
    paidIn: figures.paid_in + sum(moved.filter((row) => row.cash > 0)),
    paidOut: figures.paid_out - sum(moved.filter((row) => row.cash < 0)),
  };
}
