import type { Ledger } from '../model';
import { Beat } from './beat';
import { Rate } from './rate';
import { Recent } from './recent';

/** The figures of the header: the ledger as last heard, the rate of messages and the freshness of rollups. */
export class Vitals {
  readonly beat = new Beat(500);
  readonly rates = new Recent(60);
  readonly freshness = new Recent(60);
  ledger: Ledger | undefined;
  /** Readings of the rollups that arrived; stands in for the rate while no ledger has been seen. */
  private readonly readings = new Rate();
  private readonly messages = new Rate();
  private readingsTotal = 0;
  private freshestEnd = 0;
  /** Age of the first frame's newest window: may hold the time the page took to connect, so it only bridges. */
  private firstAge: number | undefined;

  takeLedger(ledger: Ledger, at: number): void {
    this.ledger = ledger;
    this.messages.sample(at, ledger.new);
    this.beat.change();
  }

  /** A frame: `newestEnd` of its windows, and the readings its new windows brought. */
  takeFrame(newestEnd: number, readings: number, at: number): void {
    if (newestEnd > this.freshestEnd) {
      if (this.freshestEnd > 0) this.freshness.push(at - newestEnd);
      else this.firstAge = at - newestEnd;
      this.freshestEnd = newestEnd;
    }
    this.readingsTotal += readings;
    this.readings.sample(at, this.readingsTotal);
    this.beat.change();
  }

  /** The usual age of a window when it arrives; undefined until the first frame. */
  usualAge(): number | undefined {
    return this.freshness.quantile(0.5) ?? this.firstAge;
  }

  /** In messages by the ledger, else in readings by the rollups, as soon as either can be told. */
  rate(now: number): { unit: 'messages' | 'readings'; perSecond: number | undefined } {
    const readings = this.ledger ? undefined : this.readings.perSecond(now);
    return readings === undefined
      ? { unit: 'messages', perSecond: this.messages.perSecond(now) }
      : { unit: 'readings', perSecond: readings };
  }

  /** Once a second: the rate's past for the sparkline. */
  record(now: number): void {
    const { perSecond } = this.rate(now);
    if (perSecond !== undefined) this.rates.push(perSecond);
    this.beat.change();
  }

  /** Other series or windows from here on: what was measured over the former ones does not hold. */
  restart(otherDevices: boolean): void {
    if (otherDevices) {
      this.ledger = undefined;
      this.messages.clear();
      this.rates.clear();
    }
    this.readings.clear();
    this.freshness.clear();
    this.freshestEnd = 0;
    this.firstAge = undefined;
  }
}
