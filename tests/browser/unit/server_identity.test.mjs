import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { originOf, who } from '../../../static/js/net/server_identity.js';

const HTTP = { protocol: 'http:', port: '8080' };
const HTTPS = { protocol: 'https:', port: '8443' };

test('an address is understood however it is typed or pasted', () => {
  for (const [typed, origin] of [
    ['192.168.1.9:8080', 'http://192.168.1.9:8080'],
    ['  192.168.1.9 : 9090 ', 'http://192.168.1.9:9090'],
    ['192,168,1,9:8080', 'http://192.168.1.9:8080'],
    ['192.168.1.9', 'http://192.168.1.9:8080'],
    ['HTTP://192.168.1.9:8080/', 'http://192.168.1.9:8080'],
    ['http:/192.168.1.9:8080', 'http://192.168.1.9:8080'],
    ['http://192.168.1.9:80/till', 'http://192.168.1.9'],
    ['http://192.168.1.9:8080/join/7K3M9QX2AB#move', 'http://192.168.1.9:8080'],
    ['http://192.168.1.9:8080/lang/en?back=/till', 'http://192.168.1.9:8080'],
    ['May-Chu.local:8080', 'http://may-chu.local:8080'],
    ['http.local', 'http://http.local:8080'],
    ['http://[fd00::7]:8080/r/x', 'http://[fd00::7]:8080'],
  ]) {
    assert.equal(originOf(typed, HTTP), origin, typed);
  }
});

test('a page speaks to its own scheme alone, whichever address it is given', () => {
  assert.equal(originOf('http://192.168.1.9:8080/', HTTPS), 'https://192.168.1.9:8443');
  assert.equal(originOf('https://192.168.1.9:8443/', HTTP), 'http://192.168.1.9:8080');
  assert.equal(originOf('https://192.168.1.9:9443/', HTTPS), 'https://192.168.1.9:9443');
  assert.equal(originOf('192.168.1.9:9443', HTTPS), 'https://192.168.1.9:9443');
  assert.equal(originOf('192.168.1.9', { protocol: 'http:', port: '' }), 'http://192.168.1.9');
});

test('what is no address is none', () => {
  for (const typed of [
    '',
    '   ',
    '192.168.1',
    '192.168.1.999',
    '192.168.1.9.8080',
    '192.168.1.9:99999',
    '8934567890123',
    'ftp://192.168.1.9',
    'a@192.168.1.9',
    'Mật ong Tiên Yên',
    'javascript:alert(1)',
  ]) {
    assert.equal(originOf(typed, HTTP), null, typed);
  }
});

const sha = (text) => createHash('sha256').update(text).digest('hex');
const OURS = { id: '0197-a', token: 'mã của máy' };
const AT = 'http://192.168.1.9:8080';

/** A laptop that knows this token, or another. */
const laptop = (token, asked = []) => async (url, options) => {
  asked.push([url, JSON.stringify(options.headers ?? {})]);
  const nonce = new URL(url).searchParams.get('nonce');
  return { status: 200, json: async () => ({ proof: sha(`${nonce} ${AT} ${sha(token)}`) }) };
};

test('the laptop that knows the token is known, and is not told the token', async () => {
  const asked = [];
  assert.equal(await who(AT, OURS, 'ab12', laptop(OURS.token, asked)), 'same');
  assert.deepEqual(asked.map(([url]) => url), [`${AT}/api/v1/devices/0197-a/proof?nonce=ab12`]);
  const told = JSON.stringify(asked);
  assert.ok(!told.includes(OURS.token) && !told.includes(sha(OURS.token)), told);
});

test('another laptop, an old answer and an answer passed on are not believed', async () => {
  assert.equal(await who(AT, OURS, 'ab12', laptop('mã khác')), 'other');
  const old = async () => ({
    status: 200,
    json: async () => ({ proof: sha(`ab11 ${AT} ${sha(OURS.token)}`) }),
  });
  assert.equal(await who(AT, OURS, 'ab12', old), 'other');
  // He asked the true laptop, which said at which of its addresses it was asked.
  assert.equal(await who('http://10.6.6.6:8080', OURS, 'ab12', laptop(OURS.token)), 'other');
  const unknown = async () => ({ status: 404, json: async () => ({ error: 'not_found' }) });
  assert.equal(await who(AT, OURS, 'ab12', unknown), 'other');
});

test('a busy laptop, a silent one and a page of something else are told apart', async () => {
  const busy = async () => ({ status: 429, json: async () => ({}) });
  assert.equal(await who(AT, OURS, 'ab12', busy), 'busy');
  const silent = async () => {
    throw new TypeError('Failed to fetch');
  };
  assert.equal(await who(AT, OURS, 'ab12', silent), 'silent');
  const portal = async () => ({ status: 200, json: async () => JSON.parse('<html>') });
  assert.equal(await who(AT, OURS, 'ab12', portal), 'silent');
});
