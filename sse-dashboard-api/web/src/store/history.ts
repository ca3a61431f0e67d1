import { fetchSeries, HttpError } from '../api/client';
import { TIER_SPAN, deviceKey, type Device, type Filter, type SeriesAnswer } from '../model';
import { lists, metricPattern } from '../url/filter';
import { Backoff } from '../stream/backoff';
import type { ServerClock } from '../stream/server-clock';
import { drawnSeries } from './drawn-series';
import { planHistory } from './history-plan';
import type { SeriesStore } from './series-store';

/** Loads what happened before the stream begins; everything is an upsert, so it may arrive in any order. */
export class History {
  private complete = true;

  constructor(
    private readonly filter: Filter,
    private readonly store: SeriesStore,
    private readonly clock: ServerClock,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Every matching series as far back as the budget allows; answers the stream's position. Tries until it succeeds,
   * unless the server does not take the filter.
   */
  async load(devices: Iterable<Device>): Promise<string | undefined> {
    const plan = planHistory(devices, this.filter, this.clock.now());
    this.complete = plan.complete;
    // What is filled in later is no reason to change the charts' scale a second time.
    if (!plan.complete) this.store.reachBack(plan.since);
    const backoff = new Backoff();
    while (!this.signal.aborted) {
      try {
        const answer = await fetchSeries(this.filter, plan.from, this.signal);
        this.take(answer);
        return answer.position;
      } catch (error) {
        if (error instanceof HttpError && error.status === 400) throw error;
        await new Promise((resolve) => setTimeout(resolve, backoff.next()));
      }
    }
    return undefined;
  }

  /** The rest of the span for the lines that are drawn, and the band over all series as the server merges it. */
  async fill(filled: () => void): Promise<void> {
    if (this.complete) return;
    const from = this.clock.now() - TIER_SPAN[this.filter.tier];
    try {
      const merged = await fetchSeries(this.filter, from, this.signal, 'fleet');
      for (const { metric, points } of merged.series) this.store.seedAggregate(metric, points);
      filled();
    } catch {
      // A server without merged series: the band then begins where the page's own series do.
    }
    for (const { site, device, metrics } of this.drawn()) {
      for (const metric of lists(metrics)) {
        const filter = { ...this.filter, site, device, metric };
        const answer = await fetchSeries(filter, from, this.signal).catch(() => undefined);
        if (answer) this.take(answer);
        filled();
      }
    }
  }

  /** The devices that have a line in some chart, each with the metrics it is drawn for. */
  private drawn(): { site: string; device: string; metrics: string[] }[] {
    const devices = new Map<string, { site: string; device: string; metrics: string[] }>();
    for (const group of this.store.metrics()) {
      for (const { site, device } of drawnSeries(group)) {
        const key = deviceKey(site, device);
        const held = devices.get(key) ?? { site, device, metrics: [] };
        held.metrics.push(metricPattern(group.metric));
        devices.set(key, held);
      }
    }
    return [...devices.values()];
  }

  private take(answer: SeriesAnswer): void {
    // History is not a correction, however late it is: the present is set before every window's end.
    for (const series of answer.series) {
      for (const point of series.points) this.store.upsert(series, point, point.start);
    }
  }
}
