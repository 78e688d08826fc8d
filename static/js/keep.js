// Where the browser allows it (HTTPS, or the laptop itself), the shell is kept by a service worker
// and the browser is asked not to throw away what this device holds. On plain HTTP neither
// exists; the browser's cache opens the till there, and a reload must wait for the laptop.

/** Answers whether the shell is kept. A refusal is no trouble: selling goes on without it. */
export async function keepShell(nav = globalThis.navigator) {
  if (!globalThis.isSecureContext || !nav.serviceWorker) return false;
  try {
    await nav.serviceWorker.register('/sw.js');
    await nav.storage?.persist?.();
    return true;
  } catch {
    return false;
  }
}

/** Whether a reload works while the laptop is away. */
export const reloads = (nav = globalThis.navigator) => Boolean(nav.serviceWorker?.controller);
