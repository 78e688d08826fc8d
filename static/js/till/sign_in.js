// Signing in: who, then the PIN. What goes wrong is said where it happened.

import { call, linked } from '../net/api.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { felt } from '../lib/haptics.js';
import { padKey, padKeys, press } from '../lib/number_pad.js';
import { chip, drawChip } from './status_bar.js';
import { say, turn } from '../lib/words.js';

export function signin(app) {
  const view = { app, person: null, pin: '', error: null, busy: false };
  view.body = h('div', { class: 'signin' });
  view.state = chip(app);
  if (app.till.people.length === 1) [view.person] = app.till.people;
  draw(view);
  const onTill = () => stands(view) === view.stood || draw(view);
  const onStatus = () => {
    onTill();
    drawChip(app, view.body);
  };
  const onKeyHere = (event) => onKey(view, event);
  const leave = () => (view.left = true);
  return { element: view.body, onKey: onKeyHere, onTill, onStatus, leave };
}

/** What is shown of the laptop and its booth: drawn anew under a finger, a tap would be lost. */
const stands = ({ app: { till } }) =>
  JSON.stringify([till.fair, till.booth, till.people, linked() === false]);

const role = (name) =>
  ({
    seller: say('Người bán', 'Seller'),
    manager: say('Chủ gian', 'Booth manager'),
  })[name] ?? '';

function draw(view) {
  const { booth, fair } = view.app.till;
  view.stood = stands(view);
  const head = h(
    'header',
    { class: 'signin-head' },
    h('p', {}, fair.name),
    h(
      'h1',
      {},
      say(`Gian ${booth.code}`, `Booth ${booth.code}`),
      ` · ${booth.seller ?? booth.name}`,
    ),
  );
  fill(view.body, view.state, head, view.person ? pin(view) : choose(view), newAddressButton(view));
}

/** Nobody signs in while the laptop is silent, but it may have another address. */
function newAddressButton({ app }) {
  const give = async () => {
    const sheet = await app.part(() => import('./new_address.js'));
    sheet?.newAddress(() => app.outbox.resume());
  };
  const words = say('Máy chủ có địa chỉ mới', 'The server has a new address');
  return linked() === false && button({ class: 'quiet', onclick: give }, words);
}

function choose(view) {
  const { people } = view.app.till;
  const one = (person) =>
    button(
      { class: 'person', onclick: () => take(view, person) },
      icon('person'),
      h('b', {}, person.name),
      h('span', {}, role(person.role)),
    );
  return [
    h('h2', {}, say('Ai bán hàng?', 'Who is selling?')),
    people.length
      ? h('div', { class: 'people' }, people.map(one))
      : h(
          'p',
          { class: 'empty' },
          say(
            'Gian chưa có người bán. Ban tổ chức thêm người ở mục ' + 'Gian hàng.',
            'This booth has no seller yet. The organiser adds people under Booths.',
          ),
        ),
    button(
      {
        class: 'quiet',
        lang: say('en', 'vi'),
        onclick: () => {
          turn();
          draw(view);
          drawChip(view.app, view.body);
          view.app.load();
        },
      },
      say('English', 'Tiếng Việt'),
    ),
  ];
}

// While a PIN is looked at nobody else is chosen and no other PIN is typed: the answer is for whom
// the screen shows.
function take(view, person) {
  if (view.busy) return;
  Object.assign(view, { person, pin: '', error: null });
  draw(view);
}

function pin(view) {
  const dots = view.pin ? '●'.repeat(view.pin.length) : '–';
  const label = say(`Đã gõ ${view.pin.length} số`, `${view.pin.length} digits typed`);
  return [
    h('h2', {}, say('Mã PIN của ', 'PIN of '), view.person.name),
    h('output', { class: 'pin', 'aria-label': label }, dots),
    h('p', { class: 'error', role: 'alert' }, view.error && [icon('unlink'), ' ', view.error]),
    padKeys((key) => onPress(view, key)),
    button(
      { class: 'main', 'aria-disabled': view.pin.length < 4, onclick: () => send(view) },
      view.busy ? say('Đang kiểm tra…', 'Checking…') : say('Vào bán hàng', 'Start selling'),
    ),
    view.app.till.people.length > 1 &&
      button(
        { class: 'quiet', onclick: () => take(view, null) },
        icon('back'),
        say('Chọn người khác', 'Someone else'),
      ),
  ];
}

function onPress(view, key) {
  if (view.busy) return;
  view.pin = press(view.pin, key);
  view.error = null;
  draw(view);
}

async function send(view) {
  if (view.busy || view.pin.length < 4) return;
  view.busy = true;
  draw(view);
  const { status, data } = await call('POST', '/api/v1/sessions', {
    person: view.person.id,
    pin: view.pin,
  });
  Object.assign(view, { busy: false, pin: '' });
  // Who is signed in was heard of before, and sells already.
  if (view.left) return;
  if (status === 201) {
    view.app.signIn(data.person);
    return;
  }
  felt('refused');
  view.error =
    data?.message ??
    say(
      'Chưa gặp được máy chủ. Kiểm tra Wi-Fi rồi thử lại.',
      'The server cannot be reached. Check the Wi-Fi and try again.',
    );
  draw(view);
}

function onKey(view, event) {
  if (!view.person) return false;
  if (event.key === 'Escape') {
    if (view.app.till.people.length > 1) take(view, null);
    return true;
  }
  if (event.key === 'Enter') {
    send(view);
    return true;
  }
  const key = padKey(event);
  if (key) onPress(view, key);
  return Boolean(key);
}
