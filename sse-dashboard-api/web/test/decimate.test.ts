import { describe, expect, it } from 'vitest';
import { foldBand, foldFor, foldLine } from '../src/charts/decimate';
import type { Cell } from '../src/charts/line';

describe('foldFor', () => {
  it('folds nothing that fits', () => {
    expect(foldFor(7, 106, 100)).toEqual({ step: 1, origin: 7, cells: 100 });
  });

  it('begins buckets at multiples of their width, whatever the range begins with', () => {
    expect(foldFor(103, 302, 100)).toEqual({ step: 2, origin: 100, cells: 102 });
    expect(foldFor(104, 303, 100).origin).toBe(104);
  });
});

describe('foldLine', () => {
  const fold = { step: 2, origin: 0, cells: 4 };

  it('keeps the lowest and the highest of a bucket in the order they came', () => {
    expect(foldLine([5, 9, 1, 4, 1, 2, 3, 8], 0, fold)).toEqual([9, 1, 1, 8]);
  });

  it('keeps gaps as gaps, bridges as bridges and a single value once', () => {
    expect(foldLine([null, null, null, null, null, 7, null, null], 0, fold)).toEqual([
      null,
      null,
      7,
      undefined,
    ]);
    expect(foldLine([1, 2, 3, 4, undefined, undefined, undefined, undefined], 0, fold)).toEqual([
      ...[1, 4],
      ...[undefined, undefined],
    ]);
  });

  it('keeps a first bucket that is cut in its place', () => {
    expect(foldLine([3, 4, 5, 6], 2, { step: 2, origin: 0, cells: 4 })).toEqual([3, 4, 5, 6]);
  });
});

describe('foldBand', () => {
  it('gives one value a bucket, twice', () => {
    const cells: Cell[] = [1, null, 3, 2, null, null, null, null];
    const folded = foldBand(cells, 0, { step: 2, origin: 0, cells: 4 }, (values) => Math.max(...values));
    expect(folded).toEqual([3, 3, null, null]);
  });
});
