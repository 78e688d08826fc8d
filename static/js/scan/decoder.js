// Reads barcodes out of pixels, in a worker that is started when the first picture comes: nothing
// of it is loaded by those who never photograph a code.

let worker = null;
let count = 0;
const waiting = new Map();

function start() {
  worker = new Worker(new URL('../decoder_worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => {
    const asked = waiting.get(data.n);
    waiting.delete(data.n);
    if (data.error) asked?.reject(new Error(data.error));
    else asked?.resolve(data.text);
  };
  worker.onerror = () => {
    for (const { reject } of waiting.values()) reject(new Error('the decoder did not load'));
    waiting.clear();
    worker.terminate();
    worker = null;
  };
}

/**
 * The text of the first code in an ImageData, or null: a barcode of `goods`, or the QR of a
 * `receipt` or an `address`. Rejects when the decoder cannot load.
 */
export function decode(image, kind) {
  if (!worker) start();
  count += 1;
  const n = count;
  return new Promise((resolve, reject) => {
    waiting.set(n, { resolve, reject });
    worker.postMessage({ n, image, kind }, [image.data.buffer]);
  });
}

/** Part of a picture (`[x, y, width, height]`) as pixels, the longer side at most `most`. */
export function pixels(source, [x, y, width, height], most = 1280) {
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  paper.drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return paper.getImageData(0, 0, canvas.width, canvas.height);
}

/** The code in a photo: first the whole of it, then its middle at twice the size. */
export async function readPhoto(file, kind) {
  const photo = await createImageBitmap(file);
  const { width, height } = photo;
  try {
    const whole = await decode(pixels(photo, [0, 0, width, height]), kind);
    if (whole) return whole;
    const middle = [width / 4, height / 4, width / 2, height / 2];
    return await decode(pixels(photo, middle), kind);
  } finally {
    photo.close();
  }
}
