// What this device holds that its laptop does not have: asked before it changes its seller, its
// booth or its address.

/** Customers whose money is partly in hand or on its way: a split begun, a transfer awaited. */
export const begun = (parked) => parked.filter((one) => one.qr || one.parts).length;

// Rows of files that are remembered: more than a till holds of a day without the laptop.
const FILES = 2000;

/** Remembers that these rows stand in a file that was saved from this device. */
export async function savedRows(store, rows) {
  const ids = [...((await store.get('saved')) ?? []), ...rows.map((row) => row.id)];
  await store.set('saved', ids.slice(-FILES));
}

/** Whether all that a till was not rid of stands in a file; a gate's counts never do. */
export async function inFiles(store) {
  const ids = new Set((await store.get('saved')) ?? []);
  const sales = await Promise.all(['unsent', 'attention'].map((it) => store.inState('outbox', it)));
  const visits = await store.inState('visits', 'unsent');
  const all = sales.flat().every((row) => ids.has(row.id));
  return all && !visits.length && !(await store.get('taps'));
}

/**
 * Rows that were not sent or were refused, with the taps of a gate; customers who have begun to
 * pay; carts that are open or set aside.
 */
export async function held(store) {
  const queues = ['outbox', 'visits'].flatMap((name) =>
    ['unsent', 'attention'].map((state) => store.inState(name, state)),
  );
  const rows = (await Promise.all(queues)).flat();
  const [taps, cart, parked] = await Promise.all(['taps', 'cart', 'parked'].map(store.get));
  const paying = begun(parked ?? []);
  const carts = (cart?.lines?.length ? 1 : 0) + (parked ?? []).length - paying;
  return { rows: rows.length + (taps ? 1 : 0), paying, carts };
}
