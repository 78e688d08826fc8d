// Finding the laptop again. What this page keeps belongs to its own address; when the laptop
// answers there no more, the page asks at the other addresses that it knows, and sends there by the
// device's token (api.js). Before that, and again after every silence, whoever answers must show
// that he knows the token.

import { call, place, tell, through } from './api.js';
import { uuid7 } from '../model/ids.js';
import { originOf, who } from './server_identity.js';
import { get, set } from './store.js';

/** Addresses that are kept. */
const MOST = 12;
/** While calls go elsewhere, the page's own address is tried this often: there sign-ins count. */
const HOME_MS = 10000;

let changed = () => {};
let seeking = null;
let timer = null;

/** `onChange` hears each time that calls go to another address than before. */
export function roams(onChange) {
  changed = onChange;
}

/** By which the laptop knows this device; null while it is not paired. */
export async function identity() {
  const [device, till, gate] = await Promise.all(['device', 'till', 'gate'].map(get));
  const id = device?.id ?? till?.device?.id ?? gate?.device?.id;
  return device?.token && id ? { id, token: device.token } : null;
}

const nonce = () => uuid7().replaceAll('-', '');

/** Who answers at an address (server_identity.js). */
export async function ask(origin) {
  const own = await identity();
  return own ? who(origin, own, nonce()) : 'other';
}

/** True, or rejects. */
async function prove(origin) {
  if ((await ask(origin)) === 'same') return true;
  throw new Error('not the laptop of this fair');
}

/** Keeps addresses of the laptop, the newest first. */
export async function remember(origins = []) {
  const known = (await get('addresses')) ?? [];
  const told = origins.map((one) => originOf(one, location)).filter(Boolean);
  const all = [...new Set([...told, ...known])].slice(0, MOST);
  if (all.join() !== known.join()) await set('addresses', all);
}

/** Sends everything to an address that has proved itself; the page's own needs no proof. */
export async function take(origin) {
  clearTimeout(timer);
  const home = origin === location.origin;
  const before = place();
  through(home ? '' : origin, prove);
  if (!home) timer = setTimeout(goHome, HOME_MS);
  if (before !== place()) await changed();
}

/** Goes back to the page's own address as soon as the laptop is there again. */
async function goHome() {
  if ((await ask(location.origin)) === 'same') await take(location.origin);
  else timer = setTimeout(goHome, HOME_MS);
}

/** The first of the other addresses at which the laptop proves itself, or null. */
export async function elsewhere() {
  const known = ((await get('addresses')) ?? []).filter((one) => one !== location.origin);
  return Promise.any(known.map((one) => prove(one).then(() => one))).catch(() => null);
}

/** A queue whose laptop says that another one took over from it goes on at that one. */
export function goesAlong({ box }) {
  const { call: ask } = box;
  box.call = async (...row) => {
    const answer = await ask(...row);
    const found = answer.data?.error === 'followed' && (await elsewhere());
    if (found) await take(found);
    return answer;
  };
}

/** Looks where the laptop is: at the page's own address, else at those that are known. */
export const seek = () =>
  (seeking ??= look().finally(() => {
    seeking = null;
  }));

async function look() {
  if (!(await identity())) return call('GET', '/healthz', undefined, 4000);
  const here = await ask(location.origin);
  if (here === 'same') return take(location.origin);
  const found = await elsewhere();
  if (found) return take(found);
  // Whoever answers here but does not know this device says so himself, to its next call.
  return here === 'silent' ? tell(false) : take(location.origin);
}
