// The season as the program says it in a script: the figures that the pages show, to the đồng.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { demonstration, program } from './fair.mjs';

const WHEN = ['--from', '2024-01-01', '--to', '2024-06-30'];

test('the season’s report in JSON gives the season’s figures, and how they differ', () => {
  const asked = ['report', 'season', ...WHEN, '--format', 'json', '--data', demonstration()];
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
