// The button that reads a code by the camera where the page may have it (HTTPS), else by a photo.
// What it opens is fetched when it is pressed.

import { button, h, icon } from '../lib/dom.js';
import { say } from '../lib/words.js';

const codeReader = () => import('./code_reader.js');

/**
 * What reads a code of goods, a receipt or the laptop's address: whether by the camera, the field
 * that takes a photo, and `open`, which begins.
 */
export function reader(onCode, kind) {
  const live = globalThis.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
  const photo = h('input', {
    type: 'file',
    accept: 'image/*',
    capture: 'environment',
    class: 'scan-photo',
    hidden: true,
    onchange: () => codeReader().then(({ readFile }) => readFile(photo, onCode, kind)),
  });
  const look = () => codeReader().then(({ readLive }) => readLive(photo, onCode, kind));
  return { live, photo, open: live ? look : () => photo.click() };
}

/** The button and the field that takes the photo; what is read is of goods, or of a receipt. */
export function scanButton(onCode, kind = 'goods') {
  const { live, photo, open } = reader(onCode, kind);
  const words = live ? say('Quét mã', 'Scan') : say('Chụp mã', 'Photo of a code');
  const key = button(
    { class: 'quiet scan', 'data-focus': 'scan', 'aria-label': words, title: words, onclick: open },
    icon('scan'),
    h('span', { class: 'wide-only' }, words),
  );
  return [key, photo];
}
