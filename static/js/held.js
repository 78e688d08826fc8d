// What a device that may not sell any more still holds: it is shown, and saved to a file.

import { button } from './dom.js';
import { later } from './later.js';
import { unsent } from './unsent.js';
import { say } from './words.js';

/** Puts the way to it into a screen that has no head. */
export async function held(app, place) {
  const rows = await Promise.all(['unsent', 'attention'].map(app.outbox.list));
  if (!rows.flat().length) return;
  const open = async () => {
    // The sheet's looks come with the other screens.
    await later();
    unsent(app);
  };
  place.append(button({ class: 'big', onclick: open }, say('Phiếu chưa gửi…', 'Unsent sales…')));
}
