import { describe, expect, it } from 'vitest';
import { SeriesRing } from '../src/store/series-ring';
import { point } from './points';

const meanOf = (ring: SeriesRing, window: number): number | undefined =>
  ring.slot(window) < 0 ? undefined : ring.mean[ring.slot(window)];

describe('SeriesRing', () => {
  it('keeps the highest revision of a window, in whatever order they arrive', () => {
    const ring = new SeriesRing(10);
    expect(ring.upsert(100, point(100, 5, 50), false)).toBe('added');
    expect(ring.upsert(100, point(100, 3, 30), false)).toBe('ignored');
    expect(meanOf(ring, 100)).toBe(50);
    expect(ring.upsert(100, point(100, 7, 70), false)).toBe('revised');
    expect(meanOf(ring, 100)).toBe(70);
  });

  it('takes the later record on a tie, without calling it a change', () => {
    const ring = new SeriesRing(10);
    ring.upsert(100, point(100, 5, 50), false);
    expect(ring.upsert(100, point(100, 5, 51), true)).toBe('ignored');
    expect(meanOf(ring, 100)).toBe(51);
    expect(ring.corrected[ring.slot(100)]).toBe(0);
  });

  it('marks a window that changes after it had settled, until the slot is used anew', () => {
    const ring = new SeriesRing(10);
    ring.upsert(100, point(100, 5), true);
    expect(ring.corrected[ring.slot(100)]).toBe(0);
    expect(ring.upsert(100, point(100, 6), true)).toBe('corrected');
    expect(ring.corrected[ring.slot(100)]).toBe(1);
    ring.upsert(110, point(110, 1), false);
    expect(ring.corrected[ring.slot(110)]).toBe(0);
  });

  it('forgets the oldest window when it wraps, and refuses what is older still', () => {
    const ring = new SeriesRing(10);
    ring.upsert(100, point(100, 1), false);
    ring.upsert(110, point(110, 1), false);
    expect(ring.slot(100)).toBe(-1);
    expect(ring.upsert(100, point(100, 9), false)).toBe('ignored');
    expect(meanOf(ring, 110)).toBe(1);
    expect(ring.newest).toBe(110);
  });

  it('compares revisions of generations beyond 32 bits', () => {
    const ring = new SeriesRing(10);
    ring.upsert(100, point(100, 2 * 2 ** 40 + 1, 2), false);
    expect(ring.upsert(100, point(100, 2 ** 40 + 900, 1), false)).toBe('ignored');
    expect(meanOf(ring, 100)).toBe(2);
    ring.upsert(101, point(101, 2 ** 40 + 2, 2), false);
    expect(ring.upsert(101, point(101, 2 ** 40 + 1, 1), false)).toBe('ignored');
    expect(meanOf(ring, 101)).toBe(2);
  });
});
