import { expect, it } from 'vitest';
import { inFlightText, NO_LEDGER, terms, verdict } from '../src/ledger/terms';
import type { Ledger } from '../src/model';
import { Vitals } from '../src/store/vitals';

const ledger: Ledger = {
  ...{ appended: 130, produced: 120, new: 110, counted: 100, late: 2, duplicates: 9, conflicts: 0 },
  ...{ rejected: { nan: 3, bounds: 4 }, undecidable: 0, inFlight: 8, missing: 3, residue: 0 },
};

it('shows every term of the ledger, the rejected by their sum and their reasons', () => {
  const list = terms(ledger);
  expect(list.map(({ name, value }) => `${name}=${value}`).join(' ')).toBe(
    'produced=120 appended=130 counted=100 late=2 rejected=7 duplicates=9 conflicts=0 undecidable=0 in flight=8 missing=3',
  );
  expect(list.find(({ name }) => name === 'rejected')?.meaning).toBe('nan: 3, bounds: 4');
});

it('takes the rate from the ledger, and from the rollups before there is one', () => {
  const vitals = new Vitals();
  vitals.takeFrame(1_000, 40, 1_200);
  vitals.takeFrame(2_000, 40, 2_200);
  expect(vitals.rate(2_200)).toEqual({ unit: 'readings', perSecond: 40 });
  vitals.takeLedger({ ...ledger, new: 100 }, 2_300);
  vitals.takeLedger({ ...ledger, new: 130 }, 3_300);
  expect(vitals.rate(3_300)).toEqual({ unit: 'messages', perSecond: 30 });
});

it('says nothing of readings before their rate is known', () => {
  expect(new Vitals().rate(1_000)).toEqual({ unit: 'messages', perSecond: undefined });
});

it('tells the age of the first frame until one is measured that came while the page was listening', () => {
  const vitals = new Vitals();
  expect(vitals.usualAge()).toBeUndefined();
  vitals.takeFrame(1_000, 1, 1_900);
  expect(vitals.usualAge()).toBe(900);
  vitals.takeFrame(2_000, 1, 2_200);
  expect(vitals.usualAge()).toBe(200);
  vitals.restart(false);
  expect(vitals.usualAge()).toBeUndefined();
});

it('measures what is in flight by the traffic', () => {
  expect(inFlightText(46, 170)).toBe('46 in flight (271 ms)');
  expect([inFlightText(46, undefined), inFlightText(46, 0), inFlightText(0, 9)]).toEqual([
    '46 in flight',
    '46 in flight',
    '0 in flight',
  ]);
});

it('claims every message only where none is missing, and none where a residue is left', () => {
  expect(verdict({ ...ledger, missing: 0 })).toBe('every message accounted for');
  expect(verdict(ledger)).toBe('what arrived is accounted for');
  expect(verdict({ ...ledger, residue: 2 })).toBe('unexplained');
  expect(verdict(NO_LEDGER)).toBe('no message yet');
});

it('measures the freshness of each window once, when it first arrives', () => {
  const vitals = new Vitals();
  for (const [end, at] of [
    [1_000, 1_200],
    [2_000, 2_250],
    [2_000, 2_900],
    [1_000, 2_950],
    [3_000, 3_150],
  ]) {
    vitals.takeFrame(end, 1, at);
  }
  expect(vitals.freshness.toArray()).toEqual([250, 150]);
});
