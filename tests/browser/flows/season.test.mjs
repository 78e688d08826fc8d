// The whole season: its figures to the đồng in a script, and on the page that leads to what is
// behind them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  closeBrowser,
  fill,
  openBrowser,
  openPage,
  program,
  serve,
  signInByPassword,
} from './fair.mjs';

const WHEN = ['--from', '2024-01-01', '--to', '2024-06-30'];
const folder = mkdtempSync(join(tmpdir(), 'chophien-season-'));

before(() => fill(folder));
after(() => rmSync(folder, { recursive: true, force: true }));

test('the season’s report in JSON gives the season’s figures, and how they differ', () => {
  const asked = ['report', 'season', ...WHEN, '--format', 'json', '--data', folder];
  const { status, stdout, stderr } = spawnSync(program, asked, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const season = JSON.parse(stdout);

  const { fairs, sales_points: points } = season;
  assert.deepEqual([fairs.count, fairs.stated], [22, 18]);
  const levels = { provincial: 2, local: 12, programme: 4, not_stated: 4 };
  assert.deepEqual(fairs.by_level, levels);
  assert.deepEqual([points.count, points.by_point.length, points.revenue], [23, 23, 0]);
  assert.deepEqual([season.visits, season.sales, season.voids], [120430, 141794, 340]);
  assert.equal(season.revenue, 25_214_629_000);
  assert.equal(season.revenue_local_zone, 12_062_369_000);

  const { published, difference } = season;
  assert.deepEqual(published, {
    fairs: 22, visits: 120_000, revenue: 25_000_000_000, revenue_local_zone: 12_000_000_000,
  });
  for (const figure of ['visits', 'revenue', 'revenue_local_zone']) {
    assert.equal(difference[figure], season[figure] - published[figure], figure);
  }

  // However it is divided, it is the same money; and what was handed over is what was sold.
  const sum = (rows, figure) => rows.reduce((all, row) => all + row[figure], 0);
  const parts = ['fair', 'level', 'month', 'booth', 'zone', 'product_group', 'day', 'hour'];
  for (const part of parts) {
    assert.equal(sum(season[`by_${part}`], 'revenue'), season.revenue, part);
  }
  assert.equal(sum(season.by_gate, 'visits'), season.visits);
  const handed = Object.values(season.tenders).reduce((all, amount) => all + amount, 0);
  assert.equal(handed, season.revenue + season.rounding);
  const local = season.by_zone.find((zone) => zone.code === 'local');
  assert.equal(local.revenue, season.revenue_local_zone);
});

test('a figure of the season leads to the fair, its booths and the sales behind it', async (t) => {
  const { organiser } = JSON.parse(readFileSync(join(folder, 'access.json'), 'utf8'));
  const { url, end } = await serve(folder);
  const browser = await openBrowser();
  t.after(async () => {
    await closeBrowser(browser);
    await end();
  });
  const page = await openPage(browser, url, { width: 1280, height: 800 });
  await signInByPassword(page, organiser);
  await page.goto('/reports/season?from=2024-01-01&to=2024-06-30');
  const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  for (const figure of ['22', '120.430', '25.214.629.000', '12.062.369.000']) {
    assert.ok(text.includes(figure), figure);
  }
  await page.locator('main a[href="/fairs/QN24-01"]').first().click();
  await page.locator('main a[href^="/fairs/QN24-01/booths/"]').first().click();
  assert.match(page.url(), /\/fairs\/QN24-01\/booths\//);
});
