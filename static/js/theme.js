// The colours of a page: light, dark, or for full sun. A plain script, loaded before anything is
// painted. What a person chose on this device stays; until then the machine's own wish is followed.
// Any <select data-theme-choice> on a page makes the choice: dark, light, sunlight, or '' for none.

(() => {
  const wish = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;

  function chosen() {
    try {
      return localStorage.getItem('theme') ?? '';
    } catch {
      return '';
    }
  }

  function apply() {
    root.dataset.theme = chosen() || (wish.matches ? 'dark' : 'light');
  }

  function choose({ target }) {
    if (!target.matches('[data-theme-choice]')) return;
    try {
      localStorage.setItem('theme', target.value);
    } catch {
      // A browser that keeps nothing follows the machine.
    }
    apply();
  }

  function show() {
    for (const choice of document.querySelectorAll('select[data-theme-choice]')) {
      choice.value = chosen();
      choice.closest('[hidden]')?.removeAttribute('hidden');
    }
  }

  apply();
  wish.addEventListener('change', apply);
  addEventListener('storage', apply);
  addEventListener('change', choose);
  addEventListener('DOMContentLoaded', show);
})();
