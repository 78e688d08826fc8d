// The service worker of HTTPS: the till and the gate open, and open again, while the laptop is
// away. It keeps the shells and the files of one version and nothing else; every call of the API
// goes to the network as if it were not there. `KEPT` is written above by the server. Photos of
// products stand apart from the versions: their address is a digest.

const NAME = `chophien-${KEPT.version}`;
const PHOTOS = 'chophien-photos';

/** All or nothing: a version that is not whole is not installed, and the old one stays. */
async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT.files);
  // The shells come from the laptop itself: the browser's cache may still hold the old ones.
  await cache.addAll(KEPT.shells.map((path) => new Request(path, { cache: 'reload' })));
}

async function forgetOthers() {
  const names = await caches.keys();
  const stays = [NAME, PHOTOS];
  const old = names.filter((name) => name.startsWith('chophien-') && !stays.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** What is kept; what is not comes from the network. */
async function first(key, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(key, { ignoreVary: true })) ?? fetch(request);
}

/** The till keeps its photos, and takes away those that it has no more (till/tile_photos.js). */
async function photo(request) {
  const cache = await caches.open(PHOTOS);
  return (await cache.match(request.url, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  const shell = request.mode === 'navigate' && KEPT.shells.includes(url.pathname);
  if (shell) event.respondWith(first(url.pathname, request));
  else if (url.pathname.startsWith('/photos/')) event.respondWith(photo(request));
  else if (url.pathname.startsWith('/static/')) event.respondWith(first(url.href, request));
});
