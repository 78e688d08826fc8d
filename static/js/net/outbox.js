// The queue between this device and the fair's laptop. A row is on disk before the network hears
// of it, its content never changes afterwards, and only an answer that echoes its id moves it from
// unsent to kept. One at a time, in order.
//
//   unsent      it waits for the network; or, when it `needs` another row, for that one
//   kept        the laptop has answered for it with its id
//   attention   the laptop refused it: it is parked, and blocks only what needs it
//   aside       a manager saw it and put it aside: nothing waits for it any more
//   paused      not of a row but of the queue: the laptop asks who is there
//   stuck       nor this: why the laptop can write nothing at the moment, in both languages

/** What an answer means for a row: kept, attention, signin or retry. */
export function verdict(row, status, data) {
  if (status === 200 || status === 201) {
    const id = row.echo === true ? row.id : row.echo;
    return !id || data?.id === id ? 'kept' : 'retry';
  }
  // A sale or another withdrawal came first. (After the bank's word a person must look at it.)
  const late = row.kind === 'withdrawal' && status === 409;
  if (late && /^(claimed|withdrawn)$/.test(data?.error)) return 'kept';
  if (status === 401) return 'signin';
  if (status === 0 || status === 408 || status === 429 || status >= 500) return 'retry';
  return status >= 400 ? 'attention' : 'retry';
}

/** A row as it is sent: beside its content, the number of its paper, once a laptop gave one. */
export const message = ({ body, acknowledged }) => ({ ...body, acknowledged });

/** Milliseconds before the next attempt: doubling to half a minute, spread by chance. */
export function pause(tries, chance = Math.random()) {
  return Math.round(Math.min(30000, 1000 * 2 ** Math.min(tries, 10)) * (0.5 + chance / 2));
}

/** Milliseconds that an answer is waited for: longer each time, where the Wi-Fi is merely slow. */
export const patience = (tries) => Math.min(30000, 10000 * (1 + tries));

// The browser's timers refuse to be called as methods of another object, hence the wrapping.
const wait = (act, ms) => setTimeout(act, ms);
const stop = (timer) => clearTimeout(timer);

/** A queue over the object store `name`; `store` and `call` are those of the modules. */
export function createOutbox({ name, store, call, later = wait, stopLater = stop }) {
  const box = { name, store, call, later, stopLater, watchers: new Set(), tries: 0 };
  return {
    box,
    add: (row, number, values) => add(box, row, number, values),
    known: (id) => store.byId(name, id),
    flush: () => flush(box),
    resume: () => resume(box),
    retry: (row) => retry(box, row),
    mark: (row, fields, state) => mark(box, row, fields, state),
    waitFor: (id, ms) => waitFor(box, id, ms),
    list: (state) => store.inState(name, state),
    summary: () => summary(box),
    watch: (watcher) => box.watchers.add(watcher),
    start: () => start(box),
  };
}

const tell = (box, row) => {
  for (const watcher of [...box.watchers]) watcher(row);
};

async function add(box, row, number, values) {
  const kept = await box.store.addOnce(box.name, { state: 'unsent', ...row }, number, values);
  tell(box, kept);
  flush(box);
  return kept;
}

/** Sends what waits. A call while sending makes the run look once more before it ends. */
function flush(box) {
  if (box.running) {
    box.again = true;
    return box.running;
  }
  box.stopLater(box.timer);
  box.running = run(box)
    // A disk that fails is tried again like a network that does.
    .catch(() => halt(box, 'retry'))
    .finally(() => {
      box.running = null;
      if (box.again && !box.signin) flush(box);
    });
  return box.running;
}

/** Whether a row hangs on another one that the laptop does not have. */
async function hangs(box, row) {
  const needed = row.needs && (await box.store.byId(box.name, row.needs));
  return needed?.state === 'unsent' || needed?.state === 'attention';
}

async function run(box) {
  box.again = false;
  if (box.signin || box.stopped) return;
  let failed;
  for (const row of await box.store.inState(box.name, 'unsent')) {
    if (await hangs(box, row)) continue;
    const { status, data } = await box.call('POST', row.path, message(row), patience(box.tries));
    const outcome = verdict(row, status, data);
    // The laptop failed at this row itself: that holds the others up only if it fails at them too.
    if (data?.error === 'failed' && !failed) {
      failed = data;
      continue;
    }
    // A document of stock is its manager's to send: until he is here it holds up nothing.
    if (row.kind === 'stock' && (status === 401 || data?.error === 'needs_manager')) continue;
    if (outcome === 'retry' || outcome === 'signin') return halt(box, outcome, data);
    if (!failed) box.tries = 0;
    box.stuck = null;
    await mark(box, row, { state: outcome, status, answer: data });
  }
  if (failed) halt(box, 'retry', failed);
}

function halt(box, outcome, data) {
  // An answer "sign in" repeats itself until a person does; knocking on would lock nobody in.
  box.again = false;
  box.signin = outcome === 'signin';
  box.stuck = data?.short;
  box.message = box.signin ? (data?.message ?? null) : null;
  if (!box.signin) {
    box.timer = box.later(() => flush(box), pause(box.tries));
    box.tries += 1;
  }
  tell(box, { halted: outcome, message: data?.message ?? null });
}

/** After a sign-in: the queue goes on. */
function resume(box) {
  box.signin = false;
  return flush(box);
}

/** Changes what is known of a row, never its content; with `state` only while it is in that. */
async function mark(box, row, fields, state) {
  const changed = await box.store.change(box.name, row.n, fields, state);
  if (changed) tell(box, changed);
  return changed;
}

/** Sends a row that needed attention once more, with the same content. */
async function retry(box, row) {
  await mark(box, row, { state: 'unsent' }, row.state);
  return flush(box);
}

/** The row once it is no longer unsent, or as it stands after `ms`. */
function waitFor(box, id, ms) {
  return new Promise((resolve) => {
    const end = async () => {
      box.watchers.delete(watcher);
      box.stopLater(timer);
      resolve(await box.store.byId(box.name, id));
    };
    const watcher = (row) => {
      if (row?.halted === 'signin' || (row?.id === id && row.state !== 'unsent')) end();
    };
    const timer = box.later(end, ms);
    box.watchers.add(watcher);
    box.store.byId(box.name, id).then((row) => row && watcher(row));
  });
}

/**
 * How much is on this device alone: sales and reversals with their sum in đồng. `waiting` is what
 * will be sent by itself; what needs attention, and what hangs on that, is not.
 */
async function summary(box) {
  const unsent = await box.store.inState(box.name, 'unsent');
  const attention = await box.store.inState(box.name, 'attention');
  const counted = [...unsent, ...attention].filter((row) => row.amount !== undefined);
  const parked = new Set(attention.map((row) => row.id));
  const hanging = unsent.filter((row) => parked.has(row.needs));
  // What was refused before anybody handed it out is still in the drawer.
  const told = counted.filter((row) => row.state === 'unsent' || !row.unpaid);
  const amount = told.reduce((sum, row) => sum + BigInt(row.amount), 0n);
  return {
    count: counted.length,
    waiting: unsent.length - hanging.length,
    amount,
    attention: attention.length,
    signin: Boolean(box.signin),
    stuck: box.stuck,
    message: box.message,
  };
}

function start(box) {
  globalThis.addEventListener('online', () => flush(box));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') flush(box);
  });
  return flush(box);
}
