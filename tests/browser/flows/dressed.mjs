// The sets of colours and the languages in which a page is looked at, and what is wrong with it.

import { keepPicture, still, troublesOf } from './look.mjs';

/** Every set of colours in every language. */
export const DRESSES = ['light', 'dark', 'sunlight'].flatMap((theme) =>
  ['vi', 'en'].map((lang) => ({ theme, lang })),
);

/** Makes this page come up in these colours and this language. */
export async function dress(page, { theme, lang }) {
  const { origin } = new URL(page.url());
  await page.context().addCookies([{ name: 'lang', value: lang, url: origin }]);
  await page.evaluate((chosen) => localStorage.setItem('theme', chosen), theme);
  await page.reload();
}

/** What is less than 7:1, which full sun wants. */
const faint = (page) =>
  page.evaluate(async () => {
    const runOnly = { type: 'rule', values: ['color-contrast-enhanced'] };
    const rules = { 'color-contrast-enhanced': { enabled: true } };
    const found = await globalThis.axe.run(document, { runOnly, rules });
    return found.violations.flatMap((one) => one.nodes.map((node) => node.target.join(' ')));
  });

/** Looks at a page by the name of its screen, and adds to `found` what people stumble over. */
export const looker = (page, { theme, lang }, found) => async (name) => {
  await still(page);
  const troubles = await troublesOf(page);
  if (theme === 'sunlight') {
    troubles.push(...(await faint(page)).map((one) => `below 7:1: ${one}`));
  }
  found.push(...troubles.map((trouble) => `${name}: ${trouble}`));
  if (lang === 'vi') keepPicture(`${theme}-${name}`, await page.screenshot());
};
