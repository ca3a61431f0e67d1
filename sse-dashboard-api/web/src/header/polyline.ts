/** SVG points for equidistant values, from 0 or the lowest value to the highest, with a pixel of air. */
export function polyline(values: number[], width: number, height: number): string {
  const low = Math.min(...values) * 0.9;
  const spread = Math.max(...values) - low || 1;
  const step = width / Math.max(1, values.length - 1);
  const y = (value: number): number => height - 1 - ((value - low) / spread) * (height - 2);
  return values.map((value, i) => `${(i * step).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
}
