// The file in which unsent rows leave a device: each row is kept as the very text it was, and a
// SHA-256 over these texts tells a damaged or shortened file from a whole one.

import { h } from '../lib/dom.js';
import { rememberSaved } from './local_state.js';
import { sha256 } from '../lib/sha256.js';
import * as store from './store.js';
import { say } from '../lib/words.js';

const FORMAT = 'chophien-unsent';
const ID = '[0-9a-f-]{36}';
// Nothing else may be asked for by a file: it is sent in the name of whoever opens it.
const PATHS = new RegExp(
  `^/api/v1/(sales(/${ID}/refunds)?|payments/requests(/${ID}/withdrawals)?|visits` +
    `|shifts(/${ID}(/[a-z]+)?)?|stock/documents)$`,
);
const FIELDS = ['id', 'kind', 'path', 'body', 'echo', 'amount', 'made_ms', 'provisional_no'];
const MORE = ['methods', 'seller', 'needs', 'void_of', 'label', 'unpaid', 'ways', 'acknowledged'];

/** The text of a file of `rows`; `from` says of which fair, booth or gate, and device they are. */
export function pack(from, rows, madeMs) {
  const texts = rows.map((row) => {
    const known = [...FIELDS, ...MORE].filter((field) => row[field] !== undefined);
    return JSON.stringify(Object.fromEntries(known.map((field) => [field, row[field]])));
  });
  const amount = rows.reduce((sum, row) => sum + BigInt(row.amount ?? 0), 0n);
  const head = { format: FORMAT, version: 1, made_ms: madeMs, ...from };
  const sums = { count: rows.length, amount: String(amount), sha256: sha256(texts.join('\n')) };
  return JSON.stringify({ ...head, ...sums, rows: texts }, null, 1);
}

/** Saves `rows` to a file on this device, and remembers that they stand in one. */
export function saveRows(from, rows, nowMs) {
  const text = pack(from, rows, nowMs);
  const at = new Date(nowMs).toISOString().slice(0, 16).replace(/[T:]/g, '-');
  const link = h('a', {
    href: URL.createObjectURL(new Blob([text], { type: 'application/json' })),
    download: `chua-gui-${(from.booth ?? from.gate).code}-${from.device?.letter ?? ''}-${at}.json`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return rememberSaved(store, rows);
}

const wrong = (vi, en) => {
  throw new Error(say(vi, en));
};

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The file as it was packed, with its rows; throws a sentence when it is not whole. */
export function unpack(text) {
  const file = parse(text);
  if (file?.format !== FORMAT || file.version !== 1 || !Array.isArray(file.rows)) {
    wrong('Đây không phải tệp phiếu chưa gửi', 'This is not a file of unsent sales');
  }
  const whole = file.rows.length === file.count && sha256(file.rows.join('\n')) === file.sha256;
  if (!whole) {
    wrong('Tệp bị hỏng hoặc thiếu. Lưu lại từ máy đó.', 'Damaged or cut short. Save it again.');
  }
  const rows = file.rows.map(parse);
  if (!rows.every((row) => row && PATHS.test(row.path) && row.body?.id === row.id)) {
    wrong('Tệp có dòng không phải phiếu của máy', 'The file holds a row that is no device’s');
  }
  return { ...file, rows };
}
