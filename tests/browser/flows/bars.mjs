// Pictures of barcodes, drawn from the standard (ISO/IEC 15420): for the photo and the camera.

import { deflateSync, crc32 } from 'node:zlib';
import { checkDigit } from '../../../static/js/model/barcode.js';
import qrcode from '../../../static/js/vendor/qrcode.js';

/** The whole code of twelve digits. */
export const ean13 = (digits) => digits + checkDigit(digits);

const LEFT = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'
  .split(' ');
const mirrored = (bits) => [...bits].reverse().join('');
const inverted = (bits) => bits.replace(/./g, (bit) => (bit === '0' ? '1' : '0'));
const FIRST = 'LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL'.split(' ');

/** The 95 modules of an EAN-13, `1` being a bar. */
export function bars(code) {
  const pattern = FIRST[Number(code[0])];
  const left = [...code.slice(1, 7)].map((digit, n) =>
    pattern[n] === 'L' ? LEFT[digit] : mirrored(inverted(LEFT[digit])),
  );
  const right = [...code.slice(7)].map((digit) => inverted(LEFT[digit]));
  return `101${left.join('')}01010${right.join('')}101`;
}

/** Rows of grey (0 to 255) with the code in the middle of a pale ground. */
export function picture(code, width, height, module = 4) {
  const modules = bars(code);
  const from = Math.round((width - modules.length * module) / 2);
  const rows = new Uint8Array(width * height).fill(225);
  for (let y = Math.round(height * 0.3); y < height * 0.7; y += 1) {
    for (let n = 0; n < modules.length; n += 1) {
      const at = y * width + from + n * module;
      if (modules[n] === '1') rows.fill(30, at, at + module);
    }
  }
  return rows;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const out = Buffer.alloc(8 + data.length + 4);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body) >>> 0, 8 + data.length);
  return out;
}

/** Rows of grey with the QR code of a text in the middle of a pale ground. */
function square(text, width, height, module) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const [left, top] = [width, height].map((all) => Math.round((all - count * module) / 2));
  const rows = new Uint8Array(width * height).fill(225);
  for (let y = 0; y < count * module; y += 1) {
    for (let n = 0; n < count; n += 1) {
      const at = (top + y) * width + left + n * module;
      if (code.isDark(Math.floor(y / module), n)) rows.fill(30, at, at + module);
    }
  }
  return rows;
}

/** A grey PNG of a QR code, as a phone's photo would hold it. */
export const qrPng = (text) => encode(square(text, 1600, 1200, 14), 1600, 1200);

/** A grey PNG of the code, as a phone's photo would hold it. */
export const png = (code, width = 2000, height = 1500, module = 6) =>
  encode(picture(code, width, height, module), width, height);

function encode(rows, width, height) {
  const lines = [];
  for (let y = 0; y < height; y += 1) {
    lines.push(Buffer.from([0]), Buffer.from(rows.subarray(y * width, (y + 1) * width)));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.concat(lines));
  const parts = [chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

/** A raw film (Y4M) of one picture, for the browser's pretended camera. */
export function film(code, width = 640, height = 480, frames = 10) {
  const grey = Buffer.from(picture(code, width, height, 4));
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, colour]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame)]);
}
