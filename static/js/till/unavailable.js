// The screen of a till that cannot be opened: the laptop is not there, or does not know this device
// (any more). What the device still holds is said, shown, and saved to a file.

import { button, fill, h, icon } from '../lib/dom.js';
import { money } from '../model/money.js';
import { newAddress, newAddressWords } from './new_address.js';
import { elsewhere, identity, take } from '../net/failover.js';
import { unsent } from './unsent_sheet.js';
import { say } from '../lib/words.js';

/** The screen, for an unpaired device or a silent laptop; `message` is what the laptop said. */
export function unavailable(app, retry, unpaired, message) {
  const join = h('a', { class: 'button', href: '/join' }, say('Gõ mã ghép', 'Type a pairing code'));
  const [title, text] = unpaired ? unknown() : silent();
  const element = h(
    'section',
    { class: 'closed' },
    h('h1', {}, title),
    h('p', {}, message ?? text),
    unsentLine(app),
    unpaired && join,
    button({ class: 'main', onclick: retry }, say('Thử lại', 'Try again')),
  );
  offerUnsent(app, element);
  offerAddress(app, retry, element);
  return element;
}

const unknown = () => [
  say('Máy này chưa được ghép với gian hàng', 'This device is not paired with a booth'),
  say(
    'Quét mã QR ghép máy mà chủ gian hoặc ban tổ chức đưa cho bạn.',
    'Scan the pairing QR code given by the booth manager or the organiser.',
  ),
];

const silent = () => [
  say('Chưa gặp được máy chủ hội chợ', 'The fair’s server cannot be reached'),
  say(
    'Kiểm tra điện thoại đã vào đúng Wi-Fi của hội chợ, rồi thử lại.',
    'Check that this phone is on the fair’s Wi-Fi, then try again.',
  ),
];

/** Puts the way to what is held into the screen, which has no head. */
async function offerUnsent(app, place) {
  const rows = await Promise.all(['unsent', 'attention'].map(app.outbox.list));
  if (!rows.flat().length) return;
  const open = async () => {
    // The sheet's looks come with the other screens.
    await app.later();
    unsent(app);
  };
  place.append(button({ class: 'big', onclick: open }, say('Phiếu chưa gửi…', 'Unsent sales…')));
}

/** The laptop may be at an address that is known, or that somebody can read on its screen. */
async function offerAddress(app, retry, place) {
  if (!(await identity())) return;
  const known = await elsewhere();
  if (known) {
    await take(known);
    retry();
    return;
  }
  const open = async () => {
    // As above; what is lost while the laptop is silent is the look of it alone.
    await app.later().catch(() => {});
    newAddress(retry);
  };
  place.append(button({ class: 'big', onclick: open }, newAddressWords()));
}

/** What is on this device alone, when there is something. */
function unsentLine(app) {
  const line = h('p', { class: 'notice wait', role: 'status', hidden: true });
  app.outbox.summary().then((sum) => {
    line.hidden = sum.count === 0;
    fill(
      line,
      icon('clock'),
      say(
        `Máy này còn giữ ${sum.count} phiếu chưa gửi · ${money(sum.amount)}`,
        `This device holds ${sum.count} unsent · ${money(sum.amount)}`,
      ),
    );
  });
  return line;
}
