// The page that shows a pairing code looks whether its device has come: then it says so by itself,
// and offers another code. The server draws both; without a script the page is opened again.

const EVERY_MS = 2000;

const state = (page) => page.getElementById('pairing')?.dataset.state;

async function look() {
  const known = state(document);
  if (known !== 'waits') return;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = state(page);
    if (now && now !== known) {
      document.getElementById('pairing').replaceWith(page.getElementById('pairing'));
      return;
    }
  } catch {
    // The laptop is asked again in a moment.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
