// A scanner that types, as the browser hears it.

const place = (char) => {
  if (/\d/.test(char)) return `Digit${char}`;
  return { '-': 'Minus', '/': 'Slash', '.': 'Period', ':': 'Semicolon' }[char] ?? `Key${char}`;
};

async function press(page, keys) {
  const wire = await page.context().newCDPSession(page);
  const one = (key) => [
    wire.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }),
    wire.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, text: undefined }),
  ];
  await Promise.all(keys.flatMap(one));
  await wire.detach();
}

const enter = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 };

/** All keys of a code at once, and Enter. */
export function scan(page, code) {
  const key = (char) => ({ key: char, text: char, code: place(char.toUpperCase()) });
  return press(page, [...[...code].map(key), enter]);
}

/** The same on a keyboard that names no key, as some Android ones do. */
export function scanUnnamed(page, code) {
  const unnamed = { key: 'Unidentified', code: '', windowsVirtualKeyCode: 229 };
  const keys = [...code].map((text) => ({ ...unnamed, text }));
  return press(page, [...keys, { ...enter, code: '' }]);
}
