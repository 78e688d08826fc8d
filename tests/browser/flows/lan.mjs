// The fair's Wi-Fi as phones meet it: the server by a name that is no secure context over plain
// HTTP, over HTTPS with its own authority, killed and started again on the same ports.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstration, openBrowser, program } from './fair.mjs';

// Browsers take 127.0.0.1 for secure even over plain HTTP; a name on the Wi-Fi they do not.
const HOST = `${hostname().toLowerCase()}.local`;
const RESOLVE = [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`];

/**
 * A server on a copy of the demonstration that can be killed and started again. `prepare` is given
 * the folder and what it tells of its people, before anything is served.
 */
export async function openLan(prepare = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'chophien-lan-'));
  cpSync(demonstration(), folder, { recursive: true });
  const access = JSON.parse(readFileSync(join(folder, 'access.json'), 'utf8'));
  prepare(folder, access);
  const lan = { folder, access, server: null, ports: ['0', '0'], homes: [] };
  await start(lan);
  const [plain, tls] = lan.ports;
  return Object.assign(lan, {
    /** For the flow itself, which no name resolver helps. */
    direct: `http://127.0.0.1:${plain}`,
    http: `http://${HOST}:${plain}`,
    https: `https://${HOST}:${tls}`,
    start: () => start(lan),
    kill: () => end(lan, 'SIGKILL'),
    /** A browser; one that `trusts` has the server's authority installed, as a phone would. */
    browser: (trusts) => (trusts ? trusting(lan) : openBrowser({ args: RESOLVE })),
    close: async () => {
      await end(lan, 'SIGTERM');
      for (const path of [folder, ...lan.homes]) rmSync(path, { recursive: true, force: true });
    },
  });
}

async function start(lan) {
  const [plain, tls] = lan.ports;
  const at = ['--listen', `127.0.0.1:${plain}`, '--tls-listen', `127.0.0.1:${tls}`];
  lan.server = spawn(program, ['serve', '--data', lan.folder, ...at], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await heard(lan.server, /SHA-256/);
  lan.ports = ['http', 'https'].map(
    (scheme) => new RegExp(`${scheme}://127\\.0\\.0\\.1:(\\d+)`).exec(said)[1],
  );
}

/** What the server says until it has said this. */
function heard(server, pattern) {
  return new Promise((done, fail) => {
    let said = '';
    const late = setTimeout(() => fail(new Error(`not within 20 s: ${said}`)), 20000);
    server.once('exit', (code) => fail(new Error(`serve ended with ${code}: ${said}`)));
    server.stdout.on('data', (bytes) => {
      said += bytes;
      if (!pattern.test(said)) return;
      clearTimeout(late);
      done(said);
    });
  });
}

async function end(lan, signal) {
  if (lan.server.exitCode !== null || lan.server.signalCode !== null) return;
  const gone = new Promise((done) => lan.server.once('exit', done));
  lan.server.kill(signal);
  await gone;
}

/**
 * Chromium reads the authorities of its user from an NSS database in the home folder. Merely
 * clicking a warning away would not do: browsers give no service worker to such a page.
 */
async function trusting(lan) {
  const home = mkdtempSync(join(tmpdir(), 'chophien-home-'));
  lan.homes.push(home);
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  const answer = await fetch(`${lan.direct}/trust/chophien-ca.crt`);
  assert.equal(answer.headers.get('content-type'), 'application/x-x509-ca-cert');
  const file = join(home, 'chophien-ca.crt');
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  certutil('-N', '-d', `sql:${store}`, '--empty-password');
  certutil('-A', '-d', `sql:${store}`, '-n', 'chophien', '-t', 'C,,', '-i', file);
  return openBrowser({ args: RESOLVE, env: { HOME: home } });
}

function certutil(...args) {
  const made = spawnSync('certutil', args, { encoding: 'utf8' });
  assert.equal(made.status, 0, `certutil ${args.join(' ')}: ${made.error ?? made.stderr}`);
}
