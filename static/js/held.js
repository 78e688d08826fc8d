// What this device holds that its laptop does not have: asked before it changes its seller, its
// booth or its address.

/** Customers whose money is partly in hand or on its way: a split begun, a transfer awaited. */
export const begun = (parked) => parked.filter((one) => one.qr || one.parts).length;

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
