import { TIER_SPAN, TIER_WIDTH, type Point, type SeriesId, type Tier } from '../model';
import { AggregateRing } from './aggregate-ring';
import { SeriesRing, type Upsert } from './series-ring';

/** Revisions up to here after a window's end complete it; later ones correct what was already shown. */
export const SETTLE_MS = 2_000;

/** Devices may be this many windows ahead of the clock without pushing out history. */
const AHEAD = 60;

export interface Series {
  readonly site: string;
  readonly device: string;
  readonly ring: SeriesRing;
}

export interface MetricGroup {
  readonly metric: string;
  readonly series: Map<string, Series>;
  /** Grows when series come or go. */
  membership: number;
  readonly aggregate: AggregateRing;
  /** Window numbers in which any series, drawn or not, was corrected. */
  readonly corrections: Set<number>;
}

/** All series of one tier, grouped by metric; bounded in series and in windows. */
export class SeriesStore {
  readonly width: number;
  readonly windows: number;
  /** Series that the bound left out, of late and before: a wide tier names them once in a window. */
  private refused = new Set<string>();
  private refusedBefore = new Set<string>();
  private refusedSince = 0;
  newestEnd = 0;
  /** Where the history in sight begins. */
  oldestStart = Infinity;
  private readonly groups = new Map<string, MetricGroup>();
  private size = 0;

  constructor(
    readonly tier: Tier,
    private readonly maxSeries = 2_000,
  ) {
    this.width = TIER_WIDTH[tier];
    this.windows = TIER_SPAN[tier] / this.width;
  }

  metrics(): MetricGroup[] {
    return [...this.groups.values()].sort((a, b) => a.metric.localeCompare(b.metric));
  }

  upsert(id: SeriesId, point: Point, serverNow: number): Upsert {
    if (!Number.isFinite(point.mean)) return 'ignored';
    const series = this.series(id);
    if (!series) return 'ignored';
    const window = Math.floor(point.start / this.width);
    const result = series.ring.upsert(window, point, serverNow - point.end > SETTLE_MS);
    const group = this.group(id.metric);
    if (result !== 'ignored') group.aggregate.touch(window);
    if (result === 'corrected') group.corrections.add(window);
    this.newestEnd = Math.max(this.newestEnd, point.end);
    if (point.start >= serverNow - TIER_SPAN[this.tier]) this.reachBack(point.start);
    return result;
  }

  /** History is held from here on, or about to be. */
  reachBack(start: number): void {
    this.oldestStart = Math.min(this.oldestStart, start);
  }

  seedAggregate(metric: string, points: Point[]): void {
    const group = this.group(metric);
    for (const point of points) group.aggregate.seed(Math.floor(point.start / this.width), point);
  }

  /** Forgets series without a window left in sight. Call it now and then: a fleet changes over weeks. */
  prune(serverNow: number): void {
    const oldest = Math.floor(serverNow / this.width) - this.windows;
    for (const group of this.groups.values()) {
      for (const [key, series] of group.series) {
        if (series.ring.newest >= oldest) continue;
        group.series.delete(key);
        group.membership++;
        this.size--;
      }
      group.aggregate.forget(oldest);
      for (const window of group.corrections) if (window < oldest) group.corrections.delete(window);
      if (group.series.size === 0) this.groups.delete(group.metric);
    }
    if (serverNow - this.refusedSince < 2 * this.width) return;
    this.refusedBefore = this.refused;
    this.refused = new Set();
    this.refusedSince = serverNow;
  }

  /** How many series the bound left out. */
  leftOut(): number {
    return Math.max(this.refused.size, this.refusedBefore.size);
  }

  clear(): void {
    this.groups.clear();
    this.refused.clear();
    this.refusedBefore.clear();
    this.size = 0;
    this.newestEnd = 0;
    this.oldestStart = Infinity;
  }

  private group(metric: string): MetricGroup {
    let group = this.groups.get(metric);
    if (!group) {
      const aggregate = new AggregateRing(this.windows + AHEAD);
      group = { metric, series: new Map(), membership: 0, aggregate, corrections: new Set() };
      this.groups.set(metric, group);
    }
    return group;
  }

  private series(id: SeriesId): Series | undefined {
    const site = id.site ?? '';
    const device = id.device ?? '';
    const key = `${site}/${device}`;
    const known = this.groups.get(id.metric)?.series.get(key);
    if (known) return known;
    if (this.size >= this.maxSeries) {
      if (this.refused.size < 100_000) this.refused.add(`${key}/${id.metric}`);
      return undefined;
    }
    const group = this.group(id.metric);
    const series = { site, device, ring: new SeriesRing(this.windows + AHEAD) };
    group.series.set(key, series);
    group.membership++;
    this.size++;
    return series;
  }
}
