// While a finger is down on something it is not drawn anew: its tap would reach what has gone. What
// was to be drawn meanwhile is drawn once the tap was heard.

// A finger that rests longer than this is reading, not tapping.
const LONGEST_MS = 2500;
// A click comes with the finger's going up, or not at all.
const CLICK_MS = 150;

const finger = { on: null, since: 0, waiting: new Map() };

/** Makes a change within `root` now, or once the finger that is down on it has gone. */
export function whenFree(root, change) {
  finger.waiting.delete(root);
  if (finger.on && root.contains(finger.on)) finger.waiting.set(root, change);
  else change();
}

/** The finger has gone, if no other came meanwhile. */
function free(since) {
  if (since !== finger.since) return;
  finger.on = null;
  const changes = [...finger.waiting.values()];
  finger.waiting.clear();
  for (const change of changes) change();
}

function freeIn(ms) {
  const { since } = finger;
  setTimeout(() => free(since), ms);
}

/** What the tap itself draws comes first, and takes the place of what waited. */
function tapped() {
  finger.on = null;
  freeIn(0);
}

function down({ target }) {
  Object.assign(finger, { on: target, since: performance.now() });
  freeIn(LONGEST_MS);
}

const listen = (name, heard) => globalThis.document?.addEventListener(name, heard, true);
listen('pointerdown', down);
listen('click', tapped);
listen('pointercancel', () => freeIn(0));
listen('pointerup', () => freeIn(CLICK_MS));
