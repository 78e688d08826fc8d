// The photo of a product in its form. It is made small here, before anything is sent: one picture
// for pages and a square one for tiles, upright as the camera meant it, and nothing but pixels.
// Both travel as digits in fields of the form, so that a form that comes back still has them.

import { say } from './words.js';

const QUALITIES = [0.85, 0.75, 0.65, 0.5, 0.35, 0.2];

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The rectangle of a picture that is shown: all of it, or the square in its middle. */
export function cut({ width, height }, square) {
  const side = Math.min(width, height);
  if (!square) return { x: 0, y: 0, width, height };
  return { x: (width - side) / 2, y: (height - side) / 2, width: side, height: side };
}

/** Width and height within `most` pixels; a small picture stays as it is. */
export function within({ width, height }, most) {
  const scale = Math.min(1, most / Math.max(width, height));
  const pixels = (side) => Math.max(1, Math.round(side * scale));
  return { width: pixels(width), height: pixels(height) };
}

/** Reads a picture, turned as its camera says. */
async function read(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
}

function drawn(picture, most, square) {
  const part = cut(picture, square);
  const canvas = Object.assign(document.createElement('canvas'), within(part, most));
  const pen = canvas.getContext('2d');
  // What shows through would be black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  const { x, y, width, height } = part;
  pen.drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The canvas as JPEG of at most so many bytes; the quality goes down until it fits. */
async function packed(canvas, bytes) {
  for (const quality of QUALITIES) {
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
    if (blob && blob.size <= bytes) return hex(new Uint8Array(await blob.arrayBuffer()));
  }
  return null;
}

/** Makes the part of a form work in which a photo is chosen. */
export function photoField(card) {
  const { form } = card.querySelector('[name="photo_page"]');
  const input = card.querySelector('.photo-file');
  const gone = card.querySelector('[name="photo_gone"]');
  const { photo, photoTile, photoMost, photoTileMost } = card.dataset;
  const put = (page, tile) => {
    form.elements.photo_page.value = page;
    form.elements.photo_tile.value = tile;
  };
  // The photo chosen last counts, whichever is read first.
  let last = 0;
  let busy = null;
  let pressed;

  const take = async (file) => {
    const mine = (last += 1);
    tell(card, '');
    const picture = await read(file);
    const page = picture && drawn(picture, Number(photo), false);
    const texts = picture && [
      await packed(page, Number(photoMost)),
      await packed(drawn(picture, Number(photoTile), true), Number(photoTileMost)),
    ];
    if (mine !== last) return;
    if (!texts?.every(Boolean)) {
      tell(
        card,
        say(
          'Không mở được ảnh này. Hãy chọn ảnh JPEG hoặc PNG',
          'This photo cannot be opened. Choose a JPEG or PNG picture',
        ),
      );
      return;
    }
    put(...texts);
    if (gone) gone.checked = false;
    show(card, page);
  };

  input.addEventListener('change', () => {
    const [file] = input.files;
    if (!file) return;
    const taking = take(file).finally(() => {
      if (busy === taking) busy = null;
    });
    busy = taking;
  });
  // Whoever saves at once saves the photo too, by the button that was pressed.
  const save = async () => {
    while (busy) await busy.catch(() => null);
    const button = pressed;
    pressed = undefined;
    form.requestSubmit(button);
  };
  form.addEventListener('submit', (event) => {
    if (!busy) return;
    event.preventDefault();
    if (pressed === undefined) save();
    pressed = event.submitter;
  });
  gone?.addEventListener('change', () => {
    last += 1;
    if (gone.checked) put('', '');
    card.querySelector('.photo-now').hidden = gone.checked;
  });
  const chosen = form.elements.photo_page.value;
  if (chosen) show(card, pictureOf(chosen));
  card.querySelector('.photo-keys').hidden = false;
}

function show(card, picture) {
  picture.className = 'photo';
  const now = card.querySelector('.photo-now');
  now.replaceChildren(picture);
  now.hidden = false;
}

/** What was chosen before the form came back. */
function pictureOf(digits) {
  const bytes = digits.match(/../g).map((pair) => String.fromCharCode(parseInt(pair, 16)));
  const src = `data:image/jpeg;base64,${btoa(bytes.join(''))}`;
  return Object.assign(new Image(), { src, alt: '' });
}

function tell(card, words) {
  card.querySelector('.error')?.remove();
  if (!words) return;
  const error = Object.assign(document.createElement('p'), { className: 'error' });
  error.setAttribute('role', 'alert');
  error.textContent = words;
  card.querySelector('#photo-said').append(error);
}
