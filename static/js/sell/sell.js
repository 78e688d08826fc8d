// Selling: goods to tap on the left, the cart on the right of a laptop or below on a phone.

import { addTyped, find, isWeighed, setQuantity, step } from '../model/cart.js';
import { button, fill, h, icon, settle, whenFree } from '../lib/dom.js';
import { finder, fold } from '../model/fold.js';
import { felt } from '../lib/haptics.js';
import { inField, showKeys } from '../till/shortcuts.js';
import { tile, markTile } from './product_tile.js';
import { scanButton } from '../scan/scan_button.js';
import { bar, drawStatus } from '../till/status_bar.js';
import { aside, dock, toPay } from './dock.js';
import { say } from '../lib/words.js';

const FREQUENT = '';
// More tiles than this at once make a phone slow, and nobody looks through them.
const MOST = 36;

// Whether there is room for the cart beside the goods, as the sheets have it.
const wide = globalThis.matchMedia('(min-width: 900px)');
// What draws the cart there, from the first time there was room.
let cartView;

export function sell(app) {
  const view = { app, group: FREQUENT, query: '', most: MOST };
  view.search = h('input', {
    class: 'search',
    enterkeyhint: 'search',
    spellcheck: 'false',
    'data-focus': 'search',
    autocomplete: 'off',
    placeholder: say('Tìm hoặc quét mã', 'Search or scan'),
    'aria-label': say('Tìm hàng hoặc quét mã', 'Search or scan a code'),
    oninput: () => onTyped(view),
    onkeydown: (event) => searchKey(view, event),
  });
  view.clear = button(
    {
      class: 'quiet square',
      hidden: true,
      'aria-label': say('Xóa chữ tìm', 'Clear the search'),
      onclick: () => clear(view),
    },
    icon('close'),
  );
  view.chips = h('div', {
    class: 'chips',
    role: 'group',
    'aria-label': say('Nhóm hàng', 'Groups'),
  });
  view.parked = h('div', { class: 'parked-here' });
  view.grid = h('div', { class: 'grid' });
  view.basket = h('aside', { class: 'basket', 'aria-label': say('Giỏ hàng', 'Cart') });
  view.dock = h('div', { class: 'dock' });
  view.bar = bar(app, [
    button(
      { class: 'quiet wide-only', onclick: () => showKeys(app) },
      say('Phím tắt', 'Keys'),
      h('kbd', {}, '?'),
    ),
    button(
      { class: 'quiet wide-only', 'data-focus': 'shift', onclick: () => app.go('shift') },
      icon('clock'),
      say('Ca', 'Shift'),
    ),
    button(
      { class: 'quiet wide-only', onclick: () => app.go('receipts') },
      icon('receipt'),
      say('Phiếu đã bán', 'Receipts'),
    ),
  ]);
  draw(view);
  drawCart(view);
  wide.onchange = () => drawBasket(view);
  return screen(view);
}

function screen(view) {
  const receipts = button(
    { class: 'quiet phone-only', onclick: () => view.app.go('receipts') },
    icon('receipt'),
    say('Phiếu', 'Sales'),
  );
  const scan = scanButton((code) => onCode(view, code));
  const tools = h('div', { class: 'tools' }, view.search, view.clear, scan, receipts);
  const goods = h('section', { class: 'goods' }, view.chips, view.parked, view.grid);
  return {
    element: h(
      'div',
      { class: 'till' },
      h('div', { class: 'till-head' }, view.bar, tools),
      goods,
      view.basket,
      view.dock,
    ),
    onCart: () => drawCart(view),
    onStatus: () => drawStatus(view.app, view.bar),
    onTill: () => {
      draw(view);
      drawStatus(view.app, view.bar);
    },
    onKey: (event) => onKey(view, event),
    onScan: (code) => onCode(view, code),
    leave: () => {
      clearTimeout(view.drawing);
      wide.onchange = null;
    },
  };
}

/** A scanner's keys are drawn once, when they stop: its letters do not belong here anyway. */
function onTyped(view) {
  clearTimeout(view.drawing);
  if (view.app.scanning?.()) view.drawing = setTimeout(() => search(view, view.search.value), 90);
  else search(view, view.search.value);
}

/** What the query finds, else the group; the server sends the frequent goods first. */
function matching(view) {
  const { products } = view.app.till;
  if (view.query.trim()) {
    const found = finder(view.query);
    const code = view.query.trim();
    return products.filter((product) => {
      product.folded ??= fold(product.name);
      return found(product.folded) || product.barcode === code || named(product.sku, code);
    });
  }
  if (view.group === FREQUENT) return products.slice(0, 24);
  return products.filter((product) => product.group === view.group);
}

const named = (sku, code) => Boolean(sku) && sku.toUpperCase() === code.toUpperCase();

function clear(view) {
  view.search.value = '';
  search(view, '');
}

/** Another question: the list begins at its top again. */
function search(view, query) {
  view.most = MOST;
  draw(view, query);
}

function draw(view, query = view.query) {
  view.query = query;
  view.clear.hidden = query === '';
  const chip = (id, name) =>
    button(
      {
        class: 'chip',
        'data-focus': `chip-${id}`,
        'aria-pressed': view.group === id && !view.query,
        onclick: () => {
          view.group = id;
          clear(view);
        },
      },
      name,
    );
  settle(
    view.chips,
    chip(FREQUENT, say('Hay bán', 'Frequent')),
    view.app.till.groups.map((group) => chip(group.id, group.name)),
  );
  // A tile made before a tap would not show it.
  whenFree(view.grid, () => {
    const goods = matching(view);
    const tiles = goods.slice(0, view.most).map((product) => tileOf(view, product));
    settle(view.grid, goods.length ? [...tiles, more(view, goods.length)] : nothing(view));
  });
}

function tileOf(view, product) {
  const element = tile(product, () => pick(view)(product));
  markTile(element, find(view.app.cart, product.uid));
  return element;
}

function more(view, count) {
  const left = count - view.most;
  if (left <= 0) return null;
  const show = () => {
    view.most += MOST;
    draw(view);
  };
  return button(
    { class: 'big more', 'data-focus': 'more', onclick: show },
    say(
      `Còn ${left} món. Gõ tên để tìm, hoặc xem thêm`,
      `${left} more. Type to find, or show more`,
    ),
  );
}

function nothing(view) {
  const { products } = view.app.till;
  const text = products.length
    ? say(
        'Không thấy món nào. Thử gõ ít chữ hơn, không cần dấu.',
        'Nothing found. Try fewer letters; marks are not needed.',
      )
    : say(
        'Gian chưa có hàng. Chủ gian thêm hàng ở mục Hàng hóa.',
        'This booth has no goods yet. The booth manager adds them under Products.',
      );
  return h('p', { class: 'empty' }, text);
}

const asking = (app) => app.part(() => import('./ask_quantity.js'));

/** A tile or a pad outlives the answer it was made from: sold is what is known of it then. */
const pick = (view) => async (product) => {
  const { app } = view;
  const before = app.cart;
  const now = () => app.till.products.find(({ uid }) => uid === product.uid) ?? product;
  if (product.free_amount) {
    const amount = await (await asking(app))?.askAmount(now());
    if (amount !== undefined) app.setCart(addTyped(app.cart, now(), amount));
  } else if (isWeighed(product)) {
    const weight = await (await asking(app))?.askQuantity(now(), find(app.cart, product.uid));
    if (weight !== undefined) app.setCart(setQuantity(app.cart, now(), weight));
  } else {
    app.setCart(step(app.cart, now(), 1n));
  }
  if (app.cart !== before) felt('tap');
};

/** A code, however it was read. What deals with it is fetched after the first screen stands. */
async function onCode(view, code) {
  const scan = await view.app.part(() => import('./code_to_cart.js'));
  return scan?.addCode(view.app, code, pick(view));
}

function markAll(view) {
  for (const element of view.grid.querySelectorAll('.tile')) {
    markTile(element, find(view.app.cart, element.dataset.uid));
  }
}

function drawCart(view) {
  markAll(view);
  drawBasket(view);
  fill(view.dock, dock(view.app));
  fill(view.parked, aside(view.app));
}

/** The cart beside the goods; a phone has it in a sheet alone. */
function drawBasket(view) {
  if (!wide.matches) return;
  const draw = (parts) => {
    ({ cartView } = parts);
    fill(view.basket, cartView(view.app));
  };
  if (cartView) draw({ cartView });
  else import('./cart_view.js').then(draw, view.app.notHere);
}

/** Enter in the search field: a code typed by hand, or the only match, goes into the cart. */
function searchKey(view, event) {
  if (event.key === 'ArrowDown') {
    view.grid.querySelector('.tile')?.focus();
    event.preventDefault();
  }
  const text = view.search.value.trim();
  const digits = /\d{6}/.test(text);
  if (event.key !== 'Enter' || (event.isComposing && !digits)) return;
  event.preventDefault();
  const goods = matching(view);
  // Words with a long number among them are a search, as long as they find something.
  const code = digits && !(goods.length && /\p{L}.*\s/u.test(text));
  if (code) {
    clear(view);
    onCode(view, text);
  } else if (goods.length === 1 && text) {
    clear(view);
    pick(view)(goods[0]);
  } else {
    view.grid.querySelector('.tile')?.focus();
  }
}

function onKey(view, event) {
  if (event.key === 'F9') {
    toPay(view.app);
    return true;
  }
  if (event.key === 'Escape' && inField(event)) {
    clear(view);
    view.search.blur();
    return true;
  }
  if (inField(event) || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === '/') {
    view.search.focus();
    return true;
  }
  if (event.key.startsWith('Arrow')) return walk(view, event.key);
  // A letter typed anywhere, or a scanner that sends keys, goes to the search field.
  if (event.key.length === 1 && event.key !== ' ') view.search.focus();
  return false;
}

/** Arrows in the grid: left and right by one, up and down by a row. */
function walk(view, key) {
  const tiles = [...view.grid.querySelectorAll('.tile')];
  const at = tiles.indexOf(document.activeElement);
  if (at < 0) {
    tiles[0]?.focus();
    return tiles.length > 0;
  }
  const columns = tiles.filter((one) => one.offsetTop === tiles[0].offsetTop).length;
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  tiles[at + by]?.focus();
  return true;
}
