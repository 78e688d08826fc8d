import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { clock, exact, moment, say, waited } from '../../../static/js/lib/words.js';

const folder = new URL('../../../static/js/', import.meta.url);

test('the page’s language decides, and Vietnamese is the first', () => {
  assert.equal(say('Bán', 'Sell'), 'Bán');
  globalThis.document = { documentElement: { lang: 'en' } };
  assert.equal(say('Bán', 'Sell'), 'Sell');
  delete globalThis.document;
});

test('times are Vietnam’s, as on paper, however the device is set', () => {
  const at = Date.UTC(2026, 5, 2, 17, 32, 5);
  assert.equal(clock(at), '00:32');
  assert.equal(exact(at), '00:32:05');
  assert.equal(moment(at, Date.UTC(2026, 5, 3, 16)), '00:32');
  assert.equal(moment(at, Date.UTC(2026, 5, 3, 17)), '03/06 00:32');
});

test('waited time is minutes and seconds', () => {
  assert.equal(waited(24999), '0:24');
  assert.equal(waited(605000), '10:05');
  assert.equal(waited(-5), '0:00');
});

test('every script stays short, and none needs what plain HTTP lacks', () => {
  const ours = (name) => name.endsWith('.js') && !name.startsWith('vendor/');
  for (const name of readdirSync(folder, { recursive: true }).filter(ours)) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
    assert.ok(text.split('\n').length <= 400, `${name} is too long`);
    for (const line of text.split('\n')) assert.ok(line.length <= 100, `${name}: ${line}`);
    // A phone that cannot parse one expression gets nothing of its module: Safari before 16.4 has
    // no look-behind, and would sell nothing at all.
    assert.doesNotMatch(code, /\(\?<[!=]/, name);
    // The one module that asks first whether the page is on HTTPS.
    if (name === 'net/offline_shell.js') continue;
    assert.doesNotMatch(
      code,
      /randomUUID|crypto\.subtle|navigator\.(locks|storage|clipboard)/,
      name,
    );
  }
});
