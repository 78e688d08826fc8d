// What a device has on its disk, as flows look at it and wait for it: what was pressed is not yet
// written, and a page that is reloaded too soon has lost it.

import { until } from './fair.mjs';

/** Asks for all rows of a store, or one value; with a `value` writes it first. */
const asked = (page, store, key, value) =>
  page.evaluate(
    ([store, key, value]) =>
      new Promise((done, fail) => {
        const opening = indexedDB.open('chophien');
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const tx = opening.result.transaction(store, 'readwrite', { durability: 'strict' });
          const rows = tx.objectStore(store);
          if (value !== undefined) rows.put(value, key);
          const answer = key === undefined ? rows.getAll() : rows.get(key);
          tx.oncomplete = () => done(opening.result.close() ?? answer.result);
          tx.onabort = () => fail(tx.error);
        };
      }),
    [store, key, value],
  );

/** A small value of the device. */
export const kept = (page, key) => asked(page, 'kv', key);

/** Puts a small value on the device's disk. */
export const keep = (page, key, value) => asked(page, 'kv', key, value);

/** What a device queues: sales, refunds, rows of its shifts. */
export const queued = (page) => asked(page, 'outbox');

/** Waits until a small value of the device is as `is` wants it. */
export const untilKept = (page, key, is) =>
  until(async () => is(await kept(page, key)), `${key} was not written`);

/** Waits until so many notes of a kind are counted on the disk. */
export const untilCounted = (page, note, count) =>
  untilKept(page, 'count', (said) => said?.counts[note] === count);
