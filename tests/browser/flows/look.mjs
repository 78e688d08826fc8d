// Whether a page is whole: what axe-core finds on it, what is cut off, and its picture for people.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Pictures for people to look at; not part of the project.
const shots = fileURLToPath(new URL('../shots', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds that people would stumble over, of a page on which nothing moved meanwhile: a
 * sheet that began to rise is half seen through, and is asked about once more.
 */
export async function troublesOf(page) {
  await page.evaluate(axe);
  for (let n = 0; n < 10; n += 1) {
    await still(page);
    const { moved, violations } = await page.evaluate(async () => {
      let moved = false;
      const note = () => {
        moved = true;
      };
      document.addEventListener('animationstart', note);
      const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
      const { violations } = await globalThis.axe.run(document, { runOnly });
      // What began in this frame is told with the next.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      document.removeEventListener('animationstart', note);
      return { moved, violations };
    });
    const said = (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`;
    if (!moved) return violations.map(said);
  }
  return assert.fail('something on the page never stands still');
}

/** Keeps a picture for people to look at. */
export function keepPicture(name, bytes) {
  mkdirSync(shots, { recursive: true });
  writeFileSync(join(shots, `${name}.png`), bytes);
}

/** Waits until nothing moves: a sheet that rises is half seen through. */
export const still = (page) =>
  page.evaluate(async () => {
    // One that was taken away in the middle has ended too.
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  });

/** Buttons whose words are wider than they are. */
const cut = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, a.button')]
      .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.className}: ${one.textContent.trim()}`),
  );

/** Fields that begin or end outside the screen: nobody sees what is typed there, nor its error. */
const unseen = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('input, select, textarea')]
      .filter((one) => one.checkVisibility() && !one.closest('.hidden-words'))
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        return width > 1 && (left < 0 || right > innerWidth);
      })
      .map((one) => one.name || one.id || one.className),
  );

/** Asserts that a page is whole, and keeps its picture for people to look at. */
export async function look(page, name) {
  await still(page);
  keepPicture(name, await page.screenshot({ fullPage: true }));
  assert.deepEqual(await troublesOf(page), [], name);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(wide <= 0, `${name}: ${wide}px wider than the screen`);
  assert.deepEqual(await cut(page), [], `${name}: words that run over their button`);
  assert.deepEqual(await unseen(page), [], `${name}: fields outside the screen`);
  assert.deepEqual(page.troubles, [], name);
}
