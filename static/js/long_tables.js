// A report's long tables: the rows of one come when it is opened, by its title or by a figure that
// leads to it. Until then, and where they do not come, a link leads to the whole table.

import { h } from './lib/dom.js';
import { say } from './lib/words.js';

const SILENT_MS = 20_000;
const coming = new Set();

/** The rows as the fair's own server drew them. Who is signed out is sent elsewhere: no rows. */
async function fetchRows(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(SILENT_MS) });
  if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
  return answer.text();
}

async function fillIn(table) {
  const place = table.querySelector('[role="status"]');
  if (!place || coming.has(table)) return;
  coming.add(table);
  const words = place.querySelector('span') ?? h('span');
  place.prepend(words);
  words.textContent = say('Đang tải… ', 'Loading… ');
  try {
    place.insertAdjacentHTML('afterend', await fetchRows(table.dataset.rows));
    place.remove();
  } catch {
    words.textContent = say('Chưa tải được. ', 'The rows did not come. ');
  }
  coming.delete(table);
}

function unfold(hash) {
  const table = hash && document.getElementById(hash.slice(1))?.querySelector(':scope > .long');
  if (table) table.open = true;
}

for (const table of document.querySelectorAll('.long')) {
  table.addEventListener('toggle', () => table.open && fillIn(table));
}
// Paper has no titles to press: what is printed is whole, as far as the rows come.
document.addEventListener(
  'click',
  async (event) => {
    const empty = document.querySelector('.long [role="status"]');
    if (!empty || !event.target.closest('[data-print]')) return;
    event.stopPropagation();
    const tables = [...document.querySelectorAll('.long')];
    await Promise.all(tables.map(fillIn));
    for (const table of tables) table.open = true;
    window.print();
  },
  { capture: true },
);
document.addEventListener('click', (event) => unfold(event.target.closest('a[href^="#"]')?.hash));
unfold(location.hash);
