// The page that checks a receipt: what the paper's link brought behind `#` is asked at once.

const form = document.getElementById('check');
const code = location.hash.slice(1);
if (form && code !== '') {
  form.elements.code.value = code;
  // Coming back to this page does not ask again.
  history.replaceState(null, '', '/c');
  form.requestSubmit();
}

// The next paper, opened in this tab, is no other document for the browser: what stands here is
// said of the paper before it.
addEventListener('hashchange', () => location.replace(`/c?next${location.hash}`));
