// What a server-rendered page does by itself: print when asked, let the keyboard reach what scrolls
// sideways, show a password that is typed, refuse a file that is too large before it is sent.
// Everything else works without.

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print());
}

// Back to a form as it was left: the browser still has what was typed.
for (const button of document.querySelectorAll('[data-back]')) {
  button.addEventListener('click', () => history.back());
}

for (const wide of document.querySelectorAll('.table-wrap, figure')) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}

// "Saved" is said once: the address that is kept or opened again does not say it.
const here = new URL(location.href);
if (here.searchParams.has('saved')) {
  here.searchParams.delete('saved');
  history.replaceState(history.state, '', here);
}

for (const field of document.querySelectorAll('input[data-show]')) showable(field);

/** A button beside a password that shows what was typed, and hides it again. */
function showable(field) {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-controls', field.id);
  const draw = () => {
    const shown = field.type === 'text';
    button.textContent = shown ? field.dataset.hide : field.dataset.show;
    button.setAttribute('aria-pressed', String(shown));
  };
  button.addEventListener('click', () => {
    field.type = field.type === 'text' ? 'password' : 'text';
    draw();
    field.focus();
  });
  const row = document.createElement('div');
  row.className = 'field-row';
  field.replaceWith(row);
  row.append(field, button);
  draw();
  // A browser that keeps passwords must know it as one.
  field.form?.addEventListener('submit', () => {
    field.type = 'password';
  });
}

for (const field of document.querySelectorAll('input[data-most]')) limited(field);

/** Says at a file's field that the file is too large, before it is sent for nothing. */
function limited(field) {
  const said = document.createElement('p');
  said.className = 'error';
  said.setAttribute('role', 'alert');
  field.after(said);
  const fits = () => !field.files[0] || field.files[0].size <= Number(field.dataset.most);
  const say = () => {
    said.textContent = fits() ? '' : field.dataset.large;
  };
  field.addEventListener('change', say);
  field.form.addEventListener('submit', (event) => {
    if (!fits()) event.preventDefault();
  });
}

const fresh = [...document.querySelectorAll('[data-attention]')];
if (fresh.length > 0) {
  import('./lib/attention.js').then(({ keepFresh }) => fresh.forEach(keepFresh));
}

const photos = document.querySelectorAll('[data-photo]');
if (photos.length > 0) {
  import('./lib/photo_field.js').then(({ photoField }) => photos.forEach(photoField));
}

if (document.querySelector('input[data-day]')) import('./lib/date_field.js');

if (document.querySelector('[data-units], [data-units-to]')) import('./lib/unit_keys.js');

if (document.querySelector('input[data-locality]')) import('./lib/locality_field.js');

// On a phone the tab of this page may lie outside the row of tabs.
document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest' });

const searches = document.querySelectorAll('[data-list-search]');
if (searches.length > 0) {
  import('./lib/list_search.js').then(({ searchAsTyped }) => searches.forEach(searchAsTyped));
}
