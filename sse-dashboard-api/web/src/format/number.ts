const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 1,234,567 */
export const whole = (n: number): string => grouped.format(n);

/** Whole up to a hundred thousand, then 1.2M. */
export const count = (n: number): string => (Math.abs(n) < 100_000 ? grouped.format(n) : compact.format(n));

const large = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

/** A measured value in about four significant digits, never in exponents unless it is out of all scale. */
export function value(n: number | undefined): string {
  if (n === undefined || !Number.isFinite(n)) return '–';
  const size = Math.abs(n);
  if (size !== 0 && (size >= 1e15 || size < 1e-3)) return n.toExponential(2);
  if (size >= 1e9) return large.format(n);
  if (size >= 100_000) return grouped.format(n);
  const digits = size >= 1_000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
  if (Number.isInteger(n)) return grouped.format(n);
  return n.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const UNITS = ['', 'K', 'M', 'B', 'T'];

/** Axis ticks that lie `step` apart: all in one unit and with all decimals of the step, so that each says where it stands. */
export function ticks(splits: number[], step: number): string[] {
  const top = Math.max(...splits.map(Math.abs));
  if (top >= 1e15 || step < 1e-6) return inExponents(splits, step, top);
  const plain = inUnit(splits, step, 0);
  if (top < 100_000) return plain;
  const short = inUnit(splits, step, Math.floor(Math.log10(top) / 3));
  return longest(short) < longest(plain) ? short : plain;
}

export const longest = (labels: string[]): number => Math.max(0, ...labels.map(({ length }) => length));

function inUnit(splits: number[], step: number, unit: number): string[] {
  const size = 1_000 ** unit;
  const digits = decimalsOf(step / size);
  const form = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return splits.map((at) => (at === 0 && unit > 0 ? '0' : form.format(at / size) + UNITS[unit]));
}

function inExponents(splits: number[], step: number, top: number): string[] {
  const digits = decimalsOf(step / 10 ** Math.floor(Math.log10(top)));
  return splits.map((at) => (at === 0 ? '0' : at.toExponential(digits)));
}

const MOST_DECIMALS = 15;

/** 0 of 5 and 250, 1 of 2.5, 2 of 0.25, where the step is off by a little too. */
function decimalsOf(step: number): number {
  for (let digits = 0; digits < MOST_DECIMALS; digits++) {
    const shifted = step * 10 ** digits;
    const whole = Math.round(shifted);
    if (whole > 0 && Math.abs(shifted - whole) < 1e-6 * whole) return digits;
  }
  return MOST_DECIMALS;
}

export function rate(n: number | undefined): string {
  if (n === undefined) return '–';
  return n < 10 ? n.toFixed(1) : count(Math.round(n));
}

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${whole(n)} ${n === 1 ? one : many}`;
