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

/** As `value`, with as many decimals as tell neighbouring axis ticks apart. */
export function tick(n: number, step: number): string {
  const digits = Math.min(6, Math.max(0, -Math.floor(Math.log10(step || 1) + 1e-9)));
  return Math.abs(n) >= 100_000
    ? compact.format(n)
    : n.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function rate(n: number | undefined): string {
  if (n === undefined) return '–';
  return n < 10 ? n.toFixed(1) : count(Math.round(n));
}

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${whole(n)} ${n === 1 ? one : many}`;
