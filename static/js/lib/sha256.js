// SHA-256 (FIPS 180-4) of a text in UTF-8, as hexadecimal. The browser's own (`crypto.subtle`)
// does not exist on plain HTTP.

const words = (root) => {
  const out = [];
  for (let n = 2; out.length < 64; n += 1) {
    let prime = true;
    for (let by = 2; by * by <= n; by += 1) if (n % by === 0) prime = false;
    // The first 32 bits of the fraction of a prime's root.
    if (prime) out.push(Math.floor((root(n) % 1) * 2 ** 32) | 0);
  }
  return out;
};
const ROUND = words(Math.cbrt);
const START = words(Math.sqrt).slice(0, 8);

const turn = (word, by) => (word >>> by) | (word << (32 - by));

function padded(text) {
  const bytes = new TextEncoder().encode(text);
  const out = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  out.set(bytes);
  out[bytes.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setUint32(out.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(out.length - 4, bytes.length * 8);
  return view;
}

function schedule(view, at) {
  const w = [];
  for (let n = 0; n < 16; n += 1) w.push(view.getInt32(at + 4 * n));
  for (let n = 16; n < 64; n += 1) {
    const [a, b] = [w[n - 15], w[n - 2]];
    const small = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const large = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    w.push((w[n - 16] + small + w[n - 7] + large) | 0);
  }
  return w;
}

function block(state, w) {
  let [a, b, c, d, e, f, g, last] = state;
  for (let n = 0; n < 64; n += 1) {
    const large = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (last + large + ((e & f) ^ (~e & g)) + ROUND[n] + w[n]) | 0;
    const small = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [last, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, last].map((word, n) => (state[n] + word) | 0);
}

export function sha256(text) {
  const view = padded(text);
  let state = START;
  for (let at = 0; at < view.byteLength; at += 64) state = block(state, schedule(view, at));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
