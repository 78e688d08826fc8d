// Amounts in words, as a Vietnamese slip says them (base/spell.rs).

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];

function unitWord(tens, units) {
  if (units === 1 && tens > 1) return 'mốt';
  if (units === 4 && tens > 1) return 'tư';
  if (units === 5 && tens > 0) return 'lăm';
  return DIGITS[units];
}

/** Three digits in words; `full` says the hundreds even when there are none. */
function threeDigits(value, full) {
  const hundreds = Math.floor(value / 100);
  const tens = Math.floor(value / 10) % 10;
  const units = value % 10;
  const words = [];
  if (full || hundreds) words.push(DIGITS[hundreds], 'trăm');
  if (tens === 0 && units && words.length) words.push('linh');
  if (tens === 1) words.push('mười');
  if (tens > 1) words.push(DIGITS[tens], 'mươi');
  if (units) words.push(unitWord(tens, units));
  return words.join(' ');
}

/** The groups of a number below a billion, in words. */
function belowBillion(value, full) {
  const parts = [];
  for (const [size, name] of [
    [1000000, 'triệu'],
    [1000, 'nghìn'],
    [1, ''],
  ]) {
    const part = Math.floor(value / size) % 1000;
    if (part) parts.push(threeDigits(part, full || parts.length > 0), name);
  }
  return parts.filter(Boolean).join(' ');
}

/** `bốn trăm năm mươi ba nghìn đồng`: the amount as a Vietnamese slip says it. */
export function inWords(amount) {
  if (amount < 0n) return `âm ${inWords(-amount)}`;
  if (amount === 0n) return 'không đồng';
  const billions = amount / 1000000000n;
  const rest = Number(amount % 1000000000n);
  const words = [];
  if (billions) words.push(inWords(billions).replace(/ đồng$/, ''), 'tỷ');
  if (rest) words.push(belowBillion(rest, billions > 0n));
  return `${words.join(' ')} đồng`;
}
