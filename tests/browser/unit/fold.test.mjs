// The till's search folds what looks the same, as the server's base/fold.rs does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold } from '../../../static/js/model/fold.js';

test('what looks the same is found by the same words', () => {
  assert.equal(fold('Ðường phèn'), 'duong phen');
  assert.equal(fold('ĐƯỜNG  phèn'), 'duong phen');
  assert.equal(fold('Trà \u200b sen\u202c'), 'tra sen');
  assert.equal(fold('Miến\u00ad dong'), 'mien dong');
  assert.equal(fold('\ufeffMật ong'), 'mat ong');
});
