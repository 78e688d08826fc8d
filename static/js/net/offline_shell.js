// Keeping the shell on this device, so that the till opens while the laptop is away. Where the
// browser allows it (HTTPS, or the laptop itself) a service worker does that, and the browser is
// asked not to throw away what this device holds. On plain HTTP neither exists: the browser's
// cache opens the till there, and a reload must wait for the laptop.

// What is needed on first use alone (the decoder of codes) is fetched this long after opening.
const LATER_MS = 30000;

/** Answers whether a worker keeps the shell. A refusal is no trouble: selling goes on without. */
export async function keepShell(world = globalThis) {
  const { isSecureContext, navigator, location } = world;
  try {
    if (isSecureContext && navigator.serviceWorker) {
      await navigator.serviceWorker.register('/sw.js');
      await navigator.storage?.persist?.();
      return true;
    }
    // The cache gets the shell of today for the next opening. `no-cache` and not `reload`: with
    // that, Chromium throws the kept one away before it knows that nobody answers.
    await world.fetch(location.pathname, { cache: 'no-cache' });
    world.setTimeout(() => later(world), LATER_MS);
  } catch {
    // The laptop is away or the browser is strict; what is kept already stays.
  }
  return false;
}

/** Brings into the browser's cache what this page may need when the laptop is away. */
export async function later({ document, fetch }) {
  for (const url of (document.body.dataset.later ?? '').split(' ').filter(Boolean)) {
    // One after the other: selling goes first. What does not come now comes at the next opening.
    await fetch(url).then((answer) => answer.arrayBuffer()).catch(() => null);
  }
}
