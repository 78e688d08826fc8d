// Cash is rounded to the notes that there are; the rule is the server's (base/money.rs).

/** The nearest multiple of `step` đồng (500 or 1.000), halves up; 0 changes nothing. */
export function toStep(amount, step) {
  const size = BigInt(step);
  if (size <= 1n) return amount;
  const raised = amount + size / 2n;
  const rest = ((raised % size) + size) % size;
  return raised - rest;
}
