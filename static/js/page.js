// What a server-rendered page does by itself: print when asked, and let the keyboard reach what
// scrolls sideways. Everything else works without.

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print());
}

for (const wide of document.querySelectorAll('.table-wrap, figure')) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}
