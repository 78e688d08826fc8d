// What the first screen of the till does without: the other screens and their sheets. They come as
// soon as the browser has nothing better to do, and are then in its cache while the server is away.
// The page's head lists them (`web/shells.rs`, out of the embedded files), so no list is kept here.

let coming = null;

/** The screens by name. A failure is not kept: the next call tries again. */
export function later() {
  coming ??= fetchAll().catch((error) => {
    coming = null;
    throw error;
  });
  return coming;
}

async function fetchAll() {
  const links = [...document.querySelectorAll('link[data-later]')];
  const sheets = links.filter((link) => link.dataset.later === 'stylesheet').map(applied);
  for (const link of links) if (link.dataset.later === 'modulepreload') link.rel = 'modulepreload';
  const [{ SCREENS }] = await Promise.all([import('../screens.js'), ...sheets]);
  return SCREENS;
}

/** Puts a sheet where its link stands, so that the order of the sheets is the head's. */
function applied(link) {
  return new Promise((done, fail) => {
    const sheet = link.cloneNode();
    sheet.removeAttribute('data-later');
    sheet.rel = 'stylesheet';
    sheet.onload = () => {
      link.remove();
      done();
    };
    sheet.onerror = () => {
      sheet.remove();
      fail(new Error('a style sheet did not come'));
    };
    link.after(sheet);
  });
}

/** Fetches once the screen that stands has been painted; `take` hears the screens. */
export function soon(take) {
  const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  // What fails here is fetched when it is asked for.
  const fetch = () => later().then(take, () => {});
  requestAnimationFrame(() => idle(fetch, { timeout: 2000 }));
}
