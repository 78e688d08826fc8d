// A stocktake that the laptop refused is under way again, to be mended.

import { get, set } from '../net/store.js';

/** Opens it again. False: another one is under way, and nothing has changed. */
export async function reopenCount(app, row) {
  const { counted } = (await get('stocktake')) ?? {};
  if (Object.keys(counted ?? {}).length) return false;
  await set('stocktake', row.draft);
  await app.outbox.mark(row, { state: 'aside' });
  return true;
}
