// Changing one's own PIN: the one in use, the new one, and the new one again. The laptop knows the
// old one and which new ones are easily guessed; without it no PIN is changed.

import { call } from '../net/api.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { padKey, padKeys, press } from '../lib/number_pad.js';
import { openPadSheet } from '../lib/pad_sheet.js';
import { toast } from '../lib/toast.js';
import { say } from '../lib/words.js';

const [OLD, NEW, AGAIN] = [0, 1, 2];
const LEAST = 4;

const ASKED = () => [
  say('Mã PIN đang dùng', 'Your PIN now'),
  say('Mã PIN mới, 4–8 số', 'New PIN, 4–8 digits'),
  say('Gõ lại mã PIN mới', 'The new PIN once more'),
];

export async function changePin() {
  const view = { step: OLD, typed: ['', '', ''], error: null, busy: false };
  const title = say('Đổi mã PIN', 'Change your PIN');
  if (await openPadSheet(title, 'sheet-manager', view, { draw, onKey })) {
    toast(say('Đã đổi mã PIN.', 'Your PIN is changed.'));
  }
}

function draw(view) {
  const pin = view.typed[view.step];
  const label = say(`Đã gõ ${pin.length} số`, `${pin.length} digits typed`);
  const words = view.step === AGAIN ? say('Đổi mã PIN', 'Change your PIN') : say('Tiếp', 'Next');
  fill(
    view.body,
    h('p', {}, ASKED()[view.step]),
    h('output', { class: 'pad-display', 'aria-label': label }, pin ? '●'.repeat(pin.length) : '–'),
    h('p', { class: 'error', role: 'alert' }, view.error && [icon('unlink'), ' ', view.error]),
    padKeys((key) => onPress(view, key)),
    button(
      {
        class: 'main',
        'data-focus': 'pin-next',
        'aria-disabled': !ready(view),
        onclick: () => goOn(view),
      },
      view.busy ? say('Đang kiểm tra…', 'Checking…') : words,
    ),
  );
}

const ready = (view) => view.typed[view.step].length >= LEAST && !view.busy;

function change(view, fields) {
  Object.assign(view, fields);
  draw(view);
}

function onPress(view, key) {
  if (view.busy) return;
  view.typed[view.step] = press(view.typed[view.step], key);
  change(view, { error: null });
}

function onKey(view, event) {
  const key = padKey(event);
  if (key) onPress(view, key);
  else if (event.key === 'Enter' && !event.target.closest('button')) goOn(view);
  else return;
  event.preventDefault();
}

/** Back to a step, from which on everything is typed anew. */
function backTo(view, step, error) {
  view.typed.fill('', step);
  change(view, { step, error, busy: false });
}

async function goOn(view) {
  if (!ready(view)) return;
  const [old, wanted, again] = view.typed;
  if (view.step < AGAIN) {
    change(view, { step: view.step + 1 });
    return;
  }
  if (wanted !== again) {
    backTo(view, NEW, say('Hai lần gõ khác nhau.', 'The two are not the same.'));
    return;
  }
  change(view, { busy: true });
  const { status, data } = await call('PUT', '/api/v1/account/pin', { old, new: wanted });
  const silent = say(
    'Chưa gặp được máy chủ. Kiểm tra Wi-Fi rồi thử lại.',
    'The server cannot be reached. Check the Wi-Fi and try again.',
  );
  if (status === 204) view.close(true);
  else if (status === 0) backTo(view, AGAIN, silent);
  else backTo(view, status === 422 ? NEW : OLD, data?.message ?? silent);
}
