// The count that is under way, on the disk of this device: a call, the phone's Back, a reload or a
// seller who takes over does not begin it anew. It becomes rows of the outbox in one transaction.

import { call } from '../net/api.js';
import { get, set } from '../net/store.js';
import { parts } from '../model/stocktake.js';
import { uuid7 } from '../model/ids.js';
import { rowOrigin } from '../till/outbox_rows.js';
import { say } from '../lib/words.js';

/** The count of this booth that is under way, or a new one. */
export async function draft(app) {
  const kept = await get('stocktake');
  const booth = app.till.booth.id;
  return kept?.booth === booth ? kept : { booth, began: app.now(), counted: {} };
}

/** Keeps it; resolves when it is on the disk. */
export const keepDraft = (it) => set('stocktake', it);

/** What the booth held when the laptop told last, and when that was; null before it ever did. */
export async function levels(app) {
  const { status, data } = await call('GET', '/api/v1/stock', undefined, 4000);
  if (status !== 200) return (await get('levels')) ?? null;
  const told = { booth: app.till.booth.id, at: data.now_ms, products: data.products };
  await set('levels', told);
  return { ...told, fresh: true };
}

/** Writes what was counted as documents, and ends the count with them. */
export async function recordCount(app, it) {
  const at = app.now();
  const rows = [];
  const all = parts(it.counted);
  for (const [n, lines] of all.entries()) {
    const id = uuid7(at);
    const row = {
      id,
      kind: 'stock',
      path: '/api/v1/stock/documents',
      echo: true,
      made_ms: at,
      label: say('Kiểm kho', 'Stocktake'),
      body: { id, ...rowOrigin(app), kind: 'count', at_ms: at, lines },
    };
    const last = n === all.length - 1;
    rows.push(await app.outbox.add(row, undefined, last ? { stocktake: undefined } : {}));
  }
  return rows;
}
