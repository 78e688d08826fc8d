import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { kindName } from '../../../static/js/net/row_kinds.js';

const folder = new URL('../../../static/js/', import.meta.url);
const sources = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith('.js') && !name.startsWith('vendor/'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

test('every kind of row that a device writes has a name for people', () => {
  const literal = /\bkind: '([a-z]+)',\n\s+path:/g;
  const found = sources.flatMap((text) => [...text.matchAll(literal)].map(([, kind]) => kind));
  const named = sources.flatMap((text) => [...text.matchAll(/export const KIND = '([a-z]+)'/g)]);
  const kinds = new Set([...found, ...named.map(([, kind]) => kind)]);
  assert.ok(kinds.size >= 5 && kinds.has('sale') && kinds.has('shift'), [...kinds].join());
  for (const kind of kinds) assert.notEqual(kindName(kind), kind, kind);
});

test('no sentence of a screen is left empty in one language', () => {
  const empty = /\bsay\((?:'[^']+',\s*''|'',\s*'[^']+')\)/g;
  const found = sources.flatMap((text) => text.match(empty) ?? []);
  assert.deepEqual(found, []);
});
