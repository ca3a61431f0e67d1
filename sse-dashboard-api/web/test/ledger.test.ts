import { expect, it } from 'vitest';
import { terms } from '../src/ledger/terms';
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
