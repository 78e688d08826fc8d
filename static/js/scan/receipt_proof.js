// The receipt number out of a receipt's own proof (`ADDRESS/c#CODE`, docs/rooms/print.md): a signed
// paper is scanned here when goods come back. What it proves is the laptop's to say.

import { asTyped } from './receipt_address.js';

/** A scanner that types is heard by the places of its keys: `#` is the key of 3. */
const PROOF = /\/c[#3]([0-9a-hjkmnp-tv-z]{130,})$/i;
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNATURE = 64;
const HASH = 8;

function bytesOf(letters) {
  const bytes = [];
  let [value, bits] = [0, 0];
  for (const letter of letters.toUpperCase()) {
    value = ((value << 5) | LETTERS.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return bytes;
}

/** The receipt number that such an address says; null for anything else. */
export function numberOf(text) {
  const code = PROOF.exec(text.trim());
  if (!code) return null;
  const bytes = bytesOf(code[1]);
  // The form, four bytes of the key, then three numbers of as many bytes as they need.
  let at = 5;
  for (let n = 0; n < 3; n += 1) {
    while (bytes[at] >= 0x80) at += 1;
    at += 1;
  }
  const number = new TextDecoder().decode(new Uint8Array(bytes.slice(at + HASH, -SIGNATURE)));
  return bytes[0] === 1 && /^[\p{L}\p{N}-]+$/u.test(number) ? number : null;
}

/** The number that a field means, by its text and by the keys that made it. */
export const numberIn = (text, keys) => numberOf(text) ?? numberOf(keys) ?? numberOf(asTyped(text));
