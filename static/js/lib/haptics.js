// What a hand feels while the eyes are on the goods. Browsers without a motor (every iPhone's) do
// nothing; who asked for less motion is left alone.

/** Milliseconds of buzz and pause. */
const FEELS = { tap: 15, recorded: [30, 60, 90], refused: [60, 80, 60] };

/** Buzzes for `tap` (into the cart), `recorded` (a sale) or `refused`. */
export function felt(what) {
  if (globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches) return;
  globalThis.navigator?.vibrate?.(FEELS[what]);
}
