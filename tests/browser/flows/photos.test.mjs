// A photo of a product, from a phone's camera to the till: turned upright and made small before it
// is sent, shown on the product's pages, and on the tiles of a booth that wants pictures, with the
// server away too. A tile with a picture is as large as without.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  look,
  opened,
  openPage,
  pair,
  PHONE,
  piece,
  quiet,
  settled,
  signIn,
  signInByPassword,
  still,
  until,
} from './fair.mjs';

const LAPTOP = { width: 1280, height: 800 };

let fair;
let browser;

opened((held) => {
  ({ fair, browser } = held);
});

const booth = (n) => fair.access.open_fair.booths.filter(piece)[n];

async function organised(viewport = LAPTOP) {
  const page = await openPage(browser, fair.url, viewport);
  await signInByPassword(page, fair.access.organiser);
  return page;
}

/** A till whose goods have no picture yet; a service worker keeps its shell. */
async function till(at, viewport = PHONE) {
  const page = await openPage(browser, fair.url, viewport, 'allow');
  await pair(page, at.token, '/till');
  await signIn(page, at.manager_pin);
  await page.locator('.grid .tile').first().waitFor();
  return page;
}

/** What a camera of so many pixels writes, held sideways: it says itself how it is turned. */
async function shot(page, width, height) {
  const bytes = await page.evaluate(
    async ([width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const pen = canvas.getContext('2d');
      const sky = pen.createLinearGradient(0, 0, width, 0);
      sky.addColorStop(0, '#c33');
      sky.addColorStop(1, '#36c');
      pen.fillStyle = sky;
      pen.fillRect(0, 0, width, height);
      for (let n = 0; n < 4000; n += 1) {
        pen.fillStyle = `hsl(${n % 360} 60% 50%)`;
        pen.fillRect((n * 7919) % width, (n * 104729) % height, 24, 24);
      }
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [width, height],
  );
  // EXIF with one entry: orientation 6, to be turned a quarter to the right.
  const exif = Buffer.from(
    'ffe10022457869660000' + '4d4d002a00000008' + '0001' + '011200030000000100060000' + '00000000',
    'hex',
  );
  return Buffer.concat([Buffer.from(bytes.slice(0, 2)), exif, Buffer.from(bytes.slice(2))]);
}

const sizes = (page, selector) =>
  page.locator(selector).first().evaluate((it) => [it.naturalWidth, it.naturalHeight]);

/** Gives a product the photo that a camera took; answers the photo's bytes as they are served. */
async function photograph(product, name) {
  const page = await organised();
  await page.goto(`/products/${product.uid}`);
  const buffer = await shot(page, 3000, 2000);
  await page
    .locator('#photo-file')
    .setInputFiles({ name: 'IMG_0001.JPG', mimeType: 'image/jpeg', buffer });
  await page.locator('canvas.photo').waitFor();
  const drawn = await page.locator('canvas.photo').evaluate((it) => [it.width, it.height]);
  assert.deepEqual(drawn, [320, 480], 'upright, at most 480 on its longer side');
  await look(page, `${name}-chosen`);
  await page.locator('.form .main').click();
  await page.getByText('Đã lưu').waitFor();
  await page.locator('img.photo').waitFor();
  await settled(page);
  assert.deepEqual(await sizes(page, 'img.photo'), [320, 480]);
  const src = await page.locator('img.photo').getAttribute('src');
  const served = await page.request.get(src);
  const bytes = await served.body();
  assert.ok(bytes.length <= 100_000 && buffer.length > 500_000, `${bytes.length} bytes`);
  assert.ok(!bytes.includes('Exif') && !bytes.includes('JFIF'));
  assert.match(served.headers()['cache-control'], /immutable/);
  await look(page, `${name}-product`);
  return page;
}

test('a photo is turned and made small, and taken back again', async () => {
  const product = piece(booth(0));
  const page = await photograph(product, 'photo');
  await page.goto(`/products?q=${encodeURIComponent(product.name)}`);
  await page.locator('.thumb').first().waitFor();
  await settled(page);
  assert.deepEqual(await sizes(page, '.thumb'), [240, 240]);
  await look(page, 'photo-list');
  await page.setViewportSize(PHONE);
  await look(page, 'photo-list-phone');
  await page.goto('/lang/en');
  await page.goto(`/products/${product.uid}`);
  await look(page, 'photo-product-phone-en');
  await page.goto(`/p/${product.uid}`);
  await page.locator('.slip .photo').waitFor();
  await look(page, 'photo-open-phone-en');

  await page.goto(`/products/${product.uid}`);
  await page.locator('#photo-file').setInputFiles({
    name: 'photo.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('no picture at all'),
  });
  await page.getByText('This photo cannot be opened').waitFor();
  await look(page, 'photo-wrong-phone-en');
  await page.locator('[name="photo_gone"]').check();
  await page.locator('.form .main').click();
  await page.getByText('Saved').waitFor();
  assert.equal(await page.locator('img.photo').count(), 0);
});

test('the photo chosen last is the one that is saved, however long each is read', async () => {
  const product = piece(booth(1));
  const page = await organised();
  const high = { mimeType: 'image/jpeg', name: 'high.jpg', buffer: await shot(page, 600, 300) };
  const wide = { mimeType: 'image/jpeg', name: 'wide.jpg', buffer: await shot(page, 300, 600) };
  const save = page.locator('.form .main');
  /** Chooses two photos, each of which is read for so many ms. */
  const choose = async (...chosen) => {
    await page.goto(`/products/${product.uid}`);
    await page.evaluate((times) => {
      const { createImageBitmap } = globalThis;
      globalThis.createImageBitmap = async (...told) => {
        await new Promise((done) => setTimeout(done, times.shift()));
        return createImageBitmap(...told);
      };
    }, chosen.map(([, ms]) => ms));
    for (const [file] of chosen) await page.locator('#photo-file').setInputFiles(file);
  };
  const saved = async () => {
    await page.getByText('Đã lưu').waitFor();
    await page.locator('img.photo').waitFor();
    await settled(page);
    return sizes(page, 'img.photo');
  };
  await choose([high, 1200], [wide, 300]);
  await page.waitForTimeout(1800);
  await save.click();
  assert.deepEqual(await saved(), [480, 240]);

  // Saved while the second is being read, it is saved with that, and once.
  await choose([wide, 200], [high, 2000]);
  await page.waitForTimeout(700);
  let posts = 0;
  page.on('request', (request) => (posts += Number(request.method() === 'POST')));
  await save.click({ noWaitAfter: true });
  await save.click({ noWaitAfter: true });
  assert.deepEqual(await saved(), [240, 480]);
  assert.equal(posts, 1);
});

test('a form that comes back with an error still has the photo that was chosen', async () => {
  const product = piece(booth(1));
  const page = await organised(PHONE);
  await page.goto(`/products/${product.uid}`);
  const buffer = await shot(page, 800, 600);
  await page
    .locator('#photo-file')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
  await page.locator('#packs').fill('thùng=1');
  await page.locator('.form .main').click();
  await page.getByText('Một thùng không thể là 1').waitFor();
  await page.locator('.photo-now img').waitFor();
  await look(page, 'photo-again-phone');
  await page.locator('#packs').fill('');
  await page.locator('.form .main').click();
  await page.getByText('Đã lưu').waitFor();
  assert.deepEqual(await sizes(page, 'img.photo'), [360, 480]);
});

/** The picture of a product's tile, and where the tile and what stands on it are. */
const onTile = (page, product) =>
  page.locator(`.tile[data-uid="${product.uid}"]`).evaluate((tile) => {
    const { width, height } = tile.getBoundingClientRect();
    const said = (part) => tile.querySelector(`.tile-${part}`).textContent;
    const { backgroundImage } = getComputedStyle(tile, '::after');
    return { size: [width, height], said: [said('name'), said('price')], backgroundImage };
  });

async function pictured(page, product) {
  await page.waitForFunction(
    (uid) => {
      const tile = document.querySelector(`.tile[data-uid="${uid}"]`);
      return tile && getComputedStyle(tile, '::after').content !== 'none';
    },
    product.uid,
    { timeout: 30000 },
  );
  await settled(page);
}

test('a booth that wants pictures has them on its tiles, with the server away too', async () => {
  const at = booth(2);
  const product = piece(at);
  const asked = [];
  const page = await till(at);
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const office = await photograph(product, 'photo-till');
  await quiet(page);
  const before = await onTile(page, product);
  assert.ok(!asked.some((path) => /photos|tile_photos/.test(path)), 'nobody wants pictures yet');

  const { code } = fair.access.open_fair;
  await office.goto(`/fairs/${code}/booths/${at.code}/edit`);
  await office.locator('[name="pictures"]').check();
  await look(office, 'photo-setting');
  await office.locator('.form .main').click();
  await office.getByText('Đã lưu').waitFor();
  await pictured(page, product);
  const now = await onTile(page, product);
  assert.deepEqual(now.size, before.size, 'the tile keeps its size');
  assert.deepEqual(now.said, before.said, 'and says its name and price');
  assert.match(now.backgroundImage, /\/photos\/[0-9a-f]{64}\.jpg/);
  await look(page, 'photo-till-phone');
  await page.setViewportSize(LAPTOP);
  await look(page, 'photo-till-laptop');
  await page.setViewportSize(PHONE);

  // The worker has it from the next opening on, whoever answers.
  await page.reload();
  await pictured(page, product);
  await page.context().setOffline(true);
  await page.reload();
  await page.locator('.grid .tile').first().waitFor();
  await pictured(page, product);
  await still(page);
  await look(page, 'photo-till-offline');
  await page.context().setOffline(false);

  await office.goto(`/products/${product.uid}`);
  await office.locator('[name="photo_gone"]').check();
  await office.locator('.form .main').click();
  await office.getByText('Đã lưu').waitFor();
  await page.reload();
  // The booth may sell what another test gave a photo: that one stays.
  const [address] = /\/photos\/[0-9a-f]{64}\.jpg/.exec(now.backgroundImage);
  const left = () =>
    page.evaluate(
      async ([uid, path]) => {
        const tile = document.querySelector(`.tile[data-uid="${uid}"]`);
        const kept = await (await caches.open('chophien-photos')).keys();
        const still = kept.some(({ url }) => url.endsWith(path));
        return [tile && getComputedStyle(tile, '::after').content, still].join();
      },
      [product.uid, address],
    );
  await until(async () => (await left()) === 'none,false', 'taken back it is on no till');
});
