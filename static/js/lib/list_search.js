// A list that is asked again while one types (src/web/ui/list.rs): the rows come from the same
// address that the search button leads to, and the address of the page follows, so that the way
// back comes to the same rows. Without it, the button does the same.

import { say } from './words.js';

const TYPING_MS = 250;
const SILENT_MS = 10_000;

/** The address that the search field stands for: its words from the first page. */
export function addressOf(action, fields) {
  const query = new URLSearchParams();
  for (const [name, value] of fields) if (value.trim() !== '') query.append(name, value.trim());
  const text = query.toString();
  return text === '' ? action : `${action}?${text}`;
}

/** Whether somebody typed into the rows and has not saved it, or was refused: those are not
 * replaced. */
function isTouched(body) {
  if (body.closest('form')?.querySelector('[aria-invalid="true"], .error')) return true;
  const fields = [...body.querySelectorAll('input:not([type="hidden"]), select')];
  return fields.some((one) =>
    one.type === 'checkbox' ? one.checked !== one.defaultChecked : one.value !== one.defaultValue,
  );
}

/** Makes the search form ask by itself. */
export function searchAsTyped(form) {
  const place = form.parentElement;
  const view = { timer: null, asked: 0 };
  form.querySelector('button').hidden = true;

  async function ask() {
    const body = place.querySelector('[data-list-body]');
    if (isTouched(body)) return warn(body);
    const mine = (view.asked += 1);
    const address = addressOf(form.getAttribute('action'), new FormData(form));
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(SILENT_MS) });
      if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const rows = page.querySelector('[data-list-body]');
      if (mine !== view.asked || !rows) return;
      // The answer may have taken a while.
      if (isTouched(body)) return warn(body);
      // A form around the rows is saved to the same place in the list.
      const action = rows.closest('form')?.getAttribute('action');
      if (action) body.closest('form')?.setAttribute('action', action);
      body.replaceWith(rows);
      form.querySelector('[role="status"]').textContent = rows.dataset.listBody;
      history.replaceState(history.state, '', address);
    } catch {
      // The button asks in the browser's own way, and tells what went wrong.
      form.querySelector('button').hidden = false;
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(view.timer);
    view.timer = setTimeout(ask, TYPING_MS);
  });
  form.addEventListener('submit', (event) => {
    if (!form.querySelector('button').hidden) return;
    event.preventDefault();
    clearTimeout(view.timer);
    ask();
  });
}

function warn(body) {
  if (body.querySelector('[data-unsaved]')) return;
  const words = document.createElement('p');
  words.className = 'notice gold';
  words.dataset.unsaved = '';
  words.setAttribute('role', 'alert');
  words.textContent = say(
    'Hãy lưu những gì vừa nhập trước khi tìm tiếp.',
    'Save what you entered before you search on.',
  );
  body.prepend(words);
}
