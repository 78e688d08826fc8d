// The device's side of the agreement: prices the carts it reads and writes every figure.

import { net, priceItems } from '../../../static/js/model/price.js';
import { within } from '../../../static/js/model/discount_sum.js';

process.stdin.setEncoding('utf8');
let text = '';
for await (const chunk of process.stdin) text += chunk;

const item = (one) => ({
  ...one,
  thousandths: BigInt(one.thousandths),
  price: BigInt(one.price),
});

const figures = (line) => [line.gross, line.promotion, line.line, line.cart, net(line)].map(String);

function answer({ items, promotions, discount, limit }) {
  const priced = priceItems(items.map(item), promotions, discount ?? undefined);
  if (!priced) return null;
  return {
    lines: priced.map(figures),
    names: priced.map((line) => line.name),
    within: within(priced, limit),
  };
}

console.log(JSON.stringify(JSON.parse(text).map(answer)));
