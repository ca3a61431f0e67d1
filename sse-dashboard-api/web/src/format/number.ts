const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 1,234,567 */
export const whole = (n: number): string => grouped.format(n);

/** Whole up to a hundred thousand, then 1.2M. */
export const count = (n: number): string => (Math.abs(n) < 100_000 ? grouped.format(n) : compact.format(n));

/** A measured value in about four significant digits, never in exponents unless it is out of all scale. */
export function value(n: number | undefined): string {
  if (n === undefined || !Number.isFinite(n)) return '–';
  const size = Math.abs(n);
  if (size !== 0 && (size >= 1e9 || size < 1e-3)) return n.toExponential(2);
  if (size >= 100_000) return grouped.format(n);
  const digits = size >= 1_000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
  if (Number.isInteger(n)) return grouped.format(n);
  return n.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** An axis tick with all decimals of the step between ticks, so that what it says is where it stands. */
export function tick(n: number, step: number): string {
  const digits = decimalsOf(step || 1);
  return Math.abs(n) >= 100_000
    ? compact.format(n)
    : n.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const MOST_DECIMALS = 6;

/** 0 of 5 and 250, 1 of 2.5, 2 of 0.25; the step comes of a subtraction, and is off by a little. */
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
