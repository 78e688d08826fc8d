// A day in our own field: dd/mm/yyyy, whatever the browser's language.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meant, stroked, written } from '../../../static/js/lib/date_field.js';

test('digits get their strokes, and a day is read as people write it', () => {
  assert.deepEqual(['0', '02', '0206', '02062026'].map(stroked), [
    '0',
    '02/',
    '02/06/',
    '02/06/2026',
  ]);
  for (const text of ['02/06/2026', '2/6/2026', '2.6.2026', '2026-06-02']) {
    assert.equal(written(meant(text)), '02/06/2026', text);
  }
  for (const text of ['', '31/02/2026', '06/13/2026', '29/02/2025', '2/6/26', 'mai']) {
    assert.equal(meant(text), null, text);
  }
});
