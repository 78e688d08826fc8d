// Folding Vietnamese text for search, as the server's base/fold.rs does: lower case, no marks,
// đ as d, so that `mat ong` finds `Mật ong`.

export const fold = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/\s+/g, ' ')
    .trim();

/** What a bank leaves of a text: ASCII letters, digits and spaces. */
export const ascii = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^A-Za-z0-9 ]/g, '');

/** True when every word of the folded query begins or stands inside the folded text. */
export const matches = (folded, query) =>
  fold(query)
    .split(' ')
    .every((word) => folded.includes(word));
