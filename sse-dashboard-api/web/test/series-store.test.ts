import { describe, expect, it } from 'vitest';
import { SETTLE_MS, SeriesStore } from '../src/store/series-store';
import { drawnSeries } from '../src/store/drawn-series';
import { point } from './points';

const id = (device: string, site = 'plant-1', metric = 'temperature') => ({ site, device, metric });

describe('SeriesStore', () => {
  it('calls a revision a correction only after the window has settled', () => {
    const store = new SeriesStore('1s');
    const end = 101_000;
    store.upsert(id('a'), point(100, 1), end + 200);
    expect(store.upsert(id('a'), point(100, 2), end + SETTLE_MS)).toBe('revised');
    expect(store.upsert(id('a'), point(100, 3), end + SETTLE_MS + 1)).toBe('corrected');
    expect([...store.metrics()[0].corrections]).toEqual([100]);
  });

  it('counts the series beyond its bound instead of keeping them', () => {
    const store = new SeriesStore('1s', 2);
    for (const device of ['a', 'b', 'c', 'c', 'a']) store.upsert(id(device), point(100, 1), 101_000);
    expect(store.metrics()[0].series.size).toBe(2);
    expect(store.leftOut()).toBe(1);
  });

  it('remembers how many it left out until a wide window has told of them again', () => {
    const store = new SeriesStore('1h', 1);
    const now = 1_700_000_000_000;
    const wide = (device: string) => ({ ...point(0, 1), start: now - 3_600_000, end: now, device });
    for (const device of ['a', 'b', 'c']) store.upsert(id(device), wide(device), now);
    for (let passed = 0; passed < 3_600_000; passed += 30_000) {
      store.prune(now + passed);
      expect(store.leftOut()).toBe(2);
    }
    store.prune(now + 10_000_000);
    store.prune(now + 20_000_000);
    expect(store.leftOut()).toBe(0);
  });

  it('makes no room for a metric of which it takes no series', () => {
    const store = new SeriesStore('1s', 1);
    store.upsert(id('a'), point(100, 1), 101_000);
    store.upsert(id('a', 'plant-1', 'other'), point(100, 1), 101_000);
    expect(store.metrics().map(({ metric }) => metric)).toEqual(['temperature']);
  });

  it('forgets series of which no window is in sight, and makes room for others', () => {
    const store = new SeriesStore('1s', 1);
    store.upsert(id('old'), point(100, 1), 101_000);
    store.prune(101_000 + 599_000);
    expect(store.metrics()).toHaveLength(1);
    store.prune(101_000 + 602_000);
    expect(store.metrics()).toHaveLength(0);
    expect(store.upsert(id('new'), point(800, 1), 801_000)).toBe('added');
  });

  it('takes no point that is not a number', () => {
    const store = new SeriesStore('1s');
    expect(store.upsert(id('a'), { ...point(100, 1), mean: NaN }, 101_000)).toBe('ignored');
    expect(store.metrics()).toHaveLength(0);
  });
});

describe('drawnSeries', () => {
  it('draws all by name when they are few, numbers in their order', () => {
    const store = new SeriesStore('1s');
    for (const device of ['pump-10', 'pump-2']) store.upsert(id(device), point(100, 1), 101_000);
    expect(drawnSeries(store.metrics()[0]).map((series) => series.device)).toEqual(['pump-2', 'pump-10']);
    store.upsert(id('fan-1'), point(100, 1), 101_000);
    expect(drawnSeries(store.metrics()[0])[0].device).toBe('fan-1');
  });

  it('draws from every site in turn when they are many', () => {
    const store = new SeriesStore('1s');
    for (const device of ['a', 'b', 'c']) store.upsert(id(device, 'east'), point(100, 1), 101_000);
    store.upsert(id('z', 'all'), point(100, 1), 101_000);
    const drawn = drawnSeries(store.metrics()[0], 3).map((series) => `${series.site}/${series.device}`);
    expect(drawn).toEqual(['all/z', 'east/a', 'east/b']);
  });
});
