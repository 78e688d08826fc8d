// Reading a code where no scanner types it: by the camera, or out of a photo.

import { toast } from '../lib/toast.js';
import { say } from '../lib/words.js';
import { signal } from './beep.js';

/** Reads a code by the camera, which may ask for a photo instead. */
export async function readLive(photo, onCode, kind) {
  try {
    const { openCamera } = await import('./camera.js');
    await openCamera(onCode, () => photo.click(), kind);
  } catch {
    notLoaded(kind);
  }
}

/** Reads the code in the photo that was taken: of goods, or of a receipt. */
export async function readFile(photo, onCode, kind) {
  const [file] = photo.files;
  photo.value = '';
  if (!file) return;
  toast(say('Đang đọc mã trong ảnh…', 'Reading the code in the photo…'));
  try {
    const { readPhoto } = await import('./decoder.js');
    const code = await readPhoto(file, kind);
    document.querySelector('.toast')?.remove();
    if (code) await onCode(code);
    else noCode();
  } catch {
    notLoaded(kind);
  }
}

function noCode() {
  signal(false);
  toast(
    say(
      'Không thấy mã trong ảnh. Chụp gần hơn, đủ sáng, mã nằm thẳng.',
      'No code in the photo. Come closer, with light, and hold it straight.',
    ),
  );
}

/** Says that camera or decoder could not be had. */
function notLoaded(kind) {
  const way =
    kind === 'address'
      ? say('hãy thử lại hoặc gõ địa chỉ.', 'try again, or type the address.')
      : say('hãy thử lại hoặc tìm theo tên.', 'try again.');
  const why = say(
    'Chưa đọc được ảnh. Lần đầu cần nối với máy chủ hội chợ; ',
    'The photo could not be read. The first time needs the fair’s server; ',
  );
  toast(why + way);
}
