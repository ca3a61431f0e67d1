type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** Where a key leads among `total` things: a step, the first or the last; undefined for one that does not move, or is the browser's. */
export function movedTo(
  { key, altKey, ctrlKey, metaKey }: Key,
  current: number,
  total: number,
  steps: Partial<Record<string, number>>,
): number | undefined {
  const step = { Home: -total, End: total, ...steps }[key];
  if (step === undefined || altKey || ctrlKey || metaKey) return undefined;
  return Math.max(0, Math.min(current + step, total - 1));
}
