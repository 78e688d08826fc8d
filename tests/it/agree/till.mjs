// A till's side of a sale, from what the laptop told it: reads `{ till, carts }` and writes the
// bodies that it would send, priced and summed by its own modules.

import { alter, empty, keyOf, setQuantity, total } from '../../../static/js/model/cart.js';
import { giveAway, saleLines } from '../../../static/js/model/cart_lines.js';
import { toStep } from '../../../static/js/model/cash_rounding.js';
import * as split from '../../../static/js/model/split.js';

process.stdin.setEncoding('utf8');
let text = '';
for await (const chunk of process.stdin) text += chunk;

/** A cart as a seller fills it: goods, then what is taken off, then what is given away. */
function fill(till, wanted) {
  const told = { seq: till.pos, ms: till.now_ms };
  let cart = { ...empty(told), promotions: till.promotions };
  for (const { uid, thousandths, discount, sample } of wanted.lines) {
    const product = till.products.find((one) => one.uid === uid);
    cart = setQuantity(cart, product, BigInt(thousandths));
    if (discount) cart = alter(cart, keyOf(product), { discount });
    if (sample) ({ cart } = giveAway(cart, keyOf(product), sample));
  }
  return wanted.discount ? { ...cart, discount: wanted.discount } : cart;
}

/** Paid in parts as the seller adds them, the last of them all that is left. */
function paid(sum, step, ways) {
  const parts = [];
  const add = (method, share) => {
    const rest = split.restFor(method, sum, parts, step);
    if (rest === 0n) return;
    const part = (rest * BigInt(share)) / 100n;
    const unit = method === 'cash' ? BigInt(Math.max(step, 1)) : 1n;
    const amount = part - (part % unit);
    if (amount === 0n) return;
    if (method === 'cash') parts.push(split.cashPart(rest, amount));
    else parts.push({ method, amount: amount < rest ? amount : rest });
  };
  for (const { method, share } of ways) if (split.restOf(sum, parts, step)) add(method, share);
  if (split.restOf(sum, parts, step)) add(ways.length ? 'card' : 'cash', 100);
  return split.tenders(parts);
}

function body(till, wanted) {
  const cart = fill(till, wanted);
  const step = till.booth.rounding ?? 0;
  const due = Number(toStep(total(cart), step));
  const ways = due > 0 ? paid(total(cart), step, wanted.ways) : [];
  return {
    lines: saleLines(cart),
    discount: cart.discount,
    payments: ways.length ? ways : [{ method: 'cash', amount: due, given: due }],
    expected_total: Number(total(cart)),
    priced_at_seq: cart.priced.seq,
    priced_at_ms: cart.priced.ms,
  };
}

const { till, carts } = JSON.parse(text);
console.log(JSON.stringify(carts.map((one) => body(till, one))));
