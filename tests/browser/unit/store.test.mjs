import assert from 'node:assert/strict';
import { test } from 'node:test';

/** A browser's database as far as one value is read; `drop` closes it behind the page's back. */
function browser() {
  const view = { opened: 0, refuse: 0, last: null };
  const later = (act) => setTimeout(act, 0);
  const transaction = (db) => () => {
    if (db.closed) throw new DOMException('the connection is closing', 'InvalidStateError');
    const request = { result: view.opened };
    later(() => request.onsuccess?.());
    return { objectStore: () => ({ get: () => request }) };
  };
  globalThis.indexedDB = {
    open: () => {
      const request = {};
      later(() => {
        if (view.refuse > 0) {
          view.refuse -= 1;
          request.error = new DOMException('no memory', 'UnknownError');
          request.onerror();
          return;
        }
        view.opened += 1;
        const db = { closed: false, close: () => (db.closed = true) };
        db.transaction = transaction(db);
        view.last = request.result = db;
        request.onsuccess();
      });
      return request;
    },
  };
  return view;
}

test('a database that could not be opened, or was lost, is opened again', async () => {
  const view = browser();
  const { get } = await import('../../../static/js/net/store.js');
  view.refuse = 1;
  await assert.rejects(get('x'), /no memory/);
  assert.equal(await get('x'), 1, 'the next one opens it');
  assert.equal(await get('x'), 1, 'and it stays open');
  view.last.closed = true;
  assert.equal(await get('x'), 2, 'a connection the browser dropped without a word');
  view.last.onclose();
  assert.equal(await get('x'), 3, 'one whose end was told');
  view.last.onversionchange();
  assert.equal(await get('x'), 4, 'one that made room for a newer program');
});
