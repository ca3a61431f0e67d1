import type { Cell } from './line';

/**
 * Folds windows so that no more are drawn than there are pixels. Buckets hold 2·step windows and give two cells each;
 * they begin at multiples of their width in absolute time, so that a scrolling chart does not shimmer.
 */
export interface Fold {
  step: number;
  /** First window of the first bucket; at or before the first window asked for. */
  origin: number;
  cells: number;
}

export function foldFor(first: number, last: number, pixels: number): Fold {
  const step = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, pixels)));
  if (step === 1) return { step, origin: first, cells: last - first + 1 };
  const bucket = 2 * step;
  const origin = first - (first % bucket);
  return { step, origin, cells: 2 * (Math.floor((last - origin) / bucket) + 1) };
}

/** Keeps each bucket's lowest and highest value, in the order they came: spikes survive. */
export function foldLine(cells: Cell[], first: number, fold: Fold): Cell[] {
  if (fold.step === 1) return cells;
  const out: Cell[] = [];
  eachBucket(cells, first, fold, (from, to) => {
    let low = -1;
    let high = -1;
    for (let i = from; i < to; i++) {
      const cell = cells[i];
      if (cell === null || cell === undefined) continue;
      if (low < 0 || cell < (cells[low] as number)) low = i;
      if (high < 0 || cell > (cells[high] as number)) high = i;
    }
    if (low < 0) out.push(empty(cells, from, to), empty(cells, from, to));
    else out.push(cells[Math.min(low, high)], low === high ? undefined : cells[Math.max(low, high)]);
  });
  return out;
}

/** One value a bucket, twice: for the edges and the mean of the band. */
export function foldBand(
  cells: Cell[],
  first: number,
  fold: Fold,
  pick: (values: number[]) => number,
): Cell[] {
  if (fold.step === 1) return cells;
  const out: Cell[] = [];
  eachBucket(cells, first, fold, (from, to) => {
    const values = cells.slice(from, to).filter((cell): cell is number => typeof cell === 'number');
    const value = values.length === 0 ? empty(cells, from, to) : pick(values);
    out.push(value, value);
  });
  return out;
}

function eachBucket(
  cells: Cell[],
  first: number,
  fold: Fold,
  visit: (from: number, to: number) => void,
): void {
  const bucket = 2 * fold.step;
  for (let b = 0; b < fold.cells / 2; b++) {
    const from = fold.origin + b * bucket - first;
    visit(Math.max(0, from), Math.min(cells.length, from + bucket));
  }
}

function empty(cells: Cell[], from: number, to: number): null | undefined {
  for (let i = from; i < to; i++) if (cells[i] === undefined) return undefined;
  return null;
}
