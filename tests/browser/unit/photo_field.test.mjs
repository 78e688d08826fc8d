// What of a picture is shown, and how large it is made before it is sent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, within } from '../../../static/js/lib/photo_field.js';
import { wanted } from '../../../static/js/till/tile_photos.js';

test('a page gets the whole picture, a tile the square in its middle', () => {
  const picture = { width: 3000, height: 2000 };
  assert.deepEqual(cut(picture, false), { x: 0, y: 0, width: 3000, height: 2000 });
  assert.deepEqual(cut(picture, true), { x: 500, y: 0, width: 2000, height: 2000 });
  const upright = { width: 900, height: 1201 };
  assert.deepEqual(cut(upright, true), { x: 0, y: 150.5, width: 900, height: 900 });
});

test('the longer side has so many pixels at most, and none is made larger', () => {
  assert.deepEqual(within({ width: 3000, height: 2000 }, 480), { width: 480, height: 320 });
  assert.deepEqual(within({ width: 2000, height: 3001 }, 480), { width: 320, height: 480 });
  assert.deepEqual(within({ width: 100, height: 60 }, 480), { width: 100, height: 60 });
  assert.deepEqual(within({ width: 9000, height: 3 }, 480), { width: 480, height: 1 });
});

test('a till shows the pictures of a booth that wants them, and not without end', () => {
  const products = [{ uid: 'a', photo: 'f00d' }, { uid: 'b' }];
  assert.deepEqual([...wanted({ booth: { pictures: true }, products })], [
    ['a', '/photos/f00d.jpg'],
  ]);
  assert.equal(wanted({ booth: { pictures: false }, products }).size, 0);
  assert.equal(wanted({ booth: {}, products }).size, 0);
  const many = Array.from({ length: 1000 }, (_, n) => ({ uid: `${n}`, photo: `${n}` }));
  assert.equal(wanted({ booth: { pictures: true }, products: many }).size, 400);
});
