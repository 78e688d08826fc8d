// What the laptop refused and nobody can mend is looked at by the booth's manager, who says why it
// is put aside: signed in, or by PIN. The laptop writes it down; the row stays here for a file.

import { boothOf } from '../net/resend.js';
import { call, place } from '../net/api.js';
import { askManager } from './manager_approval.js';
import { button, h } from '../lib/dom.js';
import { uuid7 } from '../model/ids.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { say } from '../lib/words.js';

const PATH = '/api/v1/asides';

/** Asks for the reason and the manager's word; tells whether the row was put aside. */
export async function putAside(app, row) {
  const title = say('Đã xem, cất đi', 'Seen, put aside');
  const reason = await openSheet(title, (close) => form(row, close), 'sheet-aside');
  if (!reason) return false;
  const id = row.aside?.reason === reason ? row.aside.id : uuid7(app.now());
  // Sent again after a lost answer it is the same entry.
  await app.outbox.mark(row, { aside: { id, reason } });
  const ask = { ...(await setAsideRequest(app, row)), id, reason };
  const by = await managersWord(app, title, ask);
  if (!by) return false;
  await app.outbox.mark(row, { state: 'aside', aside: { id, reason, by } });
  app.outbox.flush();
  return true;
}

async function setAsideRequest(app, row) {
  const { id, kind, path, provisional_no, amount, made_ms, body, answer } = row;
  const text = JSON.stringify(body);
  return {
    booth: await boothOf(app, row),
    device: body.device,
    row: { id, kind, path, provisional_no, amount, made_ms, text },
    refusal: answer?.message ?? '',
  };
}

/** The name of the manager who said so. */
async function managersWord(app, title, ask) {
  // At another address nobody is signed in: there the PIN says who it is.
  const signedIn = app.till.person?.role === 'manager' && !place();
  if (!signedIn) return askManager(app, title, { ...ask, path: PATH });
  const { status, data } = await call('POST', PATH, ask);
  if (status === 200 || status === 201) return data.by;
  toast(data?.message ?? say('Chưa gặp được máy chủ, thử lại sau.', 'The server is silent.'));
  return undefined;
}

function form(row, close) {
  const input = h('input', {
    class: 'field',
    id: 'aside-reason',
    maxlength: 200,
    autocomplete: 'off',
    autofocus: true,
    value: row.aside?.reason ?? '',
    onkeydown: (event) => event.key === 'Enter' && !event.isComposing && done(),
  });
  const done = () => input.value.trim() && close(input.value.trim());
  return h(
    'div',
    { class: 'sheet-body' },
    h(
      'p',
      {},
      say(
        'Máy chủ không nhận phiếu này và sẽ không nhận. Nội dung và lý do được ghi vào sổ của ' +
          'gian; nếu có thu tiền, chủ gian ghi bán hoặc trả khách.',
        'The server does not accept this row. What it says and the reason are written into the ' +
          'booth’s book; where money was taken, the manager rings it up or gives it back.',
      ),
    ),
    h('label', { class: 'label', for: 'aside-reason' }, say('Lý do cất đi', 'Why put aside')),
    input,
    button({ class: 'main', onclick: done }, say('Chủ gian xác nhận', 'The manager confirms')),
  );
}
