// Opening the cash drawer by hand: a reason, which the book keeps, and then the pulse.

import { call } from '../net/api.js';
import { uuid7 } from '../model/ids.js';
import { reasons } from './shift_reasons.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { say } from '../lib/words.js';

/** Asks why, and opens the drawer of the booth's printer. */
export async function openDrawer(app) {
  const title = say('Mở két tiền', 'Open the drawer');
  const reason = await openSheet(title, (close) => reasons('open', null, close));
  if (!reason) return;
  const body = { id: uuid7(), at_ms: app.now(), reason };
  // Sent once more after a lost answer, it is the same opening, and one pulse.
  let { status, data } = await call('POST', '/api/v1/drawer/openings', body, 4000);
  if (!status) ({ status, data } = await call('POST', '/api/v1/drawer/openings', body, 4000));
  const done = status === 200 || status === 201;
  const silent = say(
    'Chưa nối được máy chủ: mở két bằng chìa khóa.',
    'Not connected: open the drawer with its key.',
  );
  toast(done ? say('Đang mở két', 'The drawer opens') : (data?.message ?? silent));
}
