import type { Point } from '../model';
import type { SeriesRing } from './series-ring';

/**
 * Minimum, maximum and mean over all series of a metric, per window. A window is computed anew only after one of its
 * points changed. Where the server's merged history knows of more readings than the page holds series for, it stands.
 */
export class AggregateRing {
  readonly capacity: number;
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  private readonly window: Float64Array;
  private readonly count: Float64Array;
  private readonly dirty = new Set<number>();

  constructor(capacity: number) {
    this.capacity = capacity;
    this.mean = new Float64Array(capacity);
    this.min = new Float64Array(capacity);
    this.max = new Float64Array(capacity);
    this.window = new Float64Array(capacity).fill(-1);
    this.count = new Float64Array(capacity);
  }

  slot(window: number): number {
    const slot = window % this.capacity;
    return this.window[slot] === window ? slot : -1;
  }

  touch(window: number): void {
    this.dirty.add(window);
  }

  /** What is out of sight need not be computed, were it ever drawn again. */
  forget(before: number): void {
    for (const window of this.dirty) if (window < before) this.dirty.delete(window);
  }

  /** A window as the server merged it. */
  seed(window: number, point: Point): void {
    this.offer(window, point.count, point.mean, point.min, point.max);
  }

  refresh(rings: Iterable<SeriesRing>): void {
    if (this.dirty.size === 0) return;
    const all = [...rings];
    for (const window of this.dirty) this.compute(window, all);
    this.dirty.clear();
  }

  private compute(window: number, rings: SeriesRing[]): void {
    let count = 0;
    let sum = 0;
    let min = Infinity;
    let max = -Infinity;
    for (const ring of rings) {
      const slot = ring.slot(window);
      if (slot < 0) continue;
      count += ring.count[slot];
      sum += ring.mean[slot] * ring.count[slot];
      min = Math.min(min, ring.min[slot]);
      max = Math.max(max, ring.max[slot]);
    }
    if (count > 0) this.offer(window, count, sum / count, min, max);
  }

  private offer(window: number, count: number, mean: number, min: number, max: number): void {
    const slot = window % this.capacity;
    const held = this.window[slot];
    if (held > window || (held === window && this.count[slot] > count)) return;
    this.window[slot] = window;
    this.count[slot] = count;
    this.mean[slot] = mean;
    this.min[slot] = min;
    this.max[slot] = max;
  }
}
