import { Backoff } from './backoff';
import { SseParser, type SseEvent } from './sse-parser';

/** Two missed heartbeats of 15 s: the connection is dead though no one said so. */
const DEAD_AFTER_MS = 32_000;

export interface ConnectionEvents {
  /** The stream is about to be asked for. */
  opening(): void;
  opened(): void;
  closed(): void;
  /** Any sign of life, heartbeats included. */
  alive(): void;
  event(name: string, data: unknown): void;
}

/**
 * One event stream that is opened again for ever, from the last id received. Reads with fetch instead of EventSource,
 * which hides heartbeats and gives up for good on any answer but 200. Ends with `close()`.
 */
export class Connection {
  private readonly backoff = new Backoff();
  private abort = new AbortController();
  private ended = false;
  private byeDelay = 0;
  private wake: (() => void) | undefined;

  constructor(
    private readonly url: (lastEventId: string | undefined) => string,
    private lastEventId: string | undefined,
    private readonly events: ConnectionEvents,
  ) {}

  async run(): Promise<void> {
    while (!this.ended) {
      this.abort = new AbortController();
      await this.read().catch(() => undefined);
      await this.pause();
    }
  }

  /** Tries again now, for example when the machine is back on the network. */
  hurry(): void {
    this.wake?.();
  }

  close(): void {
    this.ended = true;
    this.abort.abort();
    this.wake?.();
  }

  private async pause(): Promise<void> {
    if (this.ended) return;
    this.events.closed();
    await this.sleep(Math.max(this.byeDelay, this.backoff.next()));
    this.byeDelay = 0;
  }

  private async read(): Promise<void> {
    const signal = this.abort.signal;
    let watchdog = this.watch();
    try {
      const headers = { accept: 'text/event-stream' };
      this.events.opening();
      const response = await fetch(this.url(this.lastEventId), { signal, headers, cache: 'no-store' });
      if (!response.ok || !response.body) throw new Error(`stream answered ${response.status}`);
      this.events.opened();
      const parser = new SseParser(this);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watchdog);
        watchdog = this.watch();
        this.events.alive();
        parser.feed(value);
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  event({ event, data, id }: SseEvent): void {
    if (this.ended) return;
    if (id !== undefined) this.lastEventId = id;
    const value = parse(data);
    if (event === 'hello') this.backoff.succeeded();
    if (event === 'bye') this.byeDelay = delayOf(value);
    this.events.event(event, value);
  }

  comment(): void {
    // A sign of life; counted where the bytes arrive.
  }

  retry(ms: number): void {
    this.backoff.suggest(ms);
  }

  private watch(): ReturnType<typeof setTimeout> {
    const { abort } = this;
    return setTimeout(() => {
      abort.abort();
    }, DEAD_AFTER_MS);
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** A server that says goodbye may name a delay; otherwise it gets a breath of two seconds. */
function delayOf(bye: unknown): number {
  const retry = typeof bye === 'object' && bye !== null && 'retry' in bye ? Number(bye.retry) : NaN;
  return Number.isFinite(retry) ? Math.min(retry, 60_000) : 2_000;
}
