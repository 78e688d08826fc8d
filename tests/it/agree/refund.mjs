// The device's side of the agreement about refunds: what it would hand back, step by step.

import { byWays, minus, moneyBack, readSale } from '../../../static/js/model/refund_math.js';

process.stdin.setEncoding('utf8');
let text = '';
for await (const chunk of process.stdin) text += chunk;

/** Each step gives back some goods; `said` is the money that was handed over all the same. */
function answer({ sale: told, steps }) {
  const sale = readSale(told);
  return steps.map(({ lines, thousandths, back, said }) => {
    const parts = lines.map(({ n }, at) => ({ n, quantity: BigInt(thousandths[at]) }));
    const sum = moneyBack(sale, parts, back);
    const ways = back || said !== null ? null : byWays(sale, sum).map(Number);
    minus(sale, [{ body: { lines, back }, amount: -(said ?? Number(sum)) }]);
    return { sum: Number(sum), ways };
  });
}

console.log(JSON.stringify(JSON.parse(text).map(answer)));
