// The laptop's address as people give it, and whether it is this fair's laptop that answers there.

import { sha256 } from '../lib/sha256.js';

const PATIENCE_MS = 4000;
const GIVEN = /^(?:https?[:/]+)?(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?(?:[/?#].*)?$/;
const DIGITS = /^[\d.]+$/;

/** Four numbers up to 255; what is not made of digits alone is a name. */
const isHost = (host) =>
  !DIGITS.test(host) || (host.split('.').length === 4 && host.split('.').every(isByte));
const isByte = (part) => part !== '' && Number(part) <= 255;

/**
 * The origin that a person means: typed with blanks or commas, or a whole address that was pasted
 * or stands in a QR code. A page speaks to addresses of its own scheme alone, so the scheme is the
 * page's; its port too, unless one was given for that scheme. Null for what is no address.
 */
export function originOf(text, { protocol, port }) {
  const bare = text.replace(/\s+/g, '').replace(/,/g, '.').toLowerCase();
  const [, host, told] = GIVEN.exec(bare) ?? [];
  if (!host || !isHost(host)) return null;
  const other = /^https?(?=[:/])/.exec(bare)?.[0];
  const fits = told && (!other || `${other}:` === protocol);
  const at = fits ? told : port;
  try {
    return new URL(`${protocol}//${host}${at ? `:${at}` : ''}`).origin;
  } catch {
    return null;
  }
}

/** What the laptop answers at `origin`, if it knows this device's token. */
export const proofOf = (nonce, origin, token) => sha256(`${nonce} ${origin} ${sha256(token)}`);

/**
 * Who answers at an address: `same`, the laptop that knows the device `{ id, token }`; `other`;
 * `busy`, when it cannot say now; `silent`. The token itself is not told.
 */
export async function who(origin, { id, token }, nonce, ask = globalThis.fetch) {
  try {
    const path = `/api/v1/devices/${encodeURIComponent(id)}/proof?nonce=${nonce}`;
    const answer = await ask(origin + path, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
    if (answer.status === 429 || answer.status >= 500) return 'busy';
    const { proof } = await answer.json();
    return proof === proofOf(nonce, origin, token) ? 'same' : 'other';
  } catch {
    return 'silent';
  }
}
