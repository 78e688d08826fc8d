// "The server has a new address": given by the seller, asked who it is, and then used; and the way
// to go on there for good.

import { call, place } from '../net/api.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { originOf } from '../net/server_identity.js';
import { way } from '../net/address_move.js';
import { ask, remember, take } from '../net/failover.js';
import { reader } from '../scan/scan_button.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import * as store from '../net/store.js';
import { say } from '../lib/words.js';

export const newAddressWords = () => say('Máy chủ có địa chỉ mới', 'The server has a new address');

/** An address as people read it. */
const read = (origin) => new URL(origin).host;

/** The sheet in which the address is given; `connected` is called when the laptop was found. */
export function newAddress(connected, offer) {
  const view = { connected, busy: false };
  return openSheet(newAddressWords(), (close) => {
    view.close = close;
    return body(view, offer);
  });
}

function body(view, offer) {
  view.field = h('input', {
    class: 'field',
    id: 'new-address',
    'data-codes': '',
    inputmode: 'url',
    maxlength: 300,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    autofocus: true,
    placeholder: '192.168.1.9:8080',
    'aria-describedby': 'new-address-error',
  });
  view.error = h('p', { class: 'error', role: 'alert', id: 'new-address-error' });
  view.connect = h('button', { class: 'main', type: 'submit' });
  const { live, open, photo } = reader((text) => tryAddress(view, text), 'address');
  name(view);
  const hint = say(
    'Địa chỉ và mã QR hiện trên màn hình máy tính của ban tổ chức khi mở chương trình.',
    'The address and its QR code are on the screen of the organiser’s laptop.',
  );
  return h(
    'form',
    { class: 'sheet-body', novalidate: true, onsubmit: (event) => onSubmit(view, event) },
    offer,
    h('p', { class: 'hint' }, hint),
    h('label', { class: 'label', for: 'new-address' }, say('Địa chỉ máy chủ', 'Server’s address')),
    view.field,
    view.error,
    view.connect,
    button(
      { class: 'big', onclick: open },
      icon('scan'),
      live
        ? say('Quét mã QR của máy chủ', 'Scan the server’s QR code')
        : say('Chụp mã QR của máy chủ', 'Photo of the server’s QR code'),
    ),
    photo,
  );
}

const name = ({ connect, busy }) => {
  const words = busy ? say('Đang tìm…', 'Looking…') : say('Nối tới địa chỉ này', 'Connect to it');
  fill(connect, words);
  connect.setAttribute('aria-disabled', busy);
};

/** What a QR code said stands in the field, as if it were typed. */
function tryAddress(view, text) {
  view.field.value = text;
  return connect(view);
}

function onSubmit(view, event) {
  event.preventDefault();
  return connect(view);
}

async function connect(view) {
  if (view.busy) return;
  const origin = originOf(view.field.value, location);
  if (!origin) return wrong(view, unreadable());
  Object.assign(view, { busy: true });
  fill(view.error);
  name(view);
  const answer = await ask(origin);
  view.busy = false;
  name(view);
  if (answer !== 'same') return wrong(view, refusal(answer, read(origin)));
  await remember([origin]);
  await take(origin);
  view.close();
  toast(say(`Đã nối qua ${read(origin)}`, `Connected by ${read(origin)}`));
  return view.connected();
}

function wrong({ error, field }, words) {
  fill(error, icon('unlink'), ` ${words}`);
  field.focus();
}

const unreadable = () =>
  say(
    'Chưa đúng địa chỉ. Gõ như 192.168.1.9:8080.',
    'This is no address. Type it like 192.168.1.9:8080.',
  );

function refusal(answer, host) {
  if (answer === 'other') {
    return say(
      `Có máy trả lời ở ${host}, nhưng không phải máy chủ mà máy này đã ghép. Chưa gửi gì cả.`,
      `Something answers at ${host}, but not the server this device is paired with. ` +
        'Nothing was sent.',
    );
  }
  if (answer === 'busy') return say('Máy chủ đang bận, bấm lại.', 'It is busy: press again.');
  return say(
    `Không ai trả lời ở ${host}. Kiểm tra Wi-Fi và địa chỉ rồi bấm lại.`,
    `Nobody answers at ${host}. Check the Wi-Fi and the address, and press again.`,
  );
}

/** What is said while calls go to another address: where, and how to move over, or why not yet. */
export function offerMove(reason) {
  const error = h('p', { class: 'error', role: 'alert' });
  const go = async () => {
    const { url, error: why } = await way(place(), { store, call });
    if (url) location.assign(url);
    else fill(error, icon('unlink'), ` ${why}`);
  };
  const lead = say(
    `Đang gửi qua địa chỉ khác: ${read(place())}`,
    `Sending by another address: ${read(place())}`,
  );
  const why = say(
    'Trang này còn ở địa chỉ cũ, việc nào cần đăng nhập thì chưa làm được. Chuyển hẳn sang địa ' +
      'chỉ mới, máy giữ nguyên chữ máy và số phiếu.',
    'This page is still at the old address, where signing in does not count. Move over: the ' +
      'device keeps its letter and its numbers.',
  );
  const notice = h(
    'div',
    { class: 'notice gold' },
    icon('link'),
    h('div', {}, h('b', {}, lead), h('p', {}, reason ?? why)),
  );
  const move = button({ class: 'main', onclick: go }, say('Chuyển máy sang đó', 'Move over'));
  return [notice, error, !reason && move];
}

/** A page that its device has left: whoever opens it again is led on, and may stay if he must. */
export async function leftBehind() {
  const moved = await store.get('moved');
  if (!moved) return;
  const stay = async (close) => {
    await store.set('moved', undefined);
    close();
  };
  const title = say('Máy này đã chuyển địa chỉ', 'This device has moved');
  openSheet(title, (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h(
        'p',
        {},
        say(
          `Máy đã chuyển sang ${read(moved)}. Bán ở trang cũ này thì phiếu không gửi được.`,
          `It went on at ${read(moved)}. What is sold on this old page cannot be sent.`,
        ),
      ),
      h('a', { class: 'button main', href: moved + location.pathname }, say('Mở ở đó', 'Open it')),
      button(
        { class: 'quiet', onclick: () => stay(close) },
        say('Chưa chuyển, ở lại đây', 'It did not move: stay here'),
      ),
    ),
  );
}
