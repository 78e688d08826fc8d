// Moving a device to another address of its laptop: to HTTPS, or to a new one. What a browser keeps
// belongs to one scheme, host and port, so nothing on this device may be left that the laptop does
// not have.

import { localState } from './local_state.js';
import { say } from '../lib/words.js';

/** Why the device may not move, in words; null when it may. */
export function obstacle({ rows, paying, carts, counted = 0 }) {
  if (rows > 0) {
    return say(
      `Máy này còn ${rows} việc chưa gửi. Mở màn hình bán hàng, đợi gửi hết (hoặc lưu ra ` +
        'tệp) rồi hãy chuyển.',
      `This device holds ${rows} unsent. Open the till and let them be sent (or save them to ` +
        'a file) before moving.',
    );
  }
  if (paying + carts > 0) {
    return say(
      'Còn giỏ hàng đang mở hoặc gửi tạm. Bán xong hoặc xóa giỏ rồi hãy chuyển.',
      'A cart is open or parked. Finish or empty it before moving.',
    );
  }
  if (counted > 0) {
    return say(
      `Kiểm kho còn dở: ${counted} dòng. Lưu phiếu kiểm rồi hãy chuyển.`,
      `A stocktake of ${counted} lines is not saved yet. Save it before moving.`,
    );
  }
  return null;
}

/**
 * Where this device goes on, `{ url }`, or why it may not, `{ error }`. A paired device gets a code
 * that leads to itself, to be used once.
 */
export async function way(origin, { store, call }) {
  if (!(await store.get('device'))?.token) return { url: `${origin}/` };
  const error = obstacle(await localState(store));
  if (error) return { error };
  const { status, data } = await call('POST', '/api/v1/devices/handovers');
  if (status === 201) {
    // Who opens the old page again is led on from there (new_address.js).
    await store.set('moved', origin);
    return { url: `${origin}/join/${encodeURIComponent(data.code)}#move` };
  }
  // A device that is paired no longer has nothing to carry over.
  if (status === 401) return { url: `${origin}/` };
  return {
    error: say(
      'Chưa gặp được máy chủ. Kiểm tra Wi-Fi rồi bấm lại.',
      'The server cannot be reached. Check the Wi-Fi and press again.',
    ),
  };
}
