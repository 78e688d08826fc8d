// All about what is unsent, in a sheet.

import { call } from './api.js';
import { button, h, icon } from './dom.js';
import { money } from './money.js';
import { openSheet } from './sheet.js';
import { connection } from './status.js';
import { clock, say } from './words.js';

/** What waits on this device, what needs a person, and ways to bring it off the device. */
export async function unsent(app) {
  const [waiting, attention, sum] = await Promise.all([
    app.outbox.list('unsent'),
    app.outbox.list('attention'),
    app.outbox.summary(),
  ]);
  const sales = waiting.filter((row) => row.amount !== undefined);
  openSheet(say('Kết nối và phiếu chưa gửi', 'Connection and unsent sales'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h(
        'p',
        { class: 'lead' },
        connection(sum)[2],
        ' · ',
        h(
          'b',
          {},
          say(
            `${sum.count} phiếu chưa gửi, ${money(sum.amount)}`,
            `${sum.count} unsent, ${money(sum.amount)}`,
          ),
        ),
      ),
      h(
        'p',
        { class: 'hint' },
        say(
          'Phiếu chưa gửi nằm trên máy này. Máy cứ bán tiếp và tự gửi ' +
            'khi có mạng. Đừng xóa dữ liệu trình duyệt.',
          'Unsent sales are on this device. Go on selling; they are sent by themselves. ' +
            'Do not clear the browser’s data.',
        ),
      ),
      attention.map((row) => needsLook(app, row, close)),
      sales.length > 0 &&
        h(
          'ul',
          { class: 'rows' },
          sales.map((row) =>
            h(
              'li',
              {},
              h('span', {}, icon('clock'), ` ${row.provisional_no} · ${clock(row.made_ms)}`),
              h('b', {}, money(row.amount)),
            ),
          ),
        ),
      actions(app, [...attention, ...waiting], close),
    ),
  );
}

function needsLook(app, row, close) {
  const again = () => {
    close();
    app.outbox.retry(row);
  };
  return h(
    'div',
    { class: 'notice stop' },
    icon('unlink'),
    h(
      'div',
      {},
      h(
        'b',
        {},
        row.provisional_no ?? row.label ?? row.kind,
        row.amount !== undefined && ` · ${money(row.amount)}`,
      ),
      h(
        'p',
        {},
        row.answer?.message ??
          say('Máy chủ không nhận. Báo quản lý gian.', 'Not accepted. Tell the booth manager.'),
      ),
    ),
    button({ class: 'quiet', onclick: again }, say('Gửi lại', 'Send again')),
  );
}

function actions(app, rows, close) {
  const send = () => {
    close();
    app.outbox.flush();
    call('GET', '/healthz', undefined, 4000);
  };
  return h(
    'div',
    { class: 'sheet-actions' },
    rows.length > 0 &&
      button({ class: 'big', onclick: () => save(app, rows) }, say('Lưu ra tệp', 'Save to a file')),
    button({ class: 'big', onclick: send }, say('Thử gửi ngay', 'Try now')),
  );
}

/** A file of what is unsent, for the day when this device can never reach the laptop again. */
function save(app, rows) {
  const { booth, device } = app.till;
  const text = JSON.stringify({ booth: booth.code, device, rows }, null, 1);
  const link = h('a', {
    href: URL.createObjectURL(new Blob([text], { type: 'application/json' })),
    download: `chua-gui-${booth.code}-${device.letter}.json`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
