// The page that checks a receipt: what the paper's link brought behind `#` is asked at once.

const form = document.getElementById('check');
const code = location.hash.slice(1);
if (code !== '') {
  form.elements.code.value = code;
  // Coming back to this page does not ask again.
  history.replaceState(null, '', location.pathname);
  form.requestSubmit();
}
