// Who sells, in a sheet: the shift, the colours, the language, another person.

import { call, place } from '../net/api.js';
import { button, h, icon } from '../lib/dom.js';
import { themeChoice } from './theme_choice.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { mayLeave } from './unsent_sheet.js';
import { say, turn } from '../lib/words.js';

/** Who sells: change person, language. A sale names its seller, whoever is here when it is sent. */
export async function people(app) {
  openSheet(app.till.person?.name ?? say('Người bán', 'Seller'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h('p', { class: 'hint' }, `${app.till.fair.name} · ${app.till.booth.name}`),
      themeChoice(),
      h(
        'div',
        { class: 'sheet-actions' },
        button(
          { class: 'big', onclick: () => toScreen(app, close, 'shift') },
          icon('clock'),
          say('Ca bán hàng', 'Shift'),
        ),
        app.till.person?.role === 'manager' &&
          button(
            { class: 'big', onclick: () => toScreen(app, close, 'count') },
            icon('check'),
            say('Kiểm kho', 'Stocktake'),
          ),
        app.till.person?.role === 'manager' &&
          h('a', { class: 'button big', href: '/booth' }, say('Trang gian hàng', 'Booth’s page')),
        h(
          'a',
          { class: 'button big', href: '/customer', target: 'customer' },
          say('Màn hình khách', 'Customer’s screen'),
        ),
        h(
          'a',
          { class: 'button big', href: '/help/sell', target: 'help' },
          say('Hướng dẫn', 'Help'),
        ),
        button(
          { class: 'big', onclick: () => newPin(app, close) },
          say('Đổi mã PIN', 'Change your PIN'),
        ),
        button(
          { class: 'big', onclick: () => leave(app, close) },
          say('Đổi người bán', 'Change seller'),
        ),
        button(
          { class: 'big', lang: say('en', 'vi'), onclick: () => speakOther(app, close) },
          say('English', 'Tiếng Việt'),
        ),
        !globalThis.isSecureContext &&
          h('a', { class: 'button big', href: '/trust' }, say('Mở bằng HTTPS', 'Open over HTTPS')),
      ),
    ),
  );
}

function toScreen(app, close, name) {
  close();
  app.go(name);
}

const moveFirst = () =>
  say(
    'Đang nối qua địa chỉ khác. Chuyển máy sang đó rồi hãy đổi người bán.',
    'Connected by another address. Move over there, then change the seller.',
  );

async function newPin(app, close) {
  close();
  const sheet = await app.part(() => import('./pin_sheet.js'));
  sheet?.changePin();
}

/** The screen is shown anew; what the laptop says in words is asked for again. */
function speakOther(app, close) {
  close();
  turn();
  app.go(app.screen.name);
  app.load();
}

async function leave(app, close) {
  close();
  // At its own address the laptop would still know the one who left here.
  const reason = place() ? moveFirst() : await mayLeave(app);
  if (reason) {
    toast(reason);
    return;
  }
  const { status } = await call('DELETE', '/api/v1/sessions');
  if (status === 204 || status === 200) app.signIn(null);
  else toast(say('Chưa gặp được máy chủ, thử lại sau.', 'The server is silent, try again later.'));
}
