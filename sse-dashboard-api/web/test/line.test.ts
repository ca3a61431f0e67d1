import { describe, expect, it } from 'vitest';
import { fillLine, type Cell } from '../src/charts/line';
import { SeriesRing } from '../src/store/series-ring';
import { point } from './points';

function line(windows: Record<number, number>, first: number, last: number): Cell[] {
  const ring = new SeriesRing(100);
  for (const [window, count] of Object.entries(windows)) {
    ring.upsert(Number(window), { ...point(Number(window), 1, Number(window)), count }, false);
  }
  const cells: Cell[] = [];
  fillLine(ring, first, last, cells);
  return cells;
}

describe('fillLine', () => {
  it('leaves a gap where a window of a steady series is missing', () => {
    expect(line({ 10: 1, 11: 1, 13: 1, 14: 1 }, 10, 14)).toEqual([10, 11, null, 13, 14]);
  });

  it('bridges the empty windows of a device that sends every few seconds', () => {
    expect(line({ 10: 1, 13: 1, 16: 1 }, 10, 16)).toEqual([
      10,
      undefined,
      undefined,
      13,
      undefined,
      undefined,
      16,
    ]);
  });

  it('leaves a gap where such a device missed a turn', () => {
    const cells = line({ 10: 1, 12: 1, 14: 1, 18: 1, 20: 1 }, 10, 20);
    expect(cells.slice(5, 8)).toEqual([null, null, null]);
    expect(cells[1]).toBeUndefined();
  });

  it('bridges a window whose reading slipped into its neighbour', () => {
    expect(line({ 10: 1, 11: 1, 12: 1, 14: 2, 15: 1 }, 10, 15)).toEqual([10, 11, 12, undefined, 14, 15]);
  });

  it('shows nothing before the first and after the last reading', () => {
    expect(line({ 11: 1, 12: 1 }, 10, 13)).toEqual([null, 11, 12, null]);
  });
});
