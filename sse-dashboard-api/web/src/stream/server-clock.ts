/** Estimates that differ by more than this tell of a clock that was set, not of a slow message. */
const JUMP_MS = 1_000;

/**
 * The server's clock as the page knows it: the client's may be off by hours. A message that was slow makes the offset
 * look smaller than it is, never larger; so of estimates close together the largest is the best.
 */
export class ServerClock {
  private offset = 0;

  constructor(private readonly local: () => number = Date.now) {}

  /** `serverNow` as it stood in a message that has just arrived. */
  learn(serverNow: number): void {
    if (!Number.isFinite(serverNow)) return;
    const estimate = serverNow - this.local();
    if (estimate > this.offset || this.offset - estimate > JUMP_MS) this.offset = estimate;
  }

  now(): number {
    return this.local() + this.offset;
  }
}
