// The screens that each page of help is about, opened as a person would; the last one shown is its
// picture.

import { notes } from './drawer.mjs';
import { openEmpty, openPage, openTill, pair, pick, piece, signInByPassword } from './fair.mjs';
import { open as openSale } from './refunding.mjs';
import { next, sell } from './selling.mjs';

const WIDE = { width: 1000, height: 640 };
const SMALL = { width: 360, height: 640 };

/** All that a screen says, folded parts and names of signs among it. */
const saying = (page) =>
  page.evaluate(() => {
    const labels = [...document.querySelectorAll('[aria-label], [title]')];
    const spoken = labels.map((one) => `${one.ariaLabel ?? ''}\n${one.title}`);
    return `${document.body.textContent}\n${spoken.join('\n')}`;
  });

/** Opens pages one after another; `heard` collects what they say. */
async function walk(page, heard, paths) {
  for (const path of paths) {
    await page.goto(path);
    heard.push(await saying(page));
  }
}

/** What flows of help have at hand, for one language. */
export async function helper({ browser, fair, lang }) {
  const { booths, code, gates } = fair.access.open_fair;
  const speak = async (page) => {
    await page.context().addCookies([{ name: 'lang', value: lang, url: fair.url }]);
    return page;
  };
  const office = await speak(await openPage(browser, fair.url, WIDE));
  await signInByPassword(office, fair.access.organiser);
  const till = async (n, pin = booths[n].seller_pin) => {
    const page = await openTill(browser, fair.url, { ...booths[n], seller_pin: pin }, SMALL);
    await speak(page);
    await page.goto('/till');
    await page.locator('.grid .tile').first().waitFor();
    return page;
  };
  return { browser, fair, lang, booths, code, gates, speak, office, till };
}

/** The organiser's pages of each help; the last is the picture. */
const OFFICE = {
  fair: ({ code }) => ['/fairs', `/fairs/${code}/booths`],
  booth: ({ code, booths }) => [`/fairs/${code}/booths/${booths[0].code}/goods`],
  prices: ({ code }) => [`/fairs/${code}/promotions`, `/fairs/${code}/prices`],
  people: () => ['/people/new', '/people'],
  board: ({ code }) => [`/board/${code}`],
  transfers: ({ code }) => [`/transfers?fair=${code}&state=claimed`, `/transfers?fair=${code}`],
  reports: ({ code }) => [`/fairs/${code}`, '/reports/season?from=2024-01-01&to=2024-06-30'],
  papers: ({ booths }) => [
    `/products/${booths[0].products[0].uid}`,
    '/products',
    '/reports/season',
    '/reports/online',
    '/reports/papers',
  ],
  delivery: ({ code, booths }) => [`/fairs/${code}/booths/${booths[0].code}/stock`],
  account: ({ code, booths }) => [
    `/fairs/${code}/stock`,
    `/fairs/${code}/booths/${booths[0].code}/account`,
    `/fairs/${code}/account`,
  ],
  recall: ({ code }) => [`/fairs/${code}/stock`, `/fairs/${code}/lots`],
  settings: () => ['/settings'],
  printers: () => ['/printers'],
  backups: () => ['/backups'],
  hub: () => ['/backups', '/sync'],
};

/** Those that need more than an address: each gives the page whose picture is taken. */
const SCREENS = {
  async join(at, heard) {
    await walk(at.office, heard, ['/devices', '/devices/pair']);
    await at.office.locator('main form button').last().click();
    await at.office.waitForURL(/\/devices\/code/);
    return at.office;
  },
  async 'first-run'(at) {
    const empty = await openEmpty();
    at.after(empty.close);
    const page = await at.speak(await openPage(at.browser, empty.url, WIDE));
    await page.goto(`/lang/${at.lang}?back=/setup`);
    return page;
  },
  async products(at, heard) {
    await walk(at.office, heard, ['/products']);
    const one = at.office.locator('tbody a[href^="/products/"]').first();
    await walk(at.office, heard, [await one.getAttribute('href'), '/import', '/products']);
    return at.office;
  },
  async sell(at, heard) {
    const page = await at.till(0);
    const [one, two] = at.booths[0].products.filter(({ unit }) => unit.trim() !== 'kg');
    await pick(page, one);
    await pick(page, two);
    await page.locator('.dock-line').click();
    await page.locator('dialog[open] .line').first().waitFor();
    heard.push(await saying(page));
    await page.keyboard.press('Escape');
    await page.locator('.search').fill('');
    return page;
  },
  async cash(at, heard) {
    const page = await at.till(1);
    await pick(page, piece(at.booths[1]));
    await page.locator('.dock .main').click();
    await page.locator('.cash.exact').click();
    heard.push(await saying(page));
    await page.locator('.panel-foot .main').click();
    await page.locator('.done-number').waitFor();
    heard.push(await saying(page));
    await next(page);
    heard.push(await saying(page));
    await pick(page, piece(at.booths[1]));
    await page.locator('.search').fill('');
    await page.locator('.dock .main').click();
    await page.locator('.cash.exact').waitFor();
    heard.push(await saying(page));
    await page.locator('.cash:not(.exact)').first().click();
    return page;
  },
  async vietqr(at, heard) {
    const page = await at.till(2);
    const show = async () => {
      await pick(page, piece(at.booths[2]));
      heard.push(await saying(page));
      await page.locator('.dock .main').click();
      await page.locator('.methods [data-focus="vietqr"]').click();
      await page.locator('.customer-part .qr').waitFor();
    };
    await show();
    // One that is paid waits for the bank: the help of transfers is about it.
    await page.locator('[data-focus="got"]').click();
    await page.locator('.seller-question').waitFor();
    await page.waitForTimeout(700);
    await page.locator('[data-focus="yes"]').click();
    await page.locator('.done-mark.good').waitFor();
    await next(page);
    await show();
    return page;
  },
  async refund(at, heard) {
    const page = await at.till(3);
    await sell(page, at.booths[3]);
    await next(page);
    heard.push(await saying(page));
    const { sales } = await page.evaluate(async () => {
      const { call } = await import(
        [...document.querySelectorAll('link')].find(({ href }) => href.endsWith('net/api.js')).href
      );
      return (await call('GET', '/api/v1/sales')).data;
    });
    await page.locator('.tools button', { hasText: /^(Phiếu|Sales)$/ }).click();
    await page.locator('.sales').waitFor();
    await openSale(page, sales[0]);
    await page.locator('[data-focus="all"]').click();
    return page;
  },
  async shift(at, heard) {
    // Each language opens a shift of its own.
    const page = await at.till(at.lang === 'vi' ? 4 : 6);
    await page.locator('.who').click();
    await page.locator('dialog[open] button', { hasText: /Ca bán hàng|Shift/ }).first().click();
    await page.locator('.panel-shift').waitFor();
    await notes(page, 100000, 5);
    heard.push(await saying(page));
    await page.locator('.panel-foot .main').click();
    await page.locator('.shift-facts').waitFor();
    return page;
  },
  async gate(at, heard) {
    await walk(at.office, heard, [`/fairs/${at.code}/gates`]);
    const page = await at.speak(await openPage(at.browser, at.fair.url, SMALL));
    await pair(page, at.gates[0].token, '/gate');
    await page.locator('.gate-plus').waitFor();
    return page;
  },
  async count(at, heard) {
    const page = await at.till(0, at.booths[0].manager_pin);
    await page.locator('.who').click();
    heard.push(await saying(page));
    await page.locator('dialog[open] button', { hasText: /Kiểm kho|Stocktake/ }).click();
    await page.locator('.count-line').first().waitFor();
    return page;
  },
  async trouble(at, heard) {
    await walk(at.office, heard, ['/unsent']);
    const page = await at.till(5);
    await page.route('**/api/**', (route) => route.abort());
    await sell(page, at.booths[5]);
    await next(page);
    heard.push(await saying(page));
    await page.locator('.state').first().click();
    await page.locator('dialog[open]').waitFor();
    return page;
  },
};

/** Goes to the screens of a help; what they say, and the page that its picture is of. */
export async function shown(at, name) {
  const heard = [];
  let page = at.office;
  if (name === 'people') {
    page = await at.till(0, at.booths[0].manager_pin);
    await walk(page, heard, ['/booth']);
    page = at.office;
  }
  if (OFFICE[name]) await walk(page, heard, OFFICE[name](at));
  else page = await SCREENS[name](at, heard);
  heard.push(await saying(page));
  return { heard: heard.join('\n'), page };
}

export const screens = () => [...Object.keys(OFFICE), ...Object.keys(SCREENS)];
