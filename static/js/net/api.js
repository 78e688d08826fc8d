// Talking to the fair's laptop: JSON, the device's token, a time limit on every call. Silence (no
// network, no answer in time, an answer that is not ours) has status 0 and is never an exception.

import { get, set } from './store.js';

let token = null;
let up = null;
// Where calls go: '' is the page's own address. Another one proves after each silence, before
// anything is told it, that the laptop is still there.
let base = '';
let prove = null;
let sure = true;
const watchers = new Set();

/** Hears `true` when the laptop answers and `false` when it is silent, at each change. */
export function onLink(watcher) {
  watchers.add(watcher);
}

/** `true`, `false`, or null before the first call. */
export const linked = () => up;

/** Tells every watcher that the laptop answers, or that it is silent. */
export function tell(value) {
  if (!value) sure = !base;
  if (value === up) return;
  up = value;
  for (const watcher of watchers) watcher(value);
}

/** The address to which calls go; empty for the page's own. */
export const place = () => base;

/** From now on calls go to this address, which has proved itself; `proof(origin)` asks again. */
export function through(origin, proof) {
  if (origin !== base) up = null;
  [base, prove, sure] = [origin, proof, true];
  tell(true);
}

/** The address for the next call; rejects while the laptop is not found there. */
export async function door() {
  sure ||= await prove(base);
  return base;
}

/** The header by which this device is known; other addresses are not told its cookie's language. */
export async function bearer() {
  token ??= (await get('device'))?.token ?? null;
  const { lang } = document.documentElement;
  return { 'Accept-Language': lang, ...(token && { Authorization: `Bearer ${token}` }) };
}

/** Keeps the token of a pairing; every later call carries it. */
export async function keepDevice(device) {
  await set('device', device);
  token = device.token;
}

/**
 * One call. Gives `{ status, data, at }`; `data` is the parsed JSON or null, `at` the address that
 * answered.
 */
export async function call(method, path, body, limitMs = 10000) {
  const headers = { Accept: 'application/json', ...(await bearer()) };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const at = await door();
    const answer = await fetch(at + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(limitMs),
      cache: 'no-store',
      redirect: 'error',
    });
    const data = await parse(answer);
    tell(true);
    return { status: answer.status, data, at };
  } catch {
    tell(false);
    return { status: 0, data: null };
  }
}

/**
 * Every answer of the fair is JSON, or nothing at all when it is good. A router's 404, the page of
 * a hotel's log-in portal, an answer cut short: all that is silence, whatever its status says.
 */
async function parse(answer) {
  const text = await answer.text();
  if (text === '' && answer.ok) return null;
  const type = answer.headers.get('Content-Type') ?? '';
  if (!type.includes('json')) throw new Error('not an answer of the fair');
  return JSON.parse(text);
}
