// Photos on the tiles of the grid, for booths that want them. They are rules of a style sheet, one
// for each product, so that tiles are drawn and compared as without them; a product has its rule
// once its picture is here. They are fetched one after the other, since selling goes first, and are
// then the browser's to keep: an address with a digest in it never shows anything else.

// More than a booth sells; at 40 kB each they are 16 MB.
const MOST = 400;
// What the service worker keeps photos under (sw.js).
const KEPT = 'chophien-photos';

const address = (hash) => `/photos/${hash}.jpg`;

/** Which photos a till shows: of each product its address; none where the booth wants none. */
export function wanted({ booth, products }) {
  const some = booth.pictures ? products.filter(({ photo }) => photo).slice(0, MOST) : [];
  return new Map(some.map(({ uid, photo }) => [uid, address(photo)]));
}

/** The rule by which a tile shows a picture. */
export const rule = (uid, url) =>
  `.tile[data-uid="${CSS.escape(uid)}"]::after { content: ""; background-image: url("${url}") }`;

const shown = new Map();
let style = null;
let turn = 0;
let before = Promise.resolve();

/**
 * Shows the photos of a till, and forgets those that it has no more. What was asked for before ends
 * first: a photo that is still on its way would come back into what was just forgotten.
 */
export function showPhotos(till) {
  const mine = ++turn;
  before = before.then(() => show(till, () => mine === turn)).catch(() => {});
  return before;
}

async function show(till, newest) {
  if (!newest()) return;
  const now = wanted(till);
  dress();
  for (const uid of [...shown.keys()]) if (now.get(uid) !== shown.get(uid)) shown.delete(uid);
  write();
  await forgetOthers(new Set(now.values()));
  for (const [uid, url] of now) {
    if (!newest()) return;
    if (shown.has(uid)) continue;
    const here = await fetched(url);
    if (here && newest()) {
      shown.set(uid, url);
      style.sheet.insertRule(rule(uid, url));
    }
  }
}

const kept = () => globalThis.caches?.open(KEPT).catch(() => null);

/** Keeps a picture for when the laptop is away: only here, so that what is forgotten stays so. */
async function keep(url) {
  const cache = await kept();
  if (!cache || (await cache.match(url))) return;
  const answer = await fetch(url).catch(() => null);
  if (answer?.ok) await cache.put(url, answer).catch(() => null);
}

/** Whether a picture is here and is one. Without it the tile stays as it is. */
async function fetched(url) {
  await keep(url);
  return new Promise((done) => {
    const picture = new Image();
    picture.onload = () => done(true);
    picture.onerror = () => done(false);
    picture.src = url;
  });
}

/** The sheet that gives pictures their place, and the one of the rules. */
function dress() {
  if (style) return;
  style = document.head.appendChild(document.createElement('style'));
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = new URL('../../css/tile_photos.css', import.meta.url).href;
  document.head.append(sheet);
}

/** Rules that were inserted stay when an empty element is emptied: each is taken out. */
function write() {
  const { sheet } = style;
  while (sheet.cssRules.length) sheet.deleteRule(0);
  for (const [uid, url] of shown) sheet.insertRule(rule(uid, url));
}

/** A photo that was taken back does not stay where the service worker keeps them. */
async function forgetOthers(urls) {
  const cache = await kept();
  for (const { url } of (await cache?.keys()) ?? []) {
    if (!urls.has(new URL(url).pathname)) await cache.delete(url);
  }
}
