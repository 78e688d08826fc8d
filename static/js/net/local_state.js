// What this device holds that its laptop does not have: asked before it changes its seller, its
// booth or its address.

/** Customers whose money is partly in hand or on its way: a split begun, a transfer awaited. */
export const countPaying = (parked) => parked.filter((one) => one.qr || one.parts).length;

// Rows of files that are remembered: more than a gate holds of a day without the laptop.
const FILES = 10000;

/** Remembers that these rows stand in a file that was saved from this device. */
export async function rememberSaved(store, rows) {
  const ids = [...((await store.get('saved')) ?? []), ...rows.map((row) => row.id)];
  await store.set('saved', ids.slice(-FILES));
}

/** What the laptop did not take from a till (`outbox`) or a gate (`visits`). */
const unsentRows = async (store, names) => {
  const queues = names.flatMap((name) =>
    ['unsent', 'attention'].map((state) => store.inState(name, state)),
  );
  return (await Promise.all(queues)).flat();
};

const savedIds = async (store) => new Set((await store.get('saved')) ?? []);

/** Whether all that this device was not rid of stands in a file. */
export async function inFiles(store) {
  const ids = await savedIds(store);
  const rows = await unsentRows(store, ['outbox', 'visits']);
  return rows.every((row) => ids.has(row.id)) && !(await store.get('taps'));
}

/**
 * Rows that were not sent or were refused, with the taps of a gate; customers who have begun to
 * pay; carts that are open or set aside; lines of a stocktake under way. Visits that were refused
 * are nobody's to put aside: in a file they may stay behind.
 */
export async function localState(store) {
  const ids = await savedIds(store);
  const counts = await unsentRows(store, ['visits']);
  const stuck = counts.filter((row) => row.state === 'unsent' || !ids.has(row.id));
  const rows = [...(await unsentRows(store, ['outbox'])), ...stuck];
  const asked = ['taps', 'cart', 'parked', 'stocktake'].map(store.get);
  const [taps, cart, parked, stocktake] = await Promise.all(asked);
  const paying = countPaying(parked ?? []);
  const carts = (cart?.lines?.length ? 1 : 0) + (parked ?? []).length - paying;
  const counted = Object.keys(stocktake?.counted ?? {}).length;
  return { rows: rows.length + (taps ? 1 : 0), paying, carts, counted };
}
