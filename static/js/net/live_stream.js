// The state of the connection, kept true by one stream of the laptop: while it speaks the laptop
// is there, and when it ends the laptop is asked at once whether it still is. What changed for the
// booth (a price, the shift another device closed) is heard by it too.

import { bearer, door, tell } from './api.js';
import { pause } from './outbox.js';
import { seek } from './failover.js';

// Not at once: a laptop that has just started has more to do than streams.
const SHORTEST_MS = 2000;
const LONGEST_MS = 10000;
// The laptop gives a sign of life each five seconds.
const SILENCE_MS = 12000;

/**
 * Holds the stream of the till open for as long as the page lives. `since()` is the position of
 * what the till knows; `heard` has a function for each event: `news`, the laptop knows more of it;
 * `head`, anything was written into its book; `screen`, a customer's screen came; `print`, a paper
 * of the booth moved on; `writing`, why nothing can be written, or null when it can.
 */
export async function follow(since, heard) {
  let tries = 0;
  for (;;) {
    const status = await stream(`/api/v1/till/stream?since=${since()}`, heard);
    await seek();
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

/**
 * Holds one stream open and tells at each sign of life that the laptop is there; resolves with
 * the status when it ended. After a silence it is given up. (EventSource cannot carry the device's
 * token.)
 */
async function stream(path, heard) {
  const giveUp = new AbortController();
  let timer = setTimeout(() => giveUp.abort(), SILENCE_MS);
  let status = 0;
  try {
    const headers = { Accept: 'text/event-stream', ...(await bearer()) };
    const url = (await door()) + path;
    const answer = await fetch(url, { headers, signal: giveUp.signal, cache: 'no-store' });
    status = answer.status;
    const reader = answer.ok ? answer.body.getReader() : null;
    let writing = false;
    const hear = lines((line) => {
      if (line === 'event: writing') writing = true;
      else if (writing && line.startsWith('data:')) heard.writing(JSON.parse(line.slice(5)));
      else if (line.startsWith('event: ')) heard[line.slice(7)]?.();
      else if (line.startsWith('data:')) heard.head();
      if (line === '') writing = false;
    });
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) break;
      clearTimeout(timer);
      timer = setTimeout(() => giveUp.abort(), SILENCE_MS);
      tell(true);
      hear(part.value);
    }
  } catch {
    // How it ended does not matter: the caller looks whether the laptop is still there.
  }
  clearTimeout(timer);
  return status;
}

/** Takes bytes as they come and gives whole lines. */
export function lines(onLine) {
  const decoder = new TextDecoder();
  let rest = '';
  return (bytes) => {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = parts.pop();
    parts.forEach(onLine);
  };
}
