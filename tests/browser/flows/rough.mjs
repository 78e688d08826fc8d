// A rough network for the chaos flow: a proxy that loses requests, loses answers, cuts them in the
// middle and dawdles, before a server that may die and come back under another port.

import { createServer, request } from 'node:http';

/** Chances from a seed (mulberry32), so that a failing run can be run again. */
export function chances(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What befalls a sale on its way, by chance; the rest arrives and is answered. */
const MISHAPS = [
  [0.1, 'lost'],
  [0.2, 'answer lost'],
  [0.27, 'cut'],
  [0.37, 'late'],
];

/** What a device sends besides sales: it is counted by itself. */
const SORTS = [
  [/\/refunds$/, 'refund'],
  [/^\/api\/v1\/shifts/, 'shift'],
];

const sortOf = (path) => SORTS.find(([pattern]) => pattern.test(path))?.[1];

const mishap = (chance) => MISHAPS.find(([below]) => chance < below)?.[1] ?? null;

const pausing = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Opens the proxy. `to(url)` names the server behind it; null: nobody is there. `counts` says how
 * often each mishap befell something, and how often a refund or a row of a shift.
 */
export async function openProxy(seed) {
  const rough = { target: null, faults: false, counts: {}, chance: chances(seed) };
  const server = createServer((incoming, answer) => {
    pass(rough, incoming, answer).catch(() => answer.destroy());
  });
  server.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    counts: rough.counts,
    close,
    /** Ends every connection that stands, streams too. */
    cut: () => server.closeAllConnections(),
    to: (url) => {
      rough.target = url;
    },
    faults: (on) => {
      rough.faults = on;
    },
  };
}

async function body(incoming) {
  const parts = [];
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts);
}

async function pass(rough, incoming, answer) {
  const sent = await body(incoming);
  const what = rough.faults && incoming.method === 'POST' ? mishap(rough.chance()) : null;
  for (const key of what ? [what, sortOf(incoming.url)] : []) {
    if (key) rough.counts[key] = (rough.counts[key] ?? 0) + 1;
  }
  if (!rough.target || what === 'lost') {
    incoming.socket.destroy();
    return;
  }
  if (what === 'late') await pausing(100 + 400 * rough.chance());
  const { hostname, port } = new URL(rough.target);
  const { method, url: path, headers } = incoming;
  const onward = request({ hostname, port, method, path, headers });
  onward.on('error', () => incoming.socket.destroy());
  onward.on('response', (reply) => give(what, reply, incoming, answer));
  answer.on('close', () => onward.destroy());
  onward.end(sent);
}

/** Hands the answer on: as it comes, or half of it, or not at all although it was made. */
async function give(what, reply, incoming, answer) {
  reply.on('error', () => incoming.socket.destroy());
  if (what !== 'answer lost' && what !== 'cut') {
    answer.writeHead(reply.statusCode, reply.headers);
    reply.pipe(answer);
    return;
  }
  const whole = await body(reply);
  if (what === 'cut') {
    answer.writeHead(reply.statusCode, { ...reply.headers, 'content-length': whole.length });
    answer.write(whole.subarray(0, Math.floor(whole.length / 2)));
    await pausing(5);
  }
  incoming.socket.destroy();
}
