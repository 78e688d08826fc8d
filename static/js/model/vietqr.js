// The VietQR payload of NAPAS (format document 1.0, September 2021): tag, length, value, and a
// CRC-16/CCITT-FALSE at the end. Made on the device, so that a lost network stops no payment.

import { ascii } from './fold.js';

const part = (tag, value) => tag + String(value.length).padStart(2, '0') + value;

/** CRC-16/CCITT-FALSE as four upper-case hexadecimal digits. */
export function crc16(text) {
  let crc = 0xffff;
  for (let n = 0; n < text.length; n += 1) {
    crc ^= text.charCodeAt(n) << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** The label by which MoMo knows a wallet's account (99MM…M…); empty for any other. */
const momoLabel = (account) =>
  /^99MM\d{5}M\d{8}$/.test(account) ? part('05', `MOMOW2W${account.slice(10)}`) : '';

/** The payload of one transfer: `amount` in đồng (BigInt), `purpose` what the bank passes on. */
export function payload({ bin, account, amount, purpose }) {
  const bank = part('00', bin) + part('01', account);
  const service = part('00', 'A000000727') + part('01', bank) + part('02', 'QRIBFTTA');
  const body =
    part('00', '01') +
    part('01', '12') +
    part('38', service) +
    part('53', '704') +
    part('54', amount.toString()) +
    part('58', 'VN') +
    part('62', momoLabel(account) + part('08', ascii(purpose).slice(0, 25))) +
    '6304';
  return body + crc16(body);
}
