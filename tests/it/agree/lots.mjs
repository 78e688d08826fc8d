// Which carts a till asks about because of a lot that is not to be sold: reads `{ blocked, carts }`
// and writes of each whether it is asked about, and its lines as they are sent.

import { blockedLines, saleLines } from '../../../static/js/model/cart_lines.js';

process.stdin.setEncoding('utf8');
let text = '';
for await (const chunk of process.stdin) text += chunk;

const { blocked, carts } = JSON.parse(text);
const line = ({ uid, key, lot, thousandths }) => ({
  uid,
  key,
  lot: lot ?? undefined,
  thousandths: BigInt(thousandths),
  price: 100000n,
});
const answer = ({ lines }) => {
  const cart = { lines: lines.map(line) };
  return { asked: blockedLines(cart, blocked).length > 0, lines: saleLines(cart) };
};
console.log(JSON.stringify(carts.map(answer)));
