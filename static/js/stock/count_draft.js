// The count that is under way, on the disk of this device: a call, the phone's Back, a reload or a
// seller who takes over does not begin it anew. It becomes rows of the outbox in one transaction.

import { call } from '../net/api.js';
import { get, set } from '../net/store.js';
import { batches, linesOf } from '../model/stocktake.js';
import { uuid7 } from '../model/ids.js';
import { rowOrigin } from '../till/outbox_rows.js';
import { say } from '../lib/words.js';

/** The count of this booth that is under way, or a new one. */
export async function draft(app) {
  const kept = await get('stocktake');
  const booth = app.till.booth.id;
  return kept?.booth === booth ? kept : { booth, began: app.now(), counted: {}, seen: {} };
}

/** Keeps it; resolves when it is on the disk. */
export const keepDraft = (it) => set('stocktake', it);

/**
 * Changes the count under way, `view.it`, by what it is once all earlier changes are on the disk: a
 * line that is still being written is not lost by the next one. Rejects where the disk refuses.
 */
export function changeDraft(view, change) {
  const earlier = view.changing?.catch(() => {}) ?? Promise.resolve();
  view.changing = earlier.then(async () => {
    const it = change(view.it);
    await keepDraft(it);
    view.it = it;
  });
  return view.changing;
}

/** What the booth held when the laptop told last, and when that was; null before it ever did. */
export async function levels(app) {
  const { status, data } = await call('GET', '/api/v1/stock', undefined, 4000);
  if (status !== 200) return lastLevels();
  const told = { booth: app.till.booth.id, at: data.now_ms, products: data.products };
  // Without it the next count begins with what was told before: no reason to stop this one.
  await set('levels', told).catch(() => {});
  return { ...told, fresh: true };
}

/** The same, without asking. */
export const lastLevels = async () => (await get('levels')) ?? null;

/**
 * Writes what was counted as documents, and ends the count with them. Where they are several their
 * ids are kept first: what is cut short is written on with the same ones.
 */
export async function recordCount(app, it) {
  const all = batches(it.counted);
  const { at, ids } = it.ids ? it : { at: app.now(), ids: all.map(() => uuid7(app.now())) };
  if (!it.ids && all.length > 1) await keepDraft({ ...it, at, ids });
  const rows = [];
  for (const [n, counted] of all.entries()) {
    const id = ids[n];
    const row = {
      id,
      kind: 'stock',
      path: '/api/v1/stock/documents',
      echo: true,
      made_ms: at,
      label: say('Kiểm kho', 'Stocktake'),
      // What the laptop refuses is mended from it.
      draft: { booth: it.booth, began: it.began, counted, seen: it.seen },
      body: { id, ...rowOrigin(app), kind: 'count', at_ms: at, lines: linesOf(counted) },
    };
    const last = n === all.length - 1;
    rows.push(await app.outbox.add(row, undefined, last ? { stocktake: undefined } : {}));
  }
  return rows;
}
