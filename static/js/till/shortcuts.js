// The keyboard of the till: one listener, the screen that shows decides.

/** True when the event belongs to a field that a person writes in. */
export const inField = (event) =>
  event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;

export function listen(app) {
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]') || event.isComposing) return;
    if (event.key === '?' && !inField(event)) {
      event.preventDefault();
      showKeys(app);
      return;
    }
    if (app.screen?.onKey?.(event)) event.preventDefault();
  });
}

/** The sheet of keys; it is fetched when somebody asks. */
export const showKeys = async (app) =>
  (await app.part(() => import('./shortcuts_sheet.js')))?.showKeys();
