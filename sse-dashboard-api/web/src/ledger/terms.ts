import { count } from '../format/number';
import { span } from '../format/time';
import type { Ledger } from '../model';

export interface Term {
  name: string;
  value: number;
  meaning: string;
  /** A term that asks for attention when it is not 0. */
  watch: boolean;
}

/** Keeps the place of a ledger that has not been heard yet. */
export const NO_LEDGER: Ledger = {
  ...{ appended: 0, produced: 0, new: 0, counted: 0, late: 0, duplicates: 0, conflicts: 0 },
  ...{ rejected: {}, undecidable: 0, inFlight: 0, missing: 0, residue: 0 },
};

/** The ledger as it is read on the page: where every message went. Each term was counted by its own stage. */
export function terms(ledger: Ledger): Term[] {
  return [
    term('produced', ledger.produced, 'highest seq of every device and epoch'),
    term('appended', ledger.appended, 'durable, copies included'),
    term('counted', ledger.counted, 'merged into rollups'),
    term('late', ledger.late, 'too late for every tier, kept apart', true),
    term('rejected', rejected(ledger), reasons(ledger), true),
    term('duplicates', ledger.duplicates, 'copies of what was taken'),
    term('conflicts', ledger.conflicts, 'a known identity with other content', true),
    term('undecidable', ledger.undecidable, 'too old to be told from a copy', true),
    term('in flight', ledger.inFlight, 'on the way between two stages'),
    term('missing', ledger.missing, 'produced by the device, never received', true),
  ];
}

/** How much is on the way, and how long that takes at the present rate: `46 in flight (271 ms)`. */
export function inFlightText(inFlight: number, perSecond: number | undefined): string {
  const amount = `${count(inFlight)} in flight`;
  if (inFlight === 0 || !perSecond) return amount;
  return `${amount} (${span((inFlight / perSecond) * 1_000)})`;
}

export function verdict({ appended, residue, missing }: Ledger): string {
  if (residue !== 0) return 'unexplained';
  if (appended === 0) return 'no message yet';
  return missing > 0 ? 'what arrived is accounted for' : 'every message accounted for';
}

export const rejected = (ledger: Ledger): number =>
  Object.values(ledger.rejected).reduce((sum, n) => sum + n, 0);

function reasons(ledger: Ledger): string {
  const list = Object.entries(ledger.rejected).map(([reason, n]) => `${reason}: ${n}`);
  return list.length === 0 ? 'dead-lettered with a reason' : list.join(', ');
}

function term(name: string, value: number, meaning: string, watch = false): Term {
  return { name, value, meaning, watch };
}
