// What a device does over a rough network, through the till's own modules: it sells, gives back,
// and moves money. Each device keeps a book of its own here, of what its screens showed.

/** The book of a device: đồng and counts, and what of it belongs to the drawer's open shift. */
export const newBook = () => ({
  ...{ sales: 0, shown: 0, cash: 0, card: 0 },
  ...{ refunds: 0, voids: 0, unsent: 0, back: 0, again: 0 },
  drawer: { sales: 0, refunds: 0, cash: 0, paidIn: 0, paidOut: 0 },
});

/** What lies in a drawer that began with this float, as these devices know it. */
export const lying = (float, devices) =>
  devices.reduce((sum, { book: { drawer } }) => {
    return sum + drawer.cash + drawer.paidIn - drawer.paidOut;
  }, float);

const add = (sums, more) => {
  for (const [key, value] of Object.entries(more)) sums[key] += value;
};

/** Gives the page the till's own modules under one name. */
const equip = (page) =>
  page.evaluate(async () => {
    if (globalThis.toil) return;
    const main = document.querySelector('script[type="module"]').src;
    const names = [
      ...['net/api', 'model/amount_text', 'model/cart', 'model/ids', 'model/refund_math'],
      ...['refund/own_sale', 'shift/shift_rows', 'till/outbox_rows'],
    ];
    const parts = await Promise.all(names.map((name) => import(new URL(`${name}.js`, main).href)));
    const { app } = await import(main);
    app.print = false;
    globalThis.toil = Object.assign({ app, again: 0 }, ...parts);
    // Rows that are sent again, as to a laptop that was restored from an older copy.
    const { mark } = app.outbox;
    app.outbox.mark = (row, fields) => {
      if (fields.state === 'unsent') globalThis.toil.again += 1;
      return mark(row, fields);
    };
  });

/** One sale; some are paid by card, some in two ways, some have something taken off. */
const sellOne = (page, n) =>
  page.evaluate(async (n) => {
    const { app, cashDue, empty, recordSale, setQuantity, total, uuid7 } = globalThis.toil;
    const { products, pos, now_ms: ms } = app.till;
    let cart = empty({ seq: pos, ms });
    for (let line = 0; line < 1 + (n % 3); line += 1) {
      const product = products[(n * 7 + line) % products.length];
      cart = setQuantity(cart, product, BigInt(1000 * (1 + ((n + line) % 4))));
    }
    if (n % 5 === 3) cart = { ...cart, discount: { percent: 5 } };
    const [whole, due] = [Number(total(cart)), Number(cashDue(app, cart))];
    const ways = { card: n % 4 === 1 ? whole : n % 4 === 2 ? Math.floor(whole / 3) : 0 };
    ways.cash = ways.card === 0 ? due : whole - ways.card;
    const payments = Object.entries(ways).filter(([, amount]) => amount > 0).map(
      ([method, amount]) =>
        method === 'cash' ? { method, amount, given: amount } : { method, amount },
    );
    const told = { due: Number(total(cart)), values: {} };
    const row = await recordSale(app, uuid7(), cart, payments, told);
    return { shown: row.body.expected_total, ...ways, inShift: app.shift !== null };
  }, n);

/**
 * Gives back goods of a sale of this device: of one that is still unsent for an even `n`, else of
 * the oldest that was sent, whole or one piece of a line. What would need a manager's PIN is passed
 * over; who is `careful` gives back little, as without the laptop. Null when nothing was found.
 */
const giveBackOne = (page, n, careful) =>
  page.evaluate(async ([n, careful]) => {
    const { app, byWays, call, goodsBack, remaining, lessOwn, linked } = globalThis.toil;
    const { moneyBack, needsManager, ownSale, plainQuantity, readSale } = globalThis.toil;
    const { recordRefund, uuid7 } = globalThis.toil;
    const [unsent, kept] = await Promise.all(['unsent', 'kept'].map(app.outbox.list));
    const refunds = [...unsent, ...kept].map((row) => row.void_of).filter(Boolean);
    const fresh = (row) =>
      row.kind === 'sale' && row.shown && refunds.filter((id) => id === row.id).length < 2;
    const rows = n % 2 ? [...kept, ...unsent] : [...unsent].reverse();
    for (const row of rows.filter(fresh).slice(0, 12)) {
      const { status, data } = await call('GET', `/api/v1/sales/${row.id}`, undefined, 4000);
      const told = status === 200 ? await lessOwn(app, readSale(data)) : null;
      const sale = told ?? (await ownSale(app, row.id));
      const open = sale.lines.filter((line) => remaining(line) > 0n);
      const part = (line) => (n % 3 || remaining(line) < 1000n ? remaining(line) : 1000n);
      const some = n % 3 === 1 ? open : open.slice(0, 1);
      const parts = some.map((line) => ({ n: line.n, quantity: part(line), line }));
      const method = n % 5 === 4 ? 'cash' : null;
      const money = moneyBack(sale, parts, method);
      const offline = status === 0 || linked() === false;
      const need = needsManager(sale, app.till.person, money, offline || careful);
      if (need || parts.length === 0 || money === 0n) continue;
      const whole = sale.given_back === 0n && sale.lines.every(
        (line) => parts.find((one) => one.n === line.n)?.quantity === line.quantity,
      );
      const shares = byWays(sale, money).filter((_, at) => sale.ways[at].method === 'cash');
      const cash = shares.reduce((sum, share) => sum + share, 0n);
      const back = {
        shown: parts.reduce((sum, one) => sum + goodsBack(one.line, one.quantity), 0n),
        back: money,
        cash: method ? money : cash,
      };
      const lines = parts.map(({ n: at, quantity }) => ({
        n: at,
        quantity: plainQuantity(quantity),
      }));
      const ask = { id: uuid7(app.now()), reason: 'Khách đổi ý', lines, method, offline };
      await recordRefund(app, sale, { ...ask, amount: money, alone: !sale.manages });
      const sums = Object.entries(back).map(([key, value]) => [key, Number(value)]);
      const here = row.state === 'unsent' && !told;
      const state = { whole, unsent: here, inShift: app.shift !== null };
      return { ...Object.fromEntries(sums), ...state };
    }
    return null;
  }, [n, careful]);

function sold({ book }, { shown, cash, card, inShift }) {
  add(book, { sales: 1, shown, cash, card });
  if (inShift) add(book.drawer, { sales: 1, cash });
}

function gaveBack({ book }, { shown, back, cash, whole, unsent, inShift }) {
  const counts = { refunds: 1, voids: Number(whole), unsent: Number(unsent) };
  add(book, { ...counts, back, shown: -shown, cash: -cash, card: cash - back });
  if (inShift) add(book.drawer, { refunds: 1, cash: -cash });
}

/** Money in or out of the open shift's drawer. */
async function move({ page, book }, amount, reason) {
  const inShift = await page.evaluate(async ([amount, reason]) => {
    const { app, recordMove } = globalThis.toil;
    if (app.shift) await recordMove(app, app.shift, amount, reason);
    return app.shift !== null;
  }, [amount, reason]);
  if (!inShift) return;
  add(book.drawer, amount > 0 ? { paidIn: amount } : { paidOut: -amount });
}

/** A while at a booth: `count` sales, after each eighth goods come back, and money moves. */
export async function toil(one, count, { refunds = true } = {}) {
  await equip(one.page);
  for (let n = 0; n < count; n += 1) {
    sold(one, await sellOne(one.page, n));
    if (refunds && n % 8 === 5) {
      const back = await giveBackOne(one.page, (n - 5) / 8, one.careful ?? false);
      if (back) gaveBack(one, back);
    }
    if (n % 20 === 6) await move(one, 150000, 'Thêm tiền lẻ');
    if (n % 20 === 15) await move(one, -70000, 'Mua túi ni lông');
  }
  one.book.again += await one.page.evaluate(() => globalThis.toil.again);
}

/** One sale by hand; what the panel showed was taken. */
export async function ringUp(one) {
  const { page } = one;
  const weighed = page.locator('.tile-unit', { hasText: /^(cân|by weight)$/ });
  await page.locator('.grid .tile').filter({ hasNot: weighed }).first().click();
  await page.locator('.dock .main').click();
  await page.locator('.cash.exact').click();
  const due = (await page.locator('.due-figure').innerText()).replace(/[^\d]/g, '');
  const inShift = await page.evaluate(() => globalThis.toil.app.shift !== null);
  await page.locator('.panel-foot .main').click();
  await page.locator('.done-number').waitFor();
  await page.waitForTimeout(800);
  await page.locator('.panel-foot .main').click();
  await page.locator('.grid .tile').first().waitFor();
  sold(one, { shown: Number(due), cash: Number(due), card: 0, inShift });
}

/** What these đồng are in notes, and the odd đồng that no note has. */
export function inNotes(amount) {
  const notes = [{ note: 500000, count: Math.floor(amount / 500000) }];
  notes.push({ note: 1000, count: Math.floor((amount % 500000) / 1000) });
  return { notes, odd: amount % 1000 };
}

/** Opens the shift with this float. */
export async function openDrawer({ page }, float) {
  await equip(page);
  await page.evaluate(async (notes) => {
    const { app, recordOpening } = globalThis.toil;
    await recordOpening(app, notes);
  }, inNotes(float).notes);
}

/** Hands the drawer to somebody else of the booth, counted; gives that person's name. */
export const handOver = ({ page }, amount) =>
  page.evaluate(async (notes) => {
    const { app, recordHandOver } = globalThis.toil;
    const other = app.till.people.find(({ name }) => name !== app.shift.holder);
    await recordHandOver(app, other, notes);
    return other.name;
  }, inNotes(amount).notes);

/** Closes the shift with this count. */
export const closeDrawer = ({ page }, amount) =>
  page.evaluate(async (notes) => {
    const { app, recordClosing } = globalThis.toil;
    await recordClosing(app, notes);
  }, inNotes(amount).notes);

/** What the laptop answered to the rows of the shift, in their order. */
export const answers = ({ page }) =>
  page.evaluate(async () => {
    const rows = await globalThis.toil.app.outbox.list('kept');
    return rows.filter((row) => row.kind === 'shift').map((row) => row.answer);
  });
