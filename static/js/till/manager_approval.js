// A manager's word for what is beyond a seller's limit: the PIN is asked for on this device and
// checked by the laptop, for one sale and up to the sum that is shown. Without the laptop there is
// no approval.

import { call, linked } from '../net/api.js';
import { priceOf } from '../model/cart.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { uuid7 } from '../model/ids.js';
import { money } from '../model/money.js';
import { padKey, padKeys, press } from '../lib/number_pad.js';
import { givenAway } from '../model/discount_sum.js';
import { openPadSheet } from '../lib/pad_sheet.js';
import { toast } from '../lib/toast.js';
import { limitOf, missing } from './discount_limit.js';
import { say } from '../lib/words.js';

/** The cart with the word it needs; null when there is none. */
export async function withApproval(app, cart) {
  if (!missing(app, cart)) return cart;
  const limit = limitOf(app);
  if (linked() === false) {
    toast(
      say(
        `Mất kết nối: chỉ giảm được đến ${limit}%. Hãy bớt giảm giá.`,
        `Not connected: at most ${limit}% off. Please take off less.`,
      ),
    );
    return null;
  }
  const subject = uuid7(app.now());
  const given = givenAway(priceOf(cart));
  const sum = money(given);
  const title = say(`Giảm ${sum}, vượt mức ${limit}%`, `${sum} off is beyond ${limit}%`);
  const by = await askManager(app, title, { subject, what: 'discount', most: Number(given) });
  return by ? { ...cart, approval: { id: subject, by, given: given.toString() } } : null;
}

/**
 * A manager's word for a refund that the laptop refused, mostly when its money was given back
 * already. Tells whether it was given: the row, sent again, is then accepted.
 */
export async function approveRefund(app, row) {
  if (linked() === false) {
    toast(
      say(
        'Mất kết nối: chủ gian duyệt khi nối được máy chủ.',
        'Not connected: the manager approves once the laptop is there.',
      ),
    );
    return false;
  }
  const sum = money(-BigInt(row.amount));
  const title = row.unpaid
    ? say(`Duyệt trả lại khách ${sum}`, `Approve giving back ${sum}`)
    : say(`Duyệt phiếu đã trả lại ${sum}`, `Approve ${sum} given back`);
  const about = { subject: row.id, what: 'refund', most: row.body.expected_back };
  return Boolean(await askManager(app, title, about));
}

/** Asks a manager of this booth for the PIN; the name of who approved `about`, or undefined. */
export function askManager(app, title, about) {
  const managers = app.till.people.filter((person) => person.role === 'manager');
  const view = { about, managers, person: managers[0], pin: '', error: null, busy: false };
  return openPadSheet(title, 'sheet-manager', view, { draw, onKey });
}

function draw(view) {
  const { managers, person, pin } = view;
  const label = say(`Đã gõ ${pin.length} số`, `${pin.length} digits typed`);
  const choose = (one) =>
    button(
      {
        class: 'chip',
        'aria-pressed': one === person,
        'data-focus': `manager-${one.id}`,
        onclick: () => type(view, { person: one, pin: '' }),
      },
      one.name,
    );
  fill(
    view.body,
    person
      ? h('p', {}, say('Mời chủ gian bấm mã PIN: ', 'The manager types the PIN: '), person.name)
      : h('p', { class: 'empty' }, say('Gian chưa có quản lý.', 'This booth has no manager.')),
    managers.length > 1 && h('div', { class: 'chips wrap' }, managers.map(choose)),
    h('output', { class: 'pad-display', 'aria-label': label }, pin ? '●'.repeat(pin.length) : '–'),
    h('p', { class: 'error', role: 'alert' }, view.error && [icon('unlink'), ' ', view.error]),
    padKeys((key) => onPress(view, key)),
    button(
      {
        class: 'main',
        'data-focus': 'approve',
        'aria-disabled': !ready(view),
        onclick: () => send(view),
      },
      view.busy ? say('Đang kiểm tra…', 'Checking…') : say('Duyệt', 'Approve'),
    ),
  );
}

const ready = (view) => view.person && view.pin.length >= 4 && !view.busy;

function change(view, fields) {
  Object.assign(view, fields);
  draw(view);
}

/** While a PIN is looked at nobody else is chosen and no other PIN is typed. */
const type = (view, fields) => !view.busy && change(view, { ...fields, error: null });

const onPress = (view, key) => type(view, { pin: press(view.pin, key) });

function onKey(view, event) {
  const key = padKey(event);
  if (key) onPress(view, key);
  else if (event.key === 'Enter' && !event.target.closest('button')) send(view);
  else return;
  event.preventDefault();
}

async function send(view) {
  if (!ready(view)) return;
  const { about, person, pin } = view;
  const { path = '/api/v1/approvals', ...asked } = about;
  change(view, { busy: true });
  const { status, data } = await call('POST', path, { ...asked, person: person.id, pin });
  if (status === 201 || status === 200) {
    view.close(data.by);
    return;
  }
  const silent = say(
    'Chưa gặp được máy chủ. Kiểm tra Wi-Fi rồi thử lại.',
    'The server cannot be reached. Check the Wi-Fi and try again.',
  );
  change(view, { busy: false, pin: '', error: data?.message ?? silent });
}
