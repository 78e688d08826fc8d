// What the first screen of a page does without: its other screens and their sheets. They come as
// soon as the browser has nothing better to do, and are then in its cache while the server is away.
// The page's head lists them (`web/device/app_shell.rs`, out of the embedded files), so no list is
// kept here.

/**
 * The later half of a page, whose modules `load` imports. Gives `later`, which answers what `load`
 * gave once the sheets are there too, and `soon`. A failure is not kept: the next call tries again.
 */
export function lazyLoad(load) {
  let coming = null;
  const later = () => {
    coming ??= fetchAll(load).catch((error) => {
      coming = null;
      throw error;
    });
    return coming;
  };
  return { later, soon: (take) => whenPainted(() => later().then(take, () => {})) };
}

async function fetchAll(load) {
  const links = [...document.querySelectorAll('link[data-later]')];
  const sheets = links.filter((link) => link.dataset.later === 'stylesheet').map(applySheet);
  for (const link of links) if (link.dataset.later === 'modulepreload') link.rel = 'modulepreload';
  const [parts] = await Promise.all([load(), ...sheets]);
  return parts;
}

/** One of the later sheets, which is needed now. */
export function sheetNow(name) {
  const link = document.querySelector(`link[data-later][href$="/${name}.css"]`);
  return link && applySheet(link);
}

/** Puts a sheet where its link stood, so that the order of the sheets is the head's. */
function applySheet(link) {
  return new Promise((done, fail) => {
    const sheet = link.cloneNode();
    sheet.removeAttribute('data-later');
    sheet.rel = 'stylesheet';
    sheet.onload = done;
    sheet.onerror = () => {
      sheet.replaceWith(link);
      fail(new Error('a style sheet did not come'));
    };
    link.replaceWith(sheet);
  });
}

/** Acts once the screen that stands has been painted. What fails then is fetched when asked for. */
function whenPainted(act) {
  const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  requestAnimationFrame(() => idle(act, { timeout: 2000 }));
}
