import type { Point } from '../model';

export type Upsert = 'added' | 'revised' | 'corrected' | 'ignored';

/**
 * The last `capacity` windows of one series, addressed by window number (start / width), so that memory is
 * bounded whatever arrives and in whatever order. The highest revision of a window wins; on a tie the later record.
 */
export class SeriesRing {
  readonly capacity: number;
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly count: Float32Array;
  readonly corrected: Uint8Array;
  newest = -1;
  private readonly window: Float64Array;
  private readonly revision: Float64Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.mean = new Float64Array(capacity);
    this.min = new Float64Array(capacity);
    this.max = new Float64Array(capacity);
    this.count = new Float32Array(capacity);
    this.corrected = new Uint8Array(capacity);
    this.window = new Float64Array(capacity).fill(-1);
    this.revision = new Float64Array(capacity);
  }

  /** The slot that holds this window, or -1. */
  slot(window: number): number {
    const slot = window % this.capacity;
    return this.window[slot] === window ? slot : -1;
  }

  /** `settled`: the window was complete and shown long ago, so that a higher revision is a correction. */
  upsert(window: number, point: Point, settled: boolean): Upsert {
    const slot = window % this.capacity;
    const held = this.window[slot];
    if (held > window) return 'ignored';
    if (held !== window) {
      this.window[slot] = window;
      this.corrected[slot] = 0;
      this.write(slot, point);
      this.newest = Math.max(this.newest, window);
      return 'added';
    }
    if (point.revision < this.revision[slot]) return 'ignored';
    const higher = point.revision > this.revision[slot];
    this.write(slot, point);
    if (!higher) return 'ignored';
    if (settled) this.corrected[slot] = 1;
    return settled ? 'corrected' : 'revised';
  }

  private write(slot: number, point: Point): void {
    this.mean[slot] = point.mean;
    this.min[slot] = point.min;
    this.max[slot] = point.max;
    this.count[slot] = point.count;
    this.revision[slot] = point.revision;
  }
}
