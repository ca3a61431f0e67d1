const PAUSE_MS = 1_500;

/** Rate of a cumulative counter over the last seconds; a counter that falls (restart, other filter) begins anew. */
export class Rate {
  private samples: { at: number; total: number }[] = [];

  constructor(private readonly spanMs = 5_000) {}

  sample(at: number, total: number): void {
    const last = this.samples.at(-1);
    if (last && (total < last.total || at < last.at)) this.samples = [];
    this.samples.push({ at, total });
    while (this.samples.length > 2 && this.samples[1].at <= at - this.spanMs) this.samples.shift();
  }

  /** A counter is told of only when it changed: silence beyond the usual second counts as standing still. */
  perSecond(now: number): number | undefined {
    const last = this.samples.at(-1);
    if (!last) return undefined;
    const to = now - last.at > PAUSE_MS ? now : last.at;
    const first = this.samples.findLast((sample) => sample.at <= to - this.spanMs) ?? this.samples[0];
    if (to - first.at < 500) return undefined;
    return ((last.total - first.total) * 1_000) / (to - first.at);
  }

  clear(): void {
    this.samples = [];
  }
}
