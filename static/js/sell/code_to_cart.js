// From a code to the cart, however it was read: by a scanner that types, the camera, a photo.

import { linked } from '../net/api.js';
import { lookUp, ofLabel } from '../model/barcode.js';
import { lotKey } from '../model/lot_key.js';
import { alter, amount, find, isWeighed, setQuantity } from '../model/cart.js';
import { button, h } from '../lib/dom.js';
import { money, quantity } from '../model/money.js';
import { openSheet } from '../lib/sheet.js';
import { toast } from '../lib/toast.js';
import { signal } from '../scan/beep.js';
import { howMuch, price } from './product_tile.js';
import { say } from '../lib/words.js';

/**
 * Deals with a code on the selling screen; `pick(product)` puts a product in the cart as a tap on
 * its tile does. Resolves when nothing is asked any more.
 */
export async function addCode(app, code, pick) {
  if (app.screen.name !== 'sell') return tooLate();
  const found = lookUp(code, app.till.products, app.till.labels ?? []);
  signal(found.kind === 'product' || found.kind === 'label');
  if (found.kind === 'product') return addProduct(app, await choose(found.products), found, pick);
  if (found.kind === 'label') return addLabel(app, found, pick);
  if (found.kind === 'carton') return askPieces(app, await choose(found.products), found, pick);
  if (found.kind === 'foreign') return toast(NO_GOODS[found.what]());
  if (found.kind === 'misread') {
    return toast(say(`Đọc chưa đúng mã ${found.code}, hãy quét lại`, 'Misread, please scan again'));
  }
  return offerNewProduct(app, found);
}

/** What a code says that is none of goods. */
const NO_GOODS = {
  address: () =>
    say('Mã này là địa chỉ trang web, không phải mã hàng.', 'This is a web address, no product.'),
  payment: () =>
    say('Mã này để trả tiền, không phải mã hàng.', 'This is a QR to pay by, no product.'),
};

/** A carton is not sold as a piece in silence. */
function askPieces(app, product, found, pick) {
  if (!product) return undefined;
  const { code, many } = found;
  const one = (close) => () => {
    close();
    return addProduct(app, product, found, pick);
  };
  return openSheet(say('Đây là mã của cả thùng', 'This is the code of a carton'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h('p', { class: 'lead' }, product.name),
      h('p', { class: 'scan-code' }, code),
      many > 1 && h('p', {}, say(`Nhãn ghi ${many} món.`, `The label says ${many} pieces.`)),
      h(
        'p',
        {},
        say(
          'Chưa cho vào giỏ. Thêm một món rồi sửa số lượng theo số món trong thùng.',
          'Not put in the cart. Add one, then set how many the carton holds.',
        ),
      ),
      button({ class: 'big', onclick: one(close) }, say('Thêm một', 'Add one')),
    ),
  );
}

/** Lot and last day, where the code told them. */
function about({ lot, expires }) {
  const day = expires?.split('-').reverse().join('/');
  const over = expires && expires < new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 10);
  const until = over ? say(`ĐÃ HẾT HẠN ${day}`, `EXPIRED ${day}`) : `${say('HSD', 'until')} ${day}`;
  const parts = [lot && `${say('lô', 'lot')} ${lot}`, day && until].filter(Boolean);
  return parts.map((part) => ` · ${part}`).join('');
}

/** A photo may be read when the cart is being paid already. */
const tooLate = () =>
  toast(
    say(
      'Đọc xong mã thì đã sang màn hình khác: món này chưa vào giỏ.',
      'The code was read too late: it was not put in the cart.',
    ),
  );

async function addProduct(app, product, found, pick) {
  if (!product) return;
  const before = app.cart;
  await pick(product);
  if (app.cart === before) return;
  tellAdded(app, product, before, about(found) + nameLot(app, product, before, found.lot));
}

/**
 * What was scanned names its line's lot as long as all of the line is of one lot; a blocked lot
 * keeps its name as the laptop writes it, so that it is asked about. Gives what is told of it.
 */
function nameLot(app, { uid }, before, read) {
  if (!read) return '';
  const { lots } = app.till.blocked?.find(({ product }) => product === uid) ?? { lots: [] };
  const blocked = (name) => lots.some(({ lot }) => lot === name);
  const key = lotKey(read);
  const scanned = lots.find(({ lot }) => lotKey(lot) === key)?.lot ?? read;
  const known = find(before, uid);
  const same = !known || known.lot === scanned;
  const lot = [scanned, known?.lot].find(blocked) ?? (same ? scanned : undefined);
  if (find(app.cart, uid)) app.setCart(alter(app.cart, uid, { lot, meant: undefined }));
  return blocked(scanned) ? ` · ${say('LÔ BỊ THU HỒI', 'RECALLED LOT')}` : '';
}

/** What is in the cart now, with a way back. */
function tellAdded(app, product, before, note = '') {
  const line = find(app.cart, product.uid);
  if (!line) return;
  const text = `${product.name} · ${howMuch(line)} · ${money(amount(line))}${note}`;
  toast(text, () => app.setCart(before));
}

/** Two products may carry one barcode: two sizes of a maker that has only one. */
function choose(products) {
  if (products.length === 1) return products[0];
  return openSheet(say('Mã này có nhiều món', 'Several products have this code'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      products.map((product) =>
        button(
          { class: 'big choice', onclick: () => close(product) },
          h('span', {}, product.name),
          h('b', {}, price(product)),
        ),
      ),
    ),
  );
}

/** The label's weight, or the quantity whose amount is the label's, is added to the line. */
function addLabel(app, { product, label, ...found }, pick) {
  const before = app.cart;
  const line = find(before, product.uid);
  const thousandths = ofLabel(line ? { ...product, price: line.price } : product, label);
  if (thousandths === null) return mismatch(product, label, pick);
  app.setCart(setQuantity(before, product, (line?.thousandths ?? 0n) + thousandths));
  if (app.cart === before) return undefined;
  const added = amount(find(app.cart, product.uid)) - (line ? amount(line) : 0n);
  // Some scales round what they print; and weights are summed before they are priced, so that the
  // second of two labels may differ by a đồng. What is charged stands first.
  const off = label.kind === 'price' && added !== label.value;
  const printed = money(label.value);
  const told = off ? say(` (tem ghi ${printed})`, ` (label: ${printed})`) : '';
  const lot = nameLot(app, product, before, found.lot);
  tellAdded(app, product, before, told + about(found) + lot);
}

function mismatch(product, label, pick) {
  const shown = label.kind === 'weight' ? `${quantity(label.value)} kg` : money(label.value);
  const ask = (close) => () => {
    close();
    pick(product);
  };
  const enter = isWeighed(product)
    ? say('Nhập số kg', 'Enter the kilograms')
    : say('Thêm một', 'Add one');
  return openSheet(say('Chưa cho vào giỏ', 'Not put in the cart'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h('p', { class: 'lead' }, `${product.name} · `, h('b', {}, shown)),
      h('p', {}, misfit(product, label)),
      button({ class: 'big', onclick: ask(close) }, enter),
    ),
  );
}

/** Why a label says nothing that can be sold. */
function misfit(product, label) {
  if (label.value === 0n) {
    return say(
      'Tem này ghi số 0: trên cân chưa có hàng khi in. Cân lại và in tem mới.',
      'This label says 0: nothing was on the scale. Weigh again and print another.',
    );
  }
  if (label.kind === 'weight') {
    return say(
      `Tem ghi cân nặng, nhưng món này bán theo ${product.unit}.`,
      `The label gives a weight, but this is sold by ${product.unit}.`,
    );
  }
  return say(
    `Với giá ${price(product)} không ra số này. ` +
      'Giá trên cân có thể khác giá ở gian: báo chủ gian, hoặc cân lại.',
    `At ${price(product)} nothing comes to this. ` +
      'The scale’s price may differ: tell the booth manager, or weigh again.',
  );
}

function offerNewProduct(app, { code, label }) {
  const manages = app.till.person?.role === 'manager';
  const field = label ? ['sku', label.item] : ['barcode', code];
  const query = new URLSearchParams([field, ['back', '/till']]);
  const add = h(
    'a',
    { class: 'button main', href: `/booth/new?${query}` },
    say('Thêm hàng với mã này', 'Add a product with this code'),
  );
  return openSheet(say('Gian chưa có hàng mang mã này', 'No product has this code'), (close) =>
    h(
      'div',
      { class: 'sheet-body' },
      h('p', { class: 'lead scan-code' }, code),
      label &&
        h('p', {}, say(`Tem cân, mã hàng ${label.item}.`, `Scale label, item ${label.item}.`)),
      manages ? linked() === false && h('p', { class: 'error' }, silent()) : tellManager(),
      manages && linked() !== false
        ? add
        : button({ class: 'big', onclick: () => close('search') }, byName()),
    ),
  ).then((chosen) => {
    if (chosen === 'search') document.querySelector('[data-focus="search"]')?.focus();
  });
}

const byName = () => say('Tìm theo tên', 'Search by name');

const silent = () =>
  say('Đang mất kết nối: thêm hàng sau.', 'Not connected: add the product later.');

const tellManager = () =>
  h(
    'p',
    {},
    h('b', {}, say('Báo chủ gian', 'Tell the booth manager')),
    say(
      ' thêm hàng với mã này. Bây giờ có thể tìm món theo tên.',
      ' to add a product with it. For now, search by name.',
    ),
  );
