// What the device keeps, in IndexedDB, which plain HTTP has too. A write is done when its
// transaction is complete with strict durability; only then may the network hear of it.
//
//   kv      small values by name: device, till and gate (the cached answers), cart, parked, seq,
//           clock, print, shift, count, stocktake, levels, taps, saved, again, node, moved,
//           addresses, and which tab holds the till or the gate (tab_lease.js)
//   goods   the booth's products by uid, in the order of `rank` (goods.js)
//   outbox  sales, reversals, payment requests, rows of shifts and of stock, as they were made
//   visits  batches of a gate's counts
//
// A queue's rows: { n, id, kind, path, body, state (outbox.js), made_ms, needs?, acknowledged? }.

const VERSION = 2;
let opened = null;
let hold = null;

function upgrade(db, from) {
  if (from < 1) {
    db.createObjectStore('kv');
    for (const name of ['outbox', 'visits']) {
      const rows = db.createObjectStore(name, { keyPath: 'n', autoIncrement: true });
      rows.createIndex('id', 'id', { unique: true });
      rows.createIndex('state', 'state');
    }
  }
  if (from < 2) db.createObjectStore('goods', { keyPath: 'uid' });
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('chophien', VERSION);
    request.onupgradeneeded = (event) => upgrade(request.result, event.oldVersion);
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = lose;
      // A newer program in another tab must not wait for this one.
      db.onversionchange = () => lose(db.close());
      resolve(db);
    };
    request.onerror = () => reject(lose() ?? request.error);
  });
  return opened;
}

/** The connection is gone: the next one who needs it opens it again. */
function lose() {
  opened = null;
}

/** A transaction. Browsers drop a connection when memory is short; it is opened again, once. */
async function begin(...how) {
  try {
    return (await open()).transaction(...how);
  } catch (error) {
    if (error.name !== 'InvalidStateError') throw error;
    lose();
    return (await open()).transaction(...how);
  }
}

export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Another tab of this browser holds the till now; nothing was written. */
export class Elsewhere extends Error {}

/** From now on this tab writes only while `kv[key]` says that it is the one. */
export function holdAs(key, tab) {
  hold = { key, tab };
  return write(['kv'], (tx) => done(tx.objectStore('kv').put(tab, key)), false);
}

/** Whether this tab still holds what it took. */
export const holds = async () => hold !== null && (await get(hold.key)) === hold.tab;

/**
 * Runs `work` in one transaction and resolves when it is on disk. In the same transaction it is
 * asked whether another tab has taken over: two tabs with one cart must not sell it twice.
 */
export async function write(names, work, guarded = true) {
  const tx = await begin(names, 'readwrite', { durability: 'strict' });
  const complete = new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new Error('a write was taken back'));
  });
  const guardedWork = async () => {
    if (guarded && hold && names.includes('kv')) {
      const holder = await done(tx.objectStore('kv').get(hold.key));
      if (holder !== hold.tab) throw new Elsewhere('another tab holds the till');
    }
    return work(tx);
  };
  const working = guardedWork().catch((error) => {
    complete.catch(() => {});
    try {
      tx.abort();
    } catch {
      // It was aborted already: that is what was wanted.
    }
    throw error;
  });
  const [value] = await Promise.all([working, complete]);
  return value;
}

export async function get(key) {
  return done((await begin('kv')).objectStore('kv').get(key));
}

/** Small values that change together. */
export const setAll = (values) =>
  write(['kv'], (tx) => {
    const kv = tx.objectStore('kv');
    return Promise.all(Object.entries(values).map(([key, value]) => done(kv.put(value, key))));
  });

export const set = (key, value) => setAll({ [key]: value });

/**
 * Adds a row once: a second call with the same id gives the first row back, so a double tap is
 * one sale. With `number`, the row takes the device's next sequence in the same transaction and
 * `number(row, seq)` writes it in; two tabs can never take the same one. `values` are small values
 * that change together with it (the emptied cart), so that no crash can sell a cart twice.
 */
export function addOnce(name, row, number, values = {}) {
  return write([name, 'kv'], async (tx) => {
    const rows = tx.objectStore(name);
    const known = await done(rows.index('id').get(row.id));
    if (known) return known;
    const kv = tx.objectStore('kv');
    for (const [key, value] of Object.entries(values)) kv.put(value, key);
    if (number) {
      const seq = (await done(kv.get('seq'))) ?? 1;
      number(row, seq);
      kv.put(seq + 1, 'seq');
    }
    const n = await done(rows.add(row));
    return { ...row, n };
  });
}

/** The next sequence is never below what the server has seen of this device. */
export function raiseSeq(least) {
  return write(['kv'], async (tx) => {
    const kv = tx.objectStore('kv');
    const seq = (await done(kv.get('seq'))) ?? 1;
    // What is beyond every number the laptop takes came from an older version of it.
    if (least > seq || seq >= 2 ** 31) kv.put(least, 'seq');
  });
}

/** Rows of a queue in one state, oldest first. */
export async function inState(name, state) {
  return done((await begin(name)).objectStore(name).index('state').getAll(state));
}

export async function byId(name, id) {
  return done((await begin(name)).objectStore(name).index('id').get(id));
}

/** Changes fields of a row, never its content; with `state` only while it is in that state. */
export function change(name, n, fields, state) {
  return write([name], async (tx) => {
    const rows = tx.objectStore(name);
    const row = await done(rows.get(n));
    if (!row || (state && row.state !== state)) return null;
    const changed = { ...row, ...fields, body: row.body };
    rows.put(changed);
    return changed;
  });
}

/** Forgets rows the server has kept since before `ms`; a fair is long over by then. */
export function forgetKept(name, ms) {
  return write([name], async (tx) => {
    const rows = tx.objectStore(name);
    const kept = await done(rows.index('state').getAll('kept'));
    for (const row of kept) if (row.made_ms < ms) rows.delete(row.n);
  });
}

/** The booth's goods as they were kept. */
export async function goods() {
  return done((await begin('goods')).objectStore('goods').getAll());
}

/** Keeps the head of the till's answer together with the goods that changed; `all` are all. */
export function keepGoods(till, { changed, gone, all }) {
  return write(['goods', 'kv'], async (tx) => {
    const goods = tx.objectStore('goods');
    if (all) goods.clear();
    for (const product of changed) goods.put(product);
    for (const uid of gone) goods.delete(uid);
    await done(tx.objectStore('kv').put(till, 'till'));
  });
}
