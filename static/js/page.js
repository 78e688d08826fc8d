// What a server-rendered page does by itself: print when asked. Everything else works without.

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print());
}
