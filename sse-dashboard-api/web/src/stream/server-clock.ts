/** Goes on evenly where the machine's clock is set meanwhile, as after the boot of a kiosk. */
const even = (): number => performance.timeOrigin + performance.now();

/**
 * The server's clock as the page knows it: the client's may be off by hours. A reading of the server's clock was taken
 * between asking and hearing; the offset is moved no further than that demands, so a right clock stays right however
 * slow the message was.
 */
export class ServerClock {
  private offset = 0;

  constructor(readonly local: () => number = even) {}

  /** `serverNow` from an answer that has just arrived, asked for at `askedAt` by the local clock. */
  learn(serverNow: number, askedAt: number): void {
    if (!Number.isFinite(serverNow)) return;
    const least = serverNow - this.local();
    const most = serverNow - askedAt;
    this.offset = Math.min(Math.max(this.offset, least), most);
  }

  now(): number {
    return this.local() + this.offset;
  }
}
