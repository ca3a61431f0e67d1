/** What a label of an axis is wide at most, in pixels a character of its font. */
export const CHARACTER = 7;

/** Labels that stand in the middle below their ticks; '' for one that the edge at `edge` would cut. */
export function wholeLabels(labels: string[], ticks: number[], edge: number): string[] {
  return labels.map((label, i) => (ticks[i] + (label.length * CHARACTER) / 2 > edge ? '' : label));
}
