// Names that the device gives: UUIDv7 for every command, and the reference of a bank transfer.
// `crypto.randomUUID` does not exist on plain HTTP; `getRandomValues` does.

const random = (count) => globalThis.crypto.getRandomValues(new Uint8Array(count));

/** A UUIDv7 for the instant `ms` (epoch milliseconds). */
export function uuid7(ms = Date.now(), bytes = random(16)) {
  const out = Uint8Array.from(bytes);
  let time = BigInt(Math.max(0, Math.floor(ms)));
  for (let n = 5; n >= 0; n -= 1) {
    out[n] = Number(time & 255n);
    time >>= 8n;
  }
  out[6] = (out[6] & 0x0f) | 0x70;
  out[8] = (out[8] & 0x3f) | 0x80;
  const hex = Array.from(out, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// Crockford's letters: no I, L, O or U, which people misread.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Luhn's sum in base 32; `factor` is 2 when the check letter is still missing. */
function luhn(letters, factor) {
  let sum = 0;
  for (const letter of [...letters].reverse()) {
    const addend = factor * LETTERS.indexOf(letter);
    sum += Math.floor(addend / 32) + (addend % 32);
    factor = 3 - factor;
  }
  return sum % 32;
}

export const checkLetter = (letters) => LETTERS[(32 - luhn(letters, 2)) % 32];

/** `OC` + six letters + check letter: what a buyer's transfer must carry. */
export function reference(bytes = random(6)) {
  const letters = Array.from(bytes.slice(0, 6), (byte) => LETTERS[byte & 31]).join('');
  return `OC${letters}${checkLetter(letters)}`;
}

/** `A03-L-0033`: what a sale is called until the server has numbered it. */
export const provisional = (booth, letter, seq) =>
  `${booth}-${letter}-${String(seq).padStart(4, '0')}`;
