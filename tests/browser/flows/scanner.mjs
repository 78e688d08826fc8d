// A scanner that types, as the browser hears it. The keys carry the times of a scanner, a little
// ahead of the clock: however late a busy machine hears them, it makes no person of it.

/** Milliseconds from key to key. */
const GAP_MS = 4;
/** Longer than any machine needs for a code, in ms: none of its keys is past when it is heard. */
const AHEAD_MS = 5000;

const place = (char) => {
  if (/\d/.test(char)) return `Digit${char}`;
  return { '-': 'Minus', '/': 'Slash', '.': 'Period', ':': 'Semicolon' }[char] ?? `Key${char}`;
};

async function press(page, keys) {
  const wire = await page.context().newCDPSession(page);
  const begun = Date.now() + AHEAD_MS;
  const one = (key, n) => {
    const timed = { ...key, timestamp: (begun + n * GAP_MS) / 1000 };
    return [
      wire.send('Input.dispatchKeyEvent', { type: 'keyDown', ...timed }),
      wire.send('Input.dispatchKeyEvent', { type: 'keyUp', ...timed, text: undefined }),
    ];
  };
  await Promise.all(keys.flatMap(one));
  await wire.detach();
}

const enter = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 };

/** All keys of a code at once, by their place, and Enter; `text` is what typing makes of a key. */
export function scan(page, code, text = (char) => char) {
  const key = (char) => {
    const made = text(char);
    const name = made === char ? char : 'Process';
    return { key: name, text: made, code: place(char.toUpperCase()) };
  };
  return press(page, [...[...code].map(key), enter]);
}

/** The same on a keyboard that names no key, as some Android ones do. */
export function scanUnnamed(page, code) {
  const unnamed = { key: 'Unidentified', code: '', windowsVirtualKeyCode: 229 };
  const keys = [...code].map((text) => ({ ...unnamed, text }));
  return press(page, [...keys, { ...enter, code: '' }]);
}
