// Every page of the organiser and of a booth's manager, in both languages, at the size it is read
// at: whole, without errors, and clean to axe-core. The pictures are kept for people to look at.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, opened, openPage, signInByPassword } from './fair.mjs';

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

/** The organiser's pages, by the name of their pictures. */
function pages() {
  const { code, booths } = fair.access.open_fair;
  const booth = booths[0].code;
  return {
    login: '/login',
    trust: '/trust',
    board: `/board/${code}`,
    fairs: '/fairs',
    fair: `/fairs/${code}`,
    'fair-2024': '/fairs/QN24-01',
    'fair-booths': `/fairs/${code}/booths`,
    'fair-gates': `/fairs/${code}/gates`,
    'fair-stock': `/fairs/${code}/stock`,
    'fair-account': `/fairs/${code}/account`,
    'fair-rooms': `/fairs/${code}/rooms`,
    room: `/fairs/${code}/rooms/KA`,
    'room-count': `/fairs/${code}/rooms/KA/count`,
    'booth-stock': `/fairs/${code}/booths/${booth}/stock`,
    'booth-delivery': `/fairs/${code}/booths/${booth}/stock/delivery`,
    'booth-documents': `/fairs/${code}/booths/${booth}/stock/documents`,
    'booth-labels': `/fairs/${code}/booths/${booth}/labels`,
    'fair-lots': `/fairs/${code}/lots`,
    sync: '/sync',
    'booth-account': `/fairs/${code}/booths/${booth}/account`,
    'fair-devices': `/fairs/${code}/devices`,
    producers: '/producers',
    'fair-settings': `/fairs/${code}/settings`,
    booth: `/fairs/${code}/booths/${booth}`,
    'booth-goods': `/fairs/${code}/booths/${booth}/goods`,
    sales: '/fairs/QN24-02/sales',
    season: '/reports/season?from=2024-01-01&to=2024-06-30',
    catalogue: '/reports/products',
    products: '/products?q=mien+dong',
    people: '/people',
    devices: '/devices',
    printers: '/printers',
    import: '/import',
    transfers: `/transfers?fair=${code}`,
    promotions: `/fairs/${code}/promotions`,
    'promotion-new': `/fairs/${code}/promotions/new`,
    'fair-prices': `/fairs/${code}/prices`,
    'fair-new': '/fairs/new',
    'fair-edit': `/fairs/${code}/edit`,
    'fair-close': `/fairs/${code}/close`,
    'booth-close': `/fairs/${code}/booths/${booth}/close`,
    'booth-new': `/fairs/${code}/booths/new`,
    'booth-edit': `/fairs/${code}/booths/${booth}/edit`,
    'booth-goods-new': `/fairs/${code}/booths/${booth}/goods/new`,
    'booth-numbers': `/fairs/${code}/booths/${booth}/numbers`,
    'booth-range': `/fairs/${code}/booths/${booth}/range`,
    'booth-shifts': `/fairs/${code}/booths/${booth}/shifts`,
    'product-new': '/products/new',
    'person-new': '/people/new',
    'device-pair': '/devices/pair',
    backups: '/backups',
    account: '/account',
    unsent: '/unsent',
    missing: '/fairs/KHONG-CO',
  };
}

/** Pages whose address stands on another: where, and which of its links. */
const LINKED = {
  lot: ['/fairs/HN-2026/lots', 'tbody a[href^="/lots/"]'],
  'owner-account': ['/fairs/HN-2026/account', 'tbody a[href*="/owners/"]'],
  product: ['/products', 'tbody a[href^="/products/"]'],
  person: ['/people', 'tbody a[href^="/people/"]'],
  printer: ['/printers', 'a[href^="/printers/"]'],
  sale: ['/fairs/QN24-02/sales', 'tbody a[href^="/sales/"]'],
  receipt: ['/fairs/QN24-02/sales', 'tbody a[href^="/sales/"]', 'main a[href^="/r/"]'],
};

/** Goes from a page by a link of each kind, to the address that the last one leads to. */
async function linked(page, [from, ...kinds]) {
  let path = from;
  for (const kind of kinds) {
    await page.goto(path);
    path = await page.locator(kind).first().getAttribute('href');
  }
  return path;
}

/** How much of the ways to other pages has no room in the head and among the tabs, px. */
const hiddenWays = (page) =>
  page.evaluate(() => {
    const navs = [...document.querySelectorAll('.nav, .tabs')];
    return Math.max(0, ...navs.map((nav) => nav.scrollWidth - nav.clientWidth));
  });

for (const lang of ['vi', 'en']) {
  for (const [size, viewport] of [
    ['wide', { width: 1280, height: 800 }],
    ['phone', { width: 360, height: 740 }],
  ]) {
    test(`the organiser's pages are whole: ${lang}, ${size}`, async () => {
      const page = await openPage(browser, fair.url, viewport);
      await page.goto(`/lang/${lang}?back=/login`);
      await signInByPassword(page, fair.access.organiser);
      const wrong = [];
      const all = pages();
      for (const [name, way] of Object.entries(LINKED)) all[name] = await linked(page, way);
      for (const [name, path] of Object.entries(all)) {
        const answer = await page.goto(path);
        const expected = name === 'missing' ? 404 : 200;
        if (answer.status() !== expected) wrong.push(`${path} answered ${answer.status()}`);
        await look(page, `${name}-${lang}-${size}`).catch((error) => wrong.push(error.message));
        if (size === 'wide' && (await hiddenWays(page)) > 0) wrong.push(`${path}: hidden ways`);
      }
      assert.deepEqual(wrong, []);
      await page.context().close();
    });
  }
}
