// Sums, per cents and shares of amounts: whole đồng as BigInt, as on the server (base/money.rs).

export const least = (one, other) => (one < other ? one : other);
export const sumOf = (amounts) => amounts.reduce((sum, one) => sum + one, 0n);

/** A percentage of an amount from 0 up, halves up. */
export const percentOf = (base, percent) => (base * BigInt(percent) + 50n) / 100n;

/** Splits an amount over weights; what rounding leaves goes to the largest remainders first. */
export function allocate(whole, weights) {
  const total = sumOf(weights);
  if (total === 0n) return weights.map((_, n) => (n === 0 ? whole : 0n));
  const parts = weights.map((weight) => (whole * weight) / total);
  const rest = (n) => (whole * weights[n]) % total;
  const compare = (one, other) => {
    const [a, b] = [rest(one), rest(other)];
    if (a === b) return one - other;
    return a > b ? -1 : 1;
  };
  const order = weights.map((_, n) => n).sort(compare);
  const left = Number(whole - sumOf(parts));
  for (const n of order.slice(0, left)) parts[n] += 1n;
  return parts;
}
