const MAX_MS = 15_000;

/** Jittered exponential delay between connection attempts: `base` after the first failure, at most 15 s. */
export class Backoff {
  private failures = 0;

  constructor(
    private baseMs = 500,
    private readonly random: () => number = Math.random,
  ) {}

  /** The server's `retry:` replaces the first delay. */
  suggest(ms: number): void {
    this.baseMs = Math.min(Math.max(ms, 100), MAX_MS);
  }

  succeeded(): void {
    this.failures = 0;
  }

  next(): number {
    const ceiling = Math.min(MAX_MS, this.baseMs * 2 ** Math.min(this.failures++, 10));
    return ceiling * (0.5 + this.random() / 2);
  }
}
