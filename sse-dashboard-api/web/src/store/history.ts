import { fetchSeries } from '../api/client';
import { TIER_SPAN, type Filter, type SeriesAnswer } from '../model';
import type { Device } from '../model';
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

  /** Every matching series as far back as the budget allows; tries until it succeeds. Answers the stream's position. */
  async load(devices: Iterable<Device>): Promise<string | undefined> {
    const plan = planHistory(devices, this.filter, this.clock.now());
    this.complete = plan.complete;
    const backoff = new Backoff();
    while (!this.signal.aborted) {
      try {
        const answer = await fetchSeries(this.filter, plan.from, this.signal);
        this.take(answer);
        return answer.position;
      } catch {
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
    for (const group of this.store.metrics()) {
      await this.fillLines(group.metric, drawnSeries(group), from).catch(() => undefined);
      filled();
    }
  }

  private async fillLines(
    metric: string,
    drawn: { site: string; device: string }[],
    from: number,
  ): Promise<void> {
    const site = [...new Set(drawn.map((series) => series.site))].join(',');
    const device = [...new Set(drawn.map((series) => series.device))].join(',');
    this.take(await fetchSeries({ ...this.filter, site, device, metric }, from, this.signal));
  }

  private take(answer: SeriesAnswer): void {
    // History is not a correction, however late it is: the present is set before every window's end.
    for (const series of answer.series) {
      for (const point of series.points) this.store.upsert(series, point, point.start);
    }
  }
}
