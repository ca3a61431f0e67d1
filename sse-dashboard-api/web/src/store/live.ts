import { streamUrl } from '../api/client';
import { type Device, type Filter, type Hello, type Ledger, type StreamPoint } from '../model';
import { Connection } from '../stream/connection';
import { framePoints } from '../stream/frame-points';
import { linkState, signAtEnd, type LinkState, type Signs } from '../stream/link-state';
import { ServerClock } from '../stream/server-clock';
import { Beat } from './beat';
import { DeviceStore } from './device-store';
import { History } from './history';
import { Registry } from './registry';
import { SeriesStore } from './series-store';
import { shownRange, type ShownRange } from './shown-range';
import { Vitals } from './vitals';

const PRUNE_MS = 30_000;

/**
 * Everything the page shows, kept current: history first, then the stream from the position the history names.
 * A filter or tier replaces series and stream; devices, ledger and rates go on. Lives as long as the page.
 */
export class Live {
  readonly clock = new ServerClock();
  readonly devices = new DeviceStore();
  readonly vitals = new Vitals();
  /** At most four redraws a second. */
  readonly seriesBeat = new Beat(250);
  readonly linkBeat = new Beat(250);
  series = new SeriesStore('1s');
  loading = true;
  version = '';
  /** Why the server did not take the filter. */
  refusal: string | undefined;
  private readonly registry = new Registry(this.devices);
  private filter: Filter | undefined;
  private session = new AbortController();
  private connection: Connection | undefined;
  private history: History | undefined;
  private connected = false;
  private lastSign: number | undefined;
  private lastRollups: number | undefined;
  private askedAt = 0;
  private since = performance.now();
  private ticks = 0;

  constructor() {
    setInterval(() => {
      this.tick();
    }, 1_000);
    addEventListener('online', () => this.connection?.hurry());
  }

  show(filter: Filter): void {
    this.session.abort();
    this.connection?.close();
    this.session = new AbortController();
    const otherDevices = this.filter?.site !== filter.site || this.filter.device !== filter.device;
    this.filter = filter;
    this.series = new SeriesStore(filter.tier);
    this.loading = true;
    this.refusal = undefined;
    this.lastRollups = undefined;
    this.closed();
    // Another filter is another beginning: no sign of life is missed until its history is here.
    this.lastSign = undefined;
    this.since = performance.now();
    this.vitals.restart(otherDevices);
    this.seriesBeat.change();
    void this.start(filter, this.session.signal);
  }

  link(): LinkState {
    return linkState(this.signs(), performance.now());
  }

  private signs(): Signs {
    const { connected, since, lastSign, lastRollups } = this;
    const refused = this.refusal !== undefined;
    return { connected, since, lastSign, lastRollups, refused, tier: this.series.tier };
  }

  private async start(filter: Filter, signal: AbortSignal): Promise<void> {
    await this.registry.load(signal);
    const history = new History(filter, this.series, this.clock, signal);
    this.history = history;
    const position = await history.load(this.devices.all()).catch((error: unknown) => {
      this.refuse(signal, error);
    });
    if (signal.aborted || this.refusal !== undefined) return;
    this.loading = false;
    this.seriesBeat.change();
    this.connect(filter, position ?? undefined, signal);
    await history.fill(() => {
      this.seriesBeat.change();
    });
  }

  private refuse(signal: AbortSignal, error: unknown): void {
    if (signal.aborted) return;
    this.loading = false;
    this.refusal = error instanceof Error ? error.message : String(error);
    this.seriesBeat.change();
    this.linkBeat.change();
  }

  private connect(filter: Filter, position: string | undefined, signal: AbortSignal): void {
    this.connection = new Connection((id) => streamUrl(filter, id), position, {
      opening: () => {
        this.askedAt = this.clock.local();
      },
      opened: () => {
        this.opened(signal);
      },
      closed: () => {
        this.closed();
      },
      alive: () => {
        this.lastSign = performance.now();
      },
      event: (name, data) => {
        this.event(name, data);
      },
    });
    void this.connection.run();
  }

  private opened(signal: AbortSignal): void {
    this.connected = true;
    this.lastSign = performance.now();
    this.lastRollups ??= this.lastSign;
    this.linkBeat.change();
    // The stream tells of changes from here on; what changed since the registry was read is in none of its events.
    void this.registry.load(signal);
  }

  private closed(): void {
    this.lastSign = signAtEnd(this.signs(), performance.now());
    this.connected = false;
    this.linkBeat.change();
  }

  private event(name: string, data: unknown): void {
    if (name === 'hello') this.hello(data as Hello);
    else if (name === 'gap') void this.reload(false);
    else if (name === 'ledger') this.ledger(data as Ledger);
    else if (name === 'devices' && Array.isArray(data)) this.registry.changed(data as Device[]);
    else if (name === 'snapshot' || name === 'rollups') this.points(framePoints(data), name === 'rollups');
  }

  private hello(hello: Hello): void {
    if (hello.now !== undefined) this.clock.learn(hello.now, this.askedAt);
    this.version = hello.version;
    // A reset may be another topic epoch, whose revisions begin anew: what is held cannot be compared with it.
    if (hello.resume === 'reset') void this.reload(true);
  }

  private async reload(anew: boolean): Promise<void> {
    if (anew) this.series.clear();
    await this.history?.load(this.devices.all()).catch(() => undefined);
    this.seriesBeat.change();
    await this.history?.fill(() => {
      this.seriesBeat.change();
    });
  }

  private ledger(ledger: Ledger): void {
    this.vitals.takeLedger(ledger, this.clock.now());
  }

  private points(points: StreamPoint[] | undefined, frame: boolean): void {
    if (points === undefined) return;
    const now = this.clock.now();
    let newest = 0;
    let readings = 0;
    for (const point of points) {
      if (this.series.upsert(point, point, now) === 'added') readings += point.count;
      newest = Math.max(newest, point.end);
    }
    this.lastRollups = performance.now();
    if (frame) this.vitals.takeFrame(newest, readings, now);
    this.seriesBeat.change();
  }

  private tick(): void {
    this.ticks++;
    this.linkBeat.change();
    if (this.connected) this.vitals.record(this.clock.now());
    if (this.link().kind === 'quiet') this.seriesBeat.change();
    if ((this.ticks * 1_000) % PRUNE_MS === 0) this.series.prune(this.clock.now());
  }

  /** The server's time up to which the page knows: it stands still while nothing is heard. */
  asOf(): number {
    const link = this.link();
    return this.clock.now() - (link.kind === 'stale' ? link.forMs : 0);
  }

  /** What the charts show, all the same, ending now. */
  range(): ShownRange {
    return shownRange(this.series.tier, this.series.oldestStart, this.clock.now());
  }
}
