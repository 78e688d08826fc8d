// The laptop's disk fills up in the middle of a day: the till and the board say so in words, the
// sale is kept, and when there is room again everything ends by itself.
//
// The disk is a file system in memory; where this user may not mount one, the flow is not walked.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  closeBrowser,
  demonstration,
  look,
  openBrowser,
  openPage,
  openTill,
  serve,
  signInByPassword,
  until,
  verify,
} from './fair.mjs';
import { next, sell } from './selling.mjs';

/** More than the book needs by itself while the flow is walked. */
const SPARE = 24 * 1024 * 1024;
const BOARD = { width: 1280, height: 800 };
const WORDS = { vi: 'Không ghi được: hết chỗ trên đĩa', en: 'Cannot write: disk full' };

const run = (name, ...args) => spawnSync(name, args).status === 0;

const sizeOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .reduce((sum, one) => sum + statSync(join(one.parentPath, one.name)).size, 0);

/** A copy of the demonstration on a disk that can be filled; null where none can be mounted. */
function smallDisk() {
  const disk = mkdtempSync(join(tmpdir(), 'chophien-small-'));
  const remove = () => {
    run('umount', '-l', disk);
    rmSync(disk, { recursive: true, force: true });
  };
  const size = sizeOf(demonstration()) + SPARE;
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk)) {
    remove();
    return null;
  }
  const folder = join(disk, 'data');
  cpSync(demonstration(), folder, { recursive: true });
  const filler = join(disk, 'filler');
  const fill = () => {
    for (const bytes of [1 << 20, 1 << 12, 1]) {
      for (let room = true; room; ) {
        try {
          appendFileSync(filler, Buffer.alloc(bytes));
        } catch (error) {
          assert.equal(error.code, 'ENOSPC');
          room = false;
        }
      }
    }
  };
  const access = JSON.parse(readFileSync(join(folder, 'access.json'), 'utf8'));
  return { folder, access, fill, makeRoom: () => rmSync(filler), remove };
}

/** The same page in the other language, as its own link turns it. */
const inEnglish = (page, url) =>
  page.context().addCookies([{ name: 'lang', value: 'en', url }]);

const state = (page) => page.locator('.state-link').innerText();

const stateSays = (page, words) =>
  until(async () => (await state(page)).includes(words), `the till never says ${words}`);

test('a full disk is said everywhere, sales are kept, and room ends it by itself', async (t) => {
  const disk = smallDisk();
  if (!disk && !process.env.CI) return t.skip('this user may not mount a tmpfs');
  assert.ok(disk, 'CI has to mount a tmpfs');
  const server = await serve(disk.folder);
  const browser = await openBrowser();
  t.after(async () => {
    await closeBrowser(browser);
    await server.end();
    disk.remove();
  });
  const booth = disk.access.open_fair.booths[0];
  const till = await openTill(browser, server.url, booth);
  const board = await openPage(browser, server.url, BOARD);
  await signInByPassword(board, disk.access.organiser);
  await board.goto('/board');
  await sell(till, booth);
  await till.locator('.done-mark.good').waitFor();
  await next(till);
  disk.fill();
  // What the book's own files still hold is used up first.
  for (let n = 0; !(await state(till)).includes(WORDS.vi); n += 1) {
    assert.ok(n < 400, 'the disk is never full');
    await sell(till, booth);
    await till.locator('.done-mark.good, .done-mark.wait').waitFor();
    await next(till);
  }
  await look(till, 'disk-full-till-vi');
  const notice = board.locator('#notices .notice.stop');
  await notice.getByText(WORDS.vi).waitFor();
  await look(board, 'disk-full-board-vi');
  const health = await fetch(`${server.url}/healthz`);
  assert.equal(health.status, 503);
  assert.equal((await health.json()).writing.why, 'disk_full');
  // One more sale in English, kept like the first.
  for (const page of [till, board]) await inEnglish(page, server.url);
  await board.reload();
  await notice.getByText(WORDS.en).waitFor();
  await till.reload();
  await stateSays(till, WORDS.en);
  await sell(till, booth);
  await till.locator('.done-mark.wait').waitFor();
  await next(till);
  await stateSays(till, WORDS.en);
  await look(till, 'disk-full-till-en');
  await look(board, 'disk-full-board-en');
  disk.makeRoom();
  await notice.waitFor({ state: 'detached' });
  await stateSays(till, 'Connected');
  await until(
    async () => (await till.locator('.state-unsent').innerText()).startsWith('0 unsent'),
    'what was kept is never sent',
  );
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  await look(till, 'disk-full-after-till-en');
  await look(board, 'disk-full-after-board-en');
  assert.deepEqual([...till.troubles, ...board.troubles], []);
  verify(disk.folder);
});
