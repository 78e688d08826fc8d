// The booth's goods: kept in a store of their own, and brought up to date by what changed since
// the journal position they are of. Ten thousand products are asked for once a day.

import { goods, get, keepGoods } from './store.js';
import { lang } from '../lib/words.js';

// New goods stand behind those whose order the server gave.
const LAST = 1e9;

/** The question that brings `known` up to date; it tells the number of the next sale. */
export const question = (known, next = 1) =>
  `/api/v1/till?next=${next}` +
  (known?.pos !== undefined && known.lang === lang() ? `&since=${known.pos}` : '');

/** Whether an answer says too little: it is of another day than what is known. */
export const stale = (known, answer) =>
  typeof answer.since === 'number' && known?.day !== answer.day;

/** What is known, with what changed; the order of the goods stays. */
export function merge(known, answer) {
  const told = { ...answer, lang: lang() };
  if (typeof answer.since !== 'number') return told;
  if (!answer.products.length && !answer.gone.length) return { ...told, products: known.products };
  const fresh = new Map(answer.products.map((product) => [product.uid, product]));
  const gone = new Set(answer.gone);
  const products = [];
  for (const product of known.products) {
    if (gone.has(product.uid)) continue;
    products.push(fresh.get(product.uid) ?? product);
    fresh.delete(product.uid);
  }
  return { ...told, products: [...products, ...fresh.values()] };
}

/** Keeps an answer on disk: of the goods only what changed. */
export function keep(till, answer) {
  const { products, ...head } = till;
  const all = typeof answer.since !== 'number';
  const places = new Map((all ? [] : products).map(({ uid }, n) => [uid, n]));
  const rank = (product, n) => (all ? n : (product.rank ?? places.get(product.uid) ?? LAST));
  const row = ({ folded: _, ...product }, n) => ({ ...product, rank: rank(product, n) });
  const changed = (all ? products : answer.products).map(row);
  return keepGoods(head, { changed, gone: answer.gone ?? [], all });
}

/** What was kept: the till as it last stood, or undefined. */
export async function restore() {
  const [head, products] = await Promise.all([get('till'), goods()]);
  if (!head) return undefined;
  products.sort((one, other) => one.rank - other.rank);
  return { ...head, products: head.products ?? products };
}
