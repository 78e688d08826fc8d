// The page on which the organiser sees the transfers of a fair.

import { until } from './fair.mjs';

/** The row of a reference, once it is marked so: a till's word may still be on its way. */
export function transfer(page, fair, reference, mark) {
  const row = page.locator('tbody tr', { has: page.locator(`th:text-is("${reference}")`) });
  const marked = async () => {
    await page.goto(`/transfers?fair=${fair.access.open_fair.code}`);
    const marks = await row.locator('.tag').allInnerTexts();
    return marks.some((words) => words.trim() === mark) && row;
  };
  return until(marked, `${reference} is not “${mark}”`);
}
