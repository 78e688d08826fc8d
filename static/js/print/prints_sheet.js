// The booth's papers: what waits and why, what did not come out, and printing that again.

import { call } from '../net/api.js';
import { button, fill, h, icon } from '../lib/dom.js';
import { openSheet } from '../lib/sheet.js';
import { inTrouble, readPrints, signOf, statusWords } from './print_states.js';
import { moment, say } from '../lib/words.js';

// As many papers as a person looks through.
const SHOWN = 15;

/** Opens the sheet; it follows the papers while it is open. */
export function printsSheet(app) {
  const body = h('div', { class: 'sheet-body prints' });
  const view = { app, body, words: '' };
  const before = app.onPrints;
  app.onPrints = () => draw(view);
  draw(view);
  readPrints(app);
  const title = say('Máy in và phiếu in', 'Printer and papers');
  return openSheet(title, () => body).finally(() => {
    app.onPrints = before;
  });
}

function draw(view) {
  const { printer } = view.app.prints;
  const all = view.app.prints.all.filter(isPaper);
  const failed = all.filter((one) => one.state === 'failed');
  const bad = all.filter(inTrouble);
  const rest = all.filter((one) => !inTrouble(one)).slice(0, Math.max(0, SHOWN - bad.length));
  fill(
    view.body,
    printer && head(printer),
    h('p', { class: 'hint', role: 'status' }, view.words),
    failed.length > 1 &&
      button(
        { class: 'main', 'data-focus': 'retry-all', onclick: () => retryAll(view) },
        say(`In lại cả ${failed.length} phiếu lỗi`, `Print all ${failed.length} that failed`),
      ),
    h('ul', { class: 'rows' }, [...bad, ...rest].map((one) => row(view, one))),
    !all.length && h('p', { class: 'empty' }, say('Chưa in phiếu nào.', 'Nothing printed yet.')),
  );
}

/** A drawer's pulse is no paper, and is not sent again: one presses anew. */
const isPaper = ({ purpose }) => purpose !== 'drawer';

function head({ name, waiting, trouble }) {
  const words = trouble ?? (waiting ? say('Đang in', 'Printing') : say('Sẵn sàng', 'Ready'));
  const count = say(`${waiting} phiếu đang chờ`, `${waiting} waiting`);
  return h(
    'div',
    { class: trouble ? 'notice gold' : 'notice' },
    icon('printer'),
    h('div', {}, h('b', {}, name), h('p', {}, words, waiting > 0 && ` · ${count}`)),
  );
}

function row(view, one) {
  const [kind, sign] = signOf(one);
  const copy = one.copy > 0 && say(` · bản sao ${one.copy}`, ` · copy ${one.copy}`);
  const words = {
    failed: say('In lại', 'Print again'),
    uncertain: say('In bản sao', 'Print a copy'),
  };
  return h(
    'li',
    { class: 'print-row' },
    h(
      'div',
      {},
      h('b', {}, one.title, copy),
      h('small', {}, moment(one.at_ms, view.app.now())),
      h('span', { class: `tag ${kind}` }, icon(sign), one.label),
      one.trouble && h('p', { class: 'hint' }, one.trouble),
    ),
    words[one.state] &&
      button(
        {
          class: 'quiet',
          'data-focus': `retry-${one.id}`,
          'aria-label': `${words[one.state]}: ${one.title}, ${statusWords(one)}`,
          onclick: () => retry(view, one),
        },
        words[one.state],
      ),
  );
}

async function retryAll(view) {
  const { status, data } = await call('POST', '/api/v1/prints/retries', {}, 5000);
  const count = data?.prints ?? 0;
  const done = say(`Đang in lại ${count} phiếu`, `${count} are printed again`);
  await told(view, status === 200 ? done : refused(data));
}

async function retry(view, one) {
  // A double tap is one paper.
  if (view.busy) return;
  view.busy = true;
  const { status, data } = await call('POST', `/api/v1/prints/${one.id}/retries`, {}, 5000);
  view.busy = false;
  const done = say(`Đang in lại ${one.title}`, `${one.title} is printed again`);
  await told(view, status === 204 ? done : refused(data));
}

async function told(view, words) {
  view.words = words;
  draw(view);
  await readPrints(view.app);
}

const refused = (data) =>
  data?.message ??
  say('Chưa gửi được lệnh in. Thử lại khi có kết nối.', 'Not sent. Try again when connected.');
