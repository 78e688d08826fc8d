// The address of a receipt's page, as its QR says it and however it comes: by the camera, by a
// scanner that types, or through Vietnamese typing, which makes other letters of those of an id.
// A signed paper (`ADDRESS/c#CODE`, docs/rooms/print.md) says its number; what it proves is the
// laptop's to say.

import { characterOf } from './keyboard_scanner.js';

const PAGE = /\/r\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** More keys than the longest address has. */
const MOST = 260;

/** The id of the sale whose page this is the address of; null for anything else. */
export const saleOf = (text) => PAGE.exec(text.trim())?.[1].toLowerCase() ?? null;

const TONES = { '\u0300': 'f', '\u0301': 's', '\u0303': 'x', '\u0309': 'r', '\u0323': 'j' };

/** Marks of a letter come before its tone, which Unicode puts below them. */
const toneLast = (one, other) => 'fsxrj'.includes(one) - 'fsxrj'.includes(other);

/** The keys that Telex made these letters of, where it did so one after the other. */
export function asTyped(text) {
  const keys = (char) => {
    if (char === 'đ' || char === 'Đ') return 'dd';
    const [letter, ...marks] = char.normalize('NFD');
    const key = (mark) => (mark === '\u0302' ? letter : (TONES[mark] ?? 'w'));
    return letter + marks.map(key).sort(toneLast).join('');
  };
  return [...text.normalize('NFC')].map(keys).join('');
}

/** Remembers which keys were pressed in a field, by their place on the keyboard. */
export function createKeys() {
  let text = '';
  return {
    press: ({ code }) => {
      text = (text + (characterOf(code ?? '') ?? '')).slice(-MOST);
    },
    /** The keys since the last time. */
    take: () => {
      const taken = text;
      text = '';
      return taken;
    },
  };
}

/** The sale that a field means, by its text and by the keys that made it; null if it means none. */
export const saleIn = (text, keys) => saleOf(text) ?? saleOf(keys) ?? saleOf(asTyped(text));

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
