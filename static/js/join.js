// Pairing: the page behind the QR code of a booth or a gate. The person names the device and
// presses once; the code is used by that press, never by merely opening the page. Without a code
// in the address (/join) the person types the one shown beside the QR. A device that comes over
// from another address of the laptop (`#move`) keeps its name, and only presses.

import { call, keepDevice } from './net/api.js';
import { button, fill, h, icon } from './lib/dom.js';
import { localState, inFiles } from './net/local_state.js';
import * as store from './net/store.js';
import { say } from './lib/words.js';

const code = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const root = () => document.getElementById('app');
const view = { busy: false, error: null, left: null };
const moving = location.hash === '#move';

function naming() {
  return [
    h('h1', {}, say('Ghép máy này với hội chợ', 'Pair this device with the fair')),
    h(
      'p',
      {},
      say(
        'Đặt tên để quản lý nhận ra máy, ví dụ “Điện thoại Lan”.',
        'Give it a name that others recognise, such as “Lan’s phone”.',
      ),
    ),
    view.left && warning(),
    !code && [
      h('label', { class: 'label', for: 'code' }, say('Mã ghép', 'Pairing code')),
      view.code,
    ],
    h('label', { class: 'label', for: 'name' }, say('Tên máy', 'Device name')),
    view.field,
  ];
}

function coming() {
  return [
    h('h1', {}, say('Chuyển máy này sang đây', 'Move this device here')),
    h(
      'p',
      {},
      say('Từ nay máy dùng địa chỉ ', 'From now on this device works at '),
      h('b', {}, location.origin),
      say('; trang ở địa chỉ cũ thôi dùng.', '; its old page is used no more.'),
    ),
  ];
}

function draw() {
  const press = moving
    ? say('Chuyển sang địa chỉ này', 'Move to this address')
    : say('Ghép máy', 'Pair device');
  const form = h(
    'form',
    { class: 'join', onsubmit: (event) => pair(event) },
    moving ? coming() : naming(),
    h('p', { class: 'error', role: 'alert' }, view.error && [icon('unlink'), ' ', view.error]),
    h(
      'button',
      { class: 'main', type: 'submit', 'aria-disabled': view.busy },
      view.busy ? say('Đang ghép…', 'Pairing…') : press,
    ),
  );
  fill(root(), form);
}

/** What this device still holds goes to the booth it was sold at, and to no other. */
const warning = () =>
  h(
    'p',
    { class: 'notice gold', role: 'status' },
    icon('clock'),
    say(
      `Máy còn giữ ${view.left} việc chưa gửi. Chúng chỉ được ghi cho gian cũ: ghép lại đúng ` +
        'gian đó thì máy tự gửi; ghép gian khác thì phải lưu ra tệp cho chủ gian cũ nhập.',
      `This device holds ${view.left} unsent rows. They count for its old booth only: paired ` +
        'with that booth again, it sends them; with another, save them to a file for the old one.',
    ),
  );

/** The device works and has not sent everything: it must do so before it changes its place. */
function refused() {
  const path = view.gate ? '/gate' : '/till';
  fill(
    root(),
    h(
      'section',
      { class: 'join' },
      h('h1', {}, say('Máy này chưa gửi hết', 'This device has not sent everything')),
      h(
        'p',
        {},
        say(
          `Còn ${view.left} việc chưa gửi. Gửi hết, hoặc lưu ra tệp, rồi hãy ghép gian khác.`,
          `${view.left} rows are unsent. Send them, or save them to a file, then pair.`,
        ),
      ),
      view.paying > 0 &&
        h(
          'p',
          { class: 'notice gold' },
          icon('clock'),
          say(
            `Trong đó ${view.paying} khách đang trả dở, tiền đã thu chưa vào sổ: thu xong ở màn ` +
              'hình bán hàng đã. Tệp không chứa tiền này.',
            `Among them ${view.paying} customers who have not finished paying: finish with them ` +
              'at the till first. A file does not hold that money.',
          ),
        ),
      button(
        { class: 'main', onclick: () => location.assign(path) },
        say('Mở để gửi', 'Open and send'),
      ),
      view.paying === 0 &&
        view.saved &&
        button(
          { class: 'quiet', onclick: () => draw() },
          say('Đã lưu ra tệp, cứ ghép', 'It is in a file: pair'),
        ),
    ),
  );
}

/** The code in capitals without blanks and dashes; the server reads it the same way. */
const written = () => (code || view.code.value).toUpperCase().replace(/[^0-9A-Z]/g, '');

async function pair(event) {
  event.preventDefault();
  if (view.busy) return;
  if (!written()) {
    view.error = say('Gõ mã ghép trên màn hình của quản lý.', 'Type the code the manager shows.');
    draw();
    view.code.focus();
    return;
  }
  if (!moving && !view.field.value.trim()) {
    view.error = say('Gõ tên máy trước đã.', 'Type a name first.');
    draw();
    view.field.focus();
    return;
  }
  Object.assign(view, { busy: true, error: null });
  draw();
  const { status, data } = await call('POST', '/api/v1/devices', {
    code: written(),
    name: view.field.value.trim(),
  });
  view.busy = false;
  if (status === 201) {
    await accept(data);
    return;
  }
  view.error =
    data?.message ??
    say(
      'Chưa gặp được máy chủ. Kiểm tra Wi-Fi của hội chợ rồi bấm lại.',
      'The server cannot be reached. Check the fair’s Wi-Fi and press again.',
    );
  draw();
}

/**
 * A device that changes its place begins with that place's goods and numbers its sales anew. Its
 * queue stays, each row with the booth and device it is of. Carts and the open shift stay only at
 * the same booth: elsewhere their prices and the drawer are not this one's.
 */
async function accept(data) {
  const before = await store.get('device');
  await keepDevice({ token: data.token, booth: data.booth, ...data.device });
  const same = before?.booth?.id !== undefined && before.booth.id === data.booth?.id;
  const fresh = { till: undefined, gate: undefined, seq: 1, moved: undefined };
  const old = { cart: undefined, parked: undefined, shift: undefined, again: undefined };
  await store.setAll(same ? fresh : { ...fresh, ...old });
  const place = data.booth ?? data.gate;
  const words = data.booth
    ? say('Mở màn hình bán hàng', 'Open the till')
    : say('Mở màn hình đếm khách', 'Open the visitor counter');
  fill(
    root(),
    h(
      'section',
      { class: 'join' },
      h('span', { class: 'done-mark good' }, icon('check')),
      h('h1', {}, say('Đã ghép máy', 'Device paired')),
      h('p', { class: 'lead' }, `${place.code} · ${place.name}`, h('br'), data.fair.name),
      button(
        { class: 'main', onclick: () => location.assign(data.booth ? '/till' : '/gate') },
        words,
      ),
    ),
  );
}

/** What this device would leave behind, and whether a gate's page is where it is sent. */
async function measure() {
  const [{ rows, paying, counted }, saved, visits, taps] = await Promise.all([
    localState(store),
    inFiles(store),
    store.inState('visits', 'unsent'),
    store.get('taps'),
  ]);
  view.gate = visits.length > 0 || Boolean(taps);
  Object.assign(view, { left: rows + paying + (counted ? 1 : 0), paying, saved });
}

async function boot() {
  const known = await store.get('device');
  await measure();
  view.code = h('input', {
    class: 'field',
    id: 'code',
    maxlength: 20,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    placeholder: '7K3M9 QX2AB',
  });
  view.field = h('input', {
    class: 'field',
    id: 'name',
    maxlength: 40,
    autocomplete: 'off',
    value: known?.name ?? '',
    placeholder: say('Điện thoại Lan', 'Lan’s phone'),
  });
  // A device that was revoked cannot send any more: it may be paired, and says what it holds.
  const { status } = known && view.left ? await call('GET', '/api/v1/sales') : { status: 401 };
  if (view.left && status !== 401) refused();
  else draw();
}

boot();
