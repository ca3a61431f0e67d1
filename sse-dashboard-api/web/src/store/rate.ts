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

  perSecond(): number | undefined {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (!last || last.at - first.at < 500) return undefined;
    return ((last.total - first.total) * 1_000) / (last.at - first.at);
  }

  clear(): void {
    this.samples = [];
  }
}
