// A stocktake that the laptop refused is under way again, to be mended.

import { done, write } from '../net/store.js';

/**
 * Opens it again, on disk at once or not at all. False: another one is under way, or this one was
 * dealt with already, and nothing has changed.
 */
export async function reopenCount(app, row) {
  const aside = await write(['kv', 'outbox'], async (tx) => {
    const [kv, rows] = [tx.objectStore('kv'), tx.objectStore('outbox')];
    const { counted } = (await done(kv.get('stocktake'))) ?? {};
    const now = await done(rows.get(row.n));
    if (Object.keys(counted ?? {}).length || now?.state !== 'attention') return null;
    const changed = { ...now, state: 'aside' };
    kv.put(row.draft, 'stocktake');
    rows.put(changed);
    return changed;
  });
  if (aside) for (const watcher of [...app.outbox.box.watchers]) watcher(aside);
  return Boolean(aside);
}
