import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepShell, later } from '../../../static/js/net/offline_shell.js';
import { speak } from '../../../static/js/lib/words.js';

test('on HTTPS a worker keeps the shell and the browser is asked to keep the data', async () => {
  const asked = [];
  const navigator = {
    serviceWorker: { register: async (path) => asked.push(path) },
    storage: { persist: async () => asked.push('persist') },
  };
  assert.equal(await keepShell({ isSecureContext: true, navigator }), true);
  assert.deepEqual(asked, ['/sw.js', 'persist']);
});

test('a browser that refuses the worker sells all the same', async () => {
  const register = async () => {
    throw new Error('SecurityError');
  };
  const navigator = { serviceWorker: { register } };
  assert.equal(await keepShell({ isSecureContext: true, navigator }), false);
});

test('on plain HTTP the shell is refreshed in a way that never loses the kept one', async () => {
  const asked = [];
  const world = {
    isSecureContext: false,
    navigator: {},
    location: { pathname: '/till' },
    fetch: async (path, { cache }) => {
      asked.push([path, cache]);
      throw new TypeError('nobody answers');
    },
  };
  assert.equal(await keepShell(world), false);
  assert.deepEqual(asked, [['/till', 'no-cache']]);
});

test('what is needed later is fetched one by one, and a failure stops nothing', async () => {
  const asked = [];
  const fetch = async (url) => {
    asked.push(url);
    if (url === '/b') throw new TypeError('nobody answers');
    return { arrayBuffer: async () => null };
  };
  await later({ document: { body: { dataset: { later: '/a /b /c' } } }, fetch });
  await later({ document: { body: { dataset: {} } }, fetch });
  assert.deepEqual(asked, ['/a', '/b', '/c']);
});

test('a shell from the cache speaks the language chosen since', () => {
  const page = (cookie) => ({
    cookie,
    title: 'Bán hàng · Chợ Phiên',
    documentElement: { lang: 'vi' },
    querySelector: () => ({ dataset: { vi: 'Bán hàng', en: 'Till' } }),
  });
  const chosen = page('a=1; lang=en; b=2');
  speak(chosen);
  assert.deepEqual([chosen.documentElement.lang, chosen.title], ['en', 'Till · Chợ Phiên']);
  const none = page('xlang=en');
  speak(none);
  assert.equal(none.documentElement.lang, 'vi');
});
