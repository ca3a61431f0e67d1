/**
 * Tells its listeners that something changed: at once after a silence, else at most once per interval, and always
 * after the last change. Owns one timer.
 */
export class Beat {
  version = 0;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -Infinity;

  constructor(private readonly intervalMs: number) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  change(): void {
    if (this.timer !== undefined) return;
    const wait = Math.max(0, this.last + this.intervalMs - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.last = performance.now();
      this.version++;
      for (const listener of this.listeners) listener();
    }, wait);
  }
}
