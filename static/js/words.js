// The two languages of the screens. A text is always written as a pair, Vietnamese first, as the
// server's pages do; the page's own `lang` decides.

export const lang = () => (globalThis.document?.documentElement.lang === 'en' ? 'en' : 'vi');

export const say = (vi, en) => (lang() === 'en' ? en : vi);

/**
 * A shell comes from a cache, in whatever language it was first asked for; the cookie knows which
 * one was chosen since.
 */
export function speak(document) {
  const title = document?.querySelector('title[data-vi]');
  const chosen = title && /(?:^|; )lang=(vi|en)(?:;|$)/.exec(document.cookie)?.[1];
  if (!chosen) return;
  document.documentElement.lang = chosen;
  document.title = `${title.dataset[chosen]} · Chợ Phiên`;
}

speak(globalThis.document);

const two = (n) => String(n).padStart(2, '0');

/** `14:32`, the device's own time zone (fairs are where the device is). */
export function clock(ms) {
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `03/06 14:32`, or only the time when it is today. */
export function moment(ms, nowMs) {
  const at = new Date(ms);
  if (at.toDateString() === new Date(nowMs).toDateString()) return clock(ms);
  return `${two(at.getDate())}/${two(at.getMonth() + 1)} ${clock(ms)}`;
}

/** `0:24`: minutes and seconds waited. */
export function waited(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}
