// One tab of a browser holds the till (or the gate): two would share one cart and count one tap
// twice. Whoever opens it asks the others; silence means that nobody holds it, however the last
// one ended, and is waited for longer while none has said good-bye. The lease itself stands in
// IndexedDB and is looked at in every transaction, so that a tab which never heard of the change
// still cannot write (plain HTTP has no navigator.locks).

import { holdAs, holds } from './store.js';

/** Takes `page` ('till' or 'gate') for this tab; `lost` hears when another tab took it. */
export function tabLease(page, lost) {
  const key = `tab-${page}`;
  const me = String(crypto.getRandomValues(new Uint32Array(2)));
  const channel = globalThis.BroadcastChannel && new BroadcastChannel(`chophien-${page}`);
  let held = false;
  let heard = null;
  const take = async () => {
    await holdAs(key, me);
    localStorage[key] = me;
    held = true;
    channel?.postMessage({ took: me });
  };
  channel?.addEventListener('message', async ({ data }) => {
    // The lease is looked up: this tab may not have heard yet that it lost it.
    if (data.asks && held && (await holds())) channel.postMessage({ holds: me });
    if (data.holds) heard?.();
    if (data.took && data.took !== me && held && !(await holds())) {
      held = false;
      lost();
    }
  });
  addEventListener('pagehide', () => localStorage[key] === me && delete localStorage[key]);
  /** True when this tab may go on; false while another one holds the page. */
  const claim = async () => {
    const taken = await new Promise((resolve) => {
      if (!channel) resolve(false);
      heard = () => resolve(true);
      // Milliseconds. A tab that has not said good-bye may only be busy; after a dead battery the
      // longer time is waited once.
      setTimeout(() => resolve(false), localStorage[key] ? 2000 : 300);
      channel?.postMessage({ asks: me });
    });
    if (!taken) await take();
    return !taken;
  };
  return { claim, take };
}
