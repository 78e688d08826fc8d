// The button that reads a code by the camera where the page may have it (HTTPS), else by a photo.
// What it opens is fetched when it is pressed.

import { button, h, icon } from './dom.js';
import { say } from './words.js';

const scanner = () => import('./scan.js');

/** The button and the field that takes the photo; what is read is of goods, or of a receipt. */
export function scanButton(onCode, kind = 'goods') {
  const live = globalThis.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
  const words = live ? say('Quét mã', 'Scan') : say('Chụp mã', 'Photo of a code');
  const photo = h('input', {
    type: 'file',
    accept: 'image/*',
    capture: 'environment',
    class: 'scan-photo',
    tabindex: '-1',
    'aria-hidden': true,
    hidden: true,
    onchange: () => scanner().then(({ readFile }) => readFile(photo, onCode, kind)),
  });
  const open = async () => {
    if (!live) return photo.click();
    const { openCamera } = await import('./camera.js');
    return openCamera(onCode, () => photo.click(), kind);
  };
  const key = button(
    { class: 'quiet scan', 'data-focus': 'scan', 'aria-label': words, title: words },
    icon('scan'),
    h('span', { class: 'wide-only' }, words),
  );
  const failed = async () => (await scanner()).notLoaded();
  key.addEventListener('click', () => open().catch(failed));
  return [key, photo];
}
