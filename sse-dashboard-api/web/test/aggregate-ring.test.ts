import { expect, it } from 'vitest';
import { AggregateRing } from '../src/store/aggregate-ring';
import { SeriesRing } from '../src/store/series-ring';
import { point } from './points';

function ringWith(mean: number, count: number): SeriesRing {
  const ring = new SeriesRing(10);
  ring.upsert(100, { ...point(100, 1, mean), count }, false);
  return ring;
}

it('merges the series of a window by their number of readings', () => {
  const aggregate = new AggregateRing(10);
  aggregate.touch(100);
  aggregate.refresh([ringWith(10, 3), ringWith(20, 1)]);
  const slot = aggregate.slot(100);
  expect([aggregate.mean[slot], aggregate.min[slot], aggregate.max[slot]]).toEqual([12.5, 9, 21]);
});

it('computes again only what was touched', () => {
  const aggregate = new AggregateRing(10);
  const ring = ringWith(10, 1);
  aggregate.refresh([ring]);
  expect(aggregate.slot(100)).toBe(-1);
  aggregate.touch(100);
  aggregate.refresh([ring]);
  expect(aggregate.mean[aggregate.slot(100)]).toBe(10);
});

it('does not come back to what is out of sight', () => {
  const aggregate = new AggregateRing(10);
  const ring = ringWith(10, 1);
  aggregate.touch(100);
  aggregate.forget(101);
  aggregate.refresh([ring]);
  expect(aggregate.slot(100)).toBe(-1);
});

it('lets the server’s merge stand while it knows of more readings than the page', () => {
  const aggregate = new AggregateRing(10);
  aggregate.seed(100, { ...point(100, 1, 15), count: 8 });
  aggregate.touch(100);
  aggregate.refresh([ringWith(10, 3)]);
  expect(aggregate.mean[aggregate.slot(100)]).toBe(15);
  aggregate.touch(100);
  aggregate.refresh([ringWith(10, 9)]);
  expect(aggregate.mean[aggregate.slot(100)]).toBe(10);
});
