// The camera as a scanner, where the browser gives it to a page: on HTTPS only.

import { decode, pixels } from './decoder.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { openSheet } from '../lib/sheet.js';
import { say } from '../lib/words.js';

/** Pictures are read at most this often, in ms. */
const PAUSE_MS = 200;
/** The same code counts again when it was out of sight this long, in ms. */
const AGAIN_MS = 1500;

const GOODS = ['ean_13', 'ean_8', 'upc_a', 'code_128'];
const WANTED = { goods: GOODS, receipt: ['qr_code'], address: ['qr_code'] };

/** The browser's own detector where it knows what is looked for, else null. */
async function ownDetector(kind) {
  const known = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
  const wanted = WANTED[kind];
  if (!known.includes(wanted[0])) return null;
  const formats = wanted.filter((format) => known.includes(format));
  return new globalThis.BarcodeDetector({ formats });
}

/** The middle band of the picture, where the frame is. */
async function read({ video, kind }, detector) {
  if (detector) return (await detector.detect(video))[0]?.rawValue ?? null;
  const { videoWidth: width, videoHeight: height } = video;
  return decode(pixels(video, [width * 0.05, height * 0.2, width * 0.9, height * 0.6], 960), kind);
}

/**
 * Opens the live view. `onCode(code)` resolves when the code has been dealt with; in continuous
 * mode the camera then goes on, else the sheet is closed first. `askPhoto` takes a photo instead.
 * A receipt or the laptop's address is looked for alone.
 */
export function openCamera(onCode, askPhoto, kind) {
  const view = { onCode, askPhoto, kind, stopped: false, many: false, last: null, seen: 0 };
  const hide = () => document.hidden && view.close();
  document.addEventListener('visibilitychange', hide);
  const build = (close) => {
    view.close = close;
    return body(view);
  };
  const shown = openSheet(title(kind), build, 'sheet-camera');
  begin(view);
  return shown.then(() => {
    document.removeEventListener('visibilitychange', hide);
    stop(view);
  });
}

const title = (kind) =>
  ({
    receipt: say('Quét mã trên phiếu', 'Scan the receipt’s code'),
    address: say('Quét mã QR của máy chủ', 'Scan the server’s QR code'),
  })[kind] ?? say('Quét mã vạch', 'Scan a barcode');

function body(view) {
  view.video = h('video', { class: 'camera-view', playsinline: true, muted: true });
  view.video.muted = true;
  view.words = h(
    'p',
    { class: 'hint', role: 'status' },
    say('Đang mở máy ảnh…', 'Opening the camera…'),
  );
  view.torch = button({ class: 'big', hidden: true, 'aria-pressed': false }, say('Đèn', 'Torch'));
  const many = button(
    { class: 'big', 'aria-pressed': false, onclick: () => again() },
    say('Quét liên tục', 'Scan several'),
  );
  const again = () => {
    view.many = !view.many;
    many.setAttribute('aria-pressed', view.many);
  };
  const several = view.kind === 'goods' && many;
  view.actions = h('div', { class: 'sheet-actions' }, view.torch, several);
  return h(
    'div',
    { class: 'sheet-body' },
    h('div', { class: 'camera' }, view.video, h('span', { class: 'camera-frame' })),
    view.words,
    view.actions,
  );
}

async function begin(view) {
  try {
    const video = { facingMode: { ideal: 'environment' }, width: { ideal: 1280 } };
    view.stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    if (view.stopped) return stop(view);
    view.video.srcObject = view.stream;
    await view.video.play();
    offerTorch(view);
    view.words.replaceChildren(
      say('Đưa mã vào khung.', 'Hold the code inside the frame.'),
    );
    await look(view);
  } catch (error) {
    if (!view.stopped) failed(view, error);
  }
}

async function look(view) {
  const detector = await ownDetector(view.kind);
  while (!view.stopped) {
    if (view.video.readyState >= 2) await heed(view, await read(view, detector));
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}

/** A code that stays in sight is one scan. */
async function heed(view, code) {
  if (!code || view.stopped) return;
  const now = performance.now();
  const same = code === view.last && now - view.seen < AGAIN_MS;
  [view.last, view.seen] = [code, now];
  if (same) return;
  if (!view.many) view.close();
  await view.onCode(code);
  view.seen = performance.now();
}

function offerTorch(view) {
  const [track] = view.stream.getVideoTracks();
  if (!track.getCapabilities?.().torch) return;
  view.torch.hidden = false;
  view.torch.addEventListener('click', () => {
    const torch = view.torch.getAttribute('aria-pressed') !== 'true';
    view.torch.setAttribute('aria-pressed', torch);
    track.applyConstraints({ advanced: [{ torch }] });
  });
}

function failed(view, error) {
  stop(view);
  const refused = error.name === 'NotAllowedError';
  fill(
    view.words,
    icon('unlink'),
    refused
      ? say(
          'Trình duyệt chưa cho dùng máy ảnh. Cho phép ở biểu tượng cạnh địa chỉ trang, ' +
            'hoặc chụp ảnh mã.',
          'The camera is not allowed. Allow it beside the page’s address, or take a photo.',
        )
      : say(
          'Không mở được máy ảnh của máy này. Hãy chụp ảnh mã.',
          'The camera cannot be opened. Take a photo of the code.',
        ),
  );
  const photo = () => {
    view.close();
    view.askPhoto();
  };
  fill(view.actions, button({ class: 'main', onclick: photo }, say('Chụp ảnh mã', 'Take a photo')));
}

function stop(view) {
  view.stopped = true;
  for (const track of view.stream?.getTracks() ?? []) track.stop();
}

