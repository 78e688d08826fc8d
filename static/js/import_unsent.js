// The page on which a booth's manager or an organiser brings in the file of a device: its rows go
// through the calls the device would have used, one by one, and each says what came of it.

import { call } from './net/api.js';
import { fill, h, icon } from './lib/dom.js';
import { unpack } from './net/unsent_file.js';
import { backWords } from './refund/refund_payout.js';
import { kindName } from './net/row_kinds.js';
import { money } from './model/money.js';
import { message, verdict } from './net/outbox.js';
import { moment, say } from './lib/words.js';

const place = document.getElementById('unsent-rows');
const input = document.getElementById('unsent-file');

const OUTCOMES = {
  fresh: ['good', 'check', () => say('Đã ghi sổ', 'Recorded')],
  known: ['', 'check', () => say('Đã có từ trước', 'Was here already')],
  attention: ['stop', 'unlink', () => say('Không nhận', 'Not accepted')],
  waits: ['gold', 'clock', () => say('Chờ phiếu gốc', 'Waits for its sale')],
  signin: ['gold', 'person', () => say('Cần đăng nhập lại', 'Sign in again')],
  retry: ['wait', 'unlink', () => say('Chưa gửi được, chọn lại tệp', 'Not sent; choose it again')],
  unsent: ['wait', 'clock', () => say('Đang chờ', 'Waiting')],
};

function line(row) {
  const [kind, sign, words] = OUTCOMES[row.outcome];
  const name = row.answer?.receipt_no ?? row.provisional_no ?? row.label ?? '';
  // Nobody was told to hand this money out before the file was saved.
  const owed = row.unpaid && (row.outcome === 'fresh' || row.outcome === 'known');
  return h(
    'tr',
    {},
    h('th', {}, [kindName(row.kind), name].filter(Boolean).join(' · ')),
    h('td', {}, moment(row.made_ms, Date.now())),
    h('td', { class: 'num' }, row.amount === undefined ? '' : money(row.amount)),
    h(
      'td',
      {},
      h('span', { class: `tag ${kind}` }, icon(sign), words()),
      row.outcome === 'attention' && ` ${row.answer?.message ?? ''}`,
      owed && h('p', {}, say('Còn phải trả khách ', 'Still to give back: '), backWords(row.ways)),
    ),
  );
}

function draw(file, rows) {
  const left = rows.filter((row) => row.outcome === 'unsent').length;
  const head = [
    say('Việc', 'What'),
    say('Lúc', 'When'),
    say('Tiền', 'Amount'),
    say('Kết quả', 'Result'),
  ];
  fill(
    place,
    h(
      'p',
      { class: left ? 'notice wait' : 'notice good', role: 'status' },
      `${file.booth?.code ?? file.gate?.code ?? ''} · ${file.device?.letter ?? ''} · `,
      left
        ? say(`Đang gửi, còn ${left}/${rows.length}`, `Sending, ${left} of ${rows.length} left`)
        : say(`Đã xem hết ${rows.length} dòng`, `All ${rows.length} rows were looked at`),
    ),
    h(
      'div',
      { class: 'table-wrap' },
      h(
        'table',
        { class: 'table' },
        h('thead', {}, h('tr', {}, head.map((words) => h('th', {}, words)))),
        h('tbody', {}, rows.map(line)),
      ),
    ),
  );
}

/** Sends the rows in their order; what hangs on a refused one waits, nothing else does. */
async function send(file) {
  const rows = file.rows.map((row) => ({ ...row, outcome: 'unsent' }));
  const good = new Set(['fresh', 'known']);
  for (const row of rows) {
    const needed = row.needs && rows.find((other) => other.id === row.needs);
    if (needed && !good.has(needed.outcome)) {
      row.outcome = 'waits';
      continue;
    }
    const { status, data } = await call('POST', row.path, message(row));
    const kept = verdict(row, status, data);
    row.outcome = kept === 'kept' ? (status === 200 ? 'known' : 'fresh') : kept;
    row.answer = data;
    draw(file, rows);
    if (kept === 'retry' || kept === 'signin') break;
  }
  draw(file, rows);
}

input.addEventListener('change', async () => {
  const [chosen] = input.files;
  if (!chosen || input.disabled) return;
  input.disabled = true;
  try {
    await send(unpack(await chosen.text()));
  } catch (error) {
    fill(place, h('p', { class: 'notice stop', role: 'alert' }, error.message));
  }
  input.disabled = false;
  input.value = '';
});
