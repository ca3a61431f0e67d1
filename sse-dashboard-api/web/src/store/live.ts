import { fetchDevices, fetchLedger, streamUrl } from '../api/client';
import { TIER_SPAN, type Device, type Filter, type Hello, type Ledger, type StreamPoint } from '../model';
import { Connection } from '../stream/connection';
import { linkState, type LinkState } from '../stream/link-state';
import { ServerClock } from '../stream/server-clock';
import { Beat } from './beat';
import { DeviceStore } from './device-store';
import { History } from './history';
import { SeriesStore } from './series-store';
import { Vitals } from './vitals';

const PRUNE_MS = 30_000;
/** A filtered stream tells of its own devices only; the rest of the registry is asked for now and then. */
const REGISTRY_MS = 20_000;

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
  private filter: Filter | undefined;
  private session = new AbortController();
  private connection: Connection | undefined;
  private history: History | undefined;
  private connected = false;
  private lastSign: number | undefined;
  private lastRollups: number | undefined;
  private ledgerSeen = false;
  private broken = false;
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
    this.filter = filter;
    this.series = new SeriesStore(filter.tier);
    this.loading = true;
    this.lastRollups = undefined;
    this.connected = false;
    this.vitals.restart();
    this.seriesBeat.change();
    void this.start(filter, this.session.signal);
  }

  link(): LinkState {
    const { connected, lastSign, lastRollups, ledgerSeen } = this;
    const tier = this.series.tier;
    return linkState({ connected, lastSign, lastRollups, ledgerSeen, tier }, performance.now());
  }

  private async start(filter: Filter, signal: AbortSignal): Promise<void> {
    await this.loadRegistry(signal);
    const history = new History(filter, this.series, this.clock, signal);
    this.history = history;
    const position = await history.load(this.devices.all());
    if (signal.aborted) return;
    this.loading = false;
    this.seriesBeat.change();
    this.connection = new Connection((id) => streamUrl(filter, id), position, {
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
    await history.fill(() => {
      this.seriesBeat.change();
    });
  }

  private async loadRegistry(signal: AbortSignal): Promise<void> {
    const [devices, ledger] = await Promise.allSettled([fetchDevices(signal), fetchLedger(signal)]);
    if (signal.aborted) return;
    if (devices.status === 'fulfilled') this.devices.replace(devices.value.devices);
    if (ledger.status === 'fulfilled' && !this.vitals.ledger)
      this.vitals.takeLedger(ledger.value, this.clock.now());
  }

  private opened(signal: AbortSignal): void {
    this.connected = true;
    this.ledgerSeen = false;
    this.lastSign = performance.now();
    this.linkBeat.change();
    // What the registry said before a break may have changed in it.
    if (this.broken) void this.loadRegistry(signal);
    this.broken = false;
  }

  private closed(): void {
    this.connected = false;
    this.broken = true;
    this.linkBeat.change();
  }

  private event(name: string, data: unknown): void {
    if (name === 'hello') this.hello(data as Hello);
    else if (name === 'gap') void this.reload(false);
    else if (name === 'ledger') this.ledger(data as Ledger);
    else if (name === 'devices' && Array.isArray(data)) this.devices.update(data as Device[]);
    else if (name === 'snapshot' && Array.isArray(data)) this.points(data as StreamPoint[], false);
    else if (name === 'rollups' && Array.isArray(data)) this.points(data as StreamPoint[], true);
  }

  private hello(hello: Hello): void {
    if (hello.now !== undefined) this.clock.learn(hello.now);
    this.version = hello.version;
    // A reset may be another topic epoch, whose revisions begin anew: what is held cannot be compared with it.
    if (hello.resume === 'reset') void this.reload(true);
  }

  private async reload(anew: boolean): Promise<void> {
    if (anew) this.series.clear();
    await this.history?.load(this.devices.all());
    this.seriesBeat.change();
    await this.history?.fill(() => {
      this.seriesBeat.change();
    });
  }

  private ledger(ledger: Ledger): void {
    this.ledgerSeen = true;
    this.vitals.takeLedger(ledger, this.clock.now());
  }

  private points(points: StreamPoint[], frame: boolean): void {
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
    if (this.link().kind === 'quiet') this.seriesBeat.change();
    if ((this.ticks * 1_000) % PRUNE_MS === 0) this.series.prune(this.clock.now());
    const filtered = this.filter && (this.filter.site !== '' || this.filter.device !== '');
    if (filtered && this.connected && (this.ticks * 1_000) % REGISTRY_MS === 0) {
      void this.loadRegistry(this.session.signal);
    }
  }

  /** The span a chart shows, ending now. */
  range(): [from: number, to: number] {
    const to = this.clock.now();
    return [to - TIER_SPAN[this.series.tier], to];
  }
}
