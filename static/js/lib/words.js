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

/** Chooses the other language, as the server's own link does; no server is needed for it. */
export function turn() {
  document.cookie = `lang=${say('en', 'vi')}; Path=/; Max-Age=31536000; SameSite=Lax`;
  speak(document);
}

// Vietnam's time, as on paper, however the device is set: it has one zone and no summer time.
const SEVEN_HOURS = 7 * 3_600_000;
const vietnam = (ms) => new Date(ms + SEVEN_HOURS).toISOString();

/** `14:32` in Vietnam. */
export const clock = (ms) => vietnam(ms).slice(11, 16);

/** `14:32:05` in Vietnam. */
export const exact = (ms) => vietnam(ms).slice(11, 19);

/** `2026-06-03` in Vietnam. */
export const day = (ms) => vietnam(ms).slice(0, 10);

/** `03/06 14:32`, or only the time when it is today. */
export function moment(ms, nowMs) {
  if (day(ms) === day(nowMs)) return clock(ms);
  return `${day(ms).slice(8)}/${day(ms).slice(5, 7)} ${clock(ms)}`;
}

/** `0:24`: minutes and seconds waited. */
export function waited(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
