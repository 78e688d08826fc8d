// The state of the connection, kept true by one stream of the laptop: while it speaks the laptop
// is there, and when it ends the laptop is asked at once whether it still is.

import { call, stream } from './api.js';
import { pause } from './outbox.js';

// Not at once: a laptop that has just started has more to do than streams.
const SHORTEST_MS = 2000;
const LONGEST_MS = 10000;

/** Holds the stream at `path` open for as long as the page lives. */
export async function follow(path) {
  let tries = 0;
  for (;;) {
    const status = await stream(path);
    await call('GET', '/healthz', undefined, 4000);
    // Refused (nobody signed in, not paired) it is asked for again, but seldom.
    tries = status === 200 ? 1 : tries + 1;
    await rest(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, pause(tries))));
  }
}

/** Waits, but not longer than until the device is back. */
function rest(ms) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', end);
      document.removeEventListener('visibilitychange', seen);
      resolve();
    };
    const seen = () => document.visibilityState === 'visible' && end();
    const timer = setTimeout(end, ms);
    globalThis.addEventListener('online', end);
    document.addEventListener('visibilitychange', seen);
  });
}
