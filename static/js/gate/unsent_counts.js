// What a gate counted and the laptop does not have: why, once more, and the way off this device.

import { button, h, icon } from '../lib/dom.js';
import { saveRows } from '../net/unsent_file.js';
import { visitWords } from '../net/row_kinds.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { say } from '../lib/words.js';

const sum = (rows) => rows.reduce((all, row) => all + row.body.count, 0);
const visits = (rows) => visitWords(sum(rows));

/** The sheet: what waits and what was refused of the `gate` that the laptop told (gate.js). */
export async function counts(outbox, gate, nowMs) {
  const [waiting, refused] = await Promise.all(['unsent', 'attention'].map(outbox.list));
  const title = say('Lượt khách chưa gửi', 'Unsent visitors');
  openSheet(title, (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h('p', { class: 'lead' }, say('Chờ gửi: ', 'Waiting: '), h('b', {}, visits(waiting))),
      reasons(refused),
      h(
        'p',
        { class: 'hint' },
        say(
          'Lượt đếm nằm trên máy này và tự gửi khi có mạng. Máy không gửi được nữa thì lưu ra ' +
            'tệp, đem cho ban tổ chức.',
          'They are on this device and are sent by themselves. If it can send no more, save them ' +
            'to a file for the organiser.',
        ),
      ),
      h(
        'div',
        { class: 'sheet-actions' },
        button({ class: 'big', onclick: () => save(gate, refused.concat(waiting), nowMs) },
          say('Lưu ra tệp', 'Save to a file')),
        button({ class: 'big', onclick: () => close(again(outbox, refused)) },
          refused.length ? say('Gửi lại', 'Send again') : say('Thử gửi ngay', 'Try now')),
      ),
    ),
  );
}

/** Each reason once, with what it holds back. */
function reasons(refused) {
  const by = new Map();
  for (const row of refused) {
    const why = row.answer?.message ?? say('Máy chủ không nhận.', 'The server does not accept it.');
    by.set(why, [...(by.get(why) ?? []), row]);
  }
  return [...by].map(([why, rows]) =>
    h(
      'div',
      { class: 'notice stop', role: 'alert' },
      icon('unlink'),
      h('div', {}, h('b', {}, visits(rows)), h('p', {}, why)),
    ),
  );
}

async function again(outbox, refused) {
  for (const row of refused) await outbox.mark(row, { state: 'unsent' });
  return outbox.resume();
}

async function save({ fair, gate, device }, rows, nowMs) {
  await saveRows({ fair: fair.code, gate: { id: gate.id, code: gate.code }, device }, rows, nowMs);
  toast(say(`Đã lưu ${visits(rows)} ra tệp`, `${visits(rows)} saved to a file`));
}
