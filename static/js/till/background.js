// What works behind every screen of the till once the first one stands: the scanner that types, the
// customer's screen, the stream of the laptop.

import { resendIfLacking, resumeResend } from '../net/resend.js';
import { total } from '../model/cart.js';
import { listenBack } from './back_navigation.js';
import { cartScene, createDisplay, idle } from './customer_display.js';
import { follow } from '../net/live_stream.js';
import { leftBehind } from './new_address.js';
import { goesAlong, remember, roams } from '../net/failover.js';
import { toast } from '../lib/toast.js';
import { followPrints } from '../print/print_states.js';
import { listenTo } from '../scan/keyboard_scanner.js';
import { hearSlow } from '../scan/slow_scanner.js';
import { say } from '../lib/words.js';

// A price changed for the whole fair is not asked for by all its tills at once; nor do all send at
// once what they kept while the laptop could not write.
const SPREAD_MS = 1500;

export function beginBackground(app) {
  listenBack(app);
  scan(app);
  const display = mirror(app);
  app.loaded = (known, answer) => {
    remember(answer.addresses);
    resendIfLacking(app, known, answer);
  };
  remember(app.till.addresses);
  // Rows that waited for a sign-in at the old address are taken by their device alone at another.
  roams(() => {
    app.outbox.resume();
    return app.load();
  });
  goesAlong(app.outbox);
  leftBehind();
  resumeResend(app);
  follow(
    () => (app.fresh ?? app.till).pos,
    {
      news: () => setTimeout(app.load, Math.random() * SPREAD_MS),
      head: () => app.screen?.onHead?.(),
      screen: display.again,
      print: followPrints(app),
      writing: (why) => stuck(app, why),
    },
  );
}

/** Why the laptop can write nothing; null when it can: then what was kept meanwhile is sent. */
function stuck(app, why) {
  app.outbox.box.stuck = why;
  app.screen?.onStatus?.();
  if (!why) setTimeout(app.outbox.flush, Math.random() * SPREAD_MS);
}

/** A scanner that types is heard on every screen, so that it never types into one. */
function scan(app) {
  const onCode = (code) => {
    const covered = document.querySelector('dialog[open]');
    if (app.screen?.onScan && !covered) return app.screen.onScan(code);
    return toast(
      say(`Chưa nhận mã ${code}: xong việc này rồi quét`, `${code} not taken: finish here first`),
    );
  };
  const scanner = listenTo(document, onCode);
  hearSlow(document, onCode);
  app.scanning = scanner.running;
}

/** What the customer sees of each screen; a seller's own screens show nothing. */
function mirror(app) {
  const display = createDisplay(app, () => {
    if (app.screen?.scene) return app.screen.scene();
    return app.screen?.name === 'sell' ? cartScene(app.cart, total(app.cart)) : idle;
  });
  app.showScene = () => display.show();
  display.show();
  return display;
}
