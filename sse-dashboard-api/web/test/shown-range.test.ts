import { describe, expect, it } from 'vitest';
import { SeriesStore } from '../src/store/series-store';
import { shownRange } from '../src/store/shown-range';
import { point } from './points';

const NOW = 10_000_000;
const ID = { site: 's', device: 'a', metric: 'm' };

describe('shownRange', () => {
  it('begins with the earliest point while there is less than the span', () => {
    expect(shownRange('1s', NOW - 90_000, NOW)).toEqual({ from: NOW - 90_000, to: NOW, full: false });
  });

  it('does not stretch a few windows over the chart, whatever their width', () => {
    expect(shownRange('1s', NOW - 4_000, NOW).from).toBe(NOW - 30_000);
    expect(shownRange('10s', NOW - 4_000, NOW).from).toBe(NOW - 300_000);
    expect(shownRange('1s', Infinity, NOW).from).toBe(NOW - 30_000);
  });

  it('grows up to the span and no further', () => {
    expect(shownRange('1s', NOW - 599_000, NOW)).toEqual({ from: NOW - 599_000, to: NOW, full: true });
    expect(shownRange('1s', 0, NOW)).toEqual({ from: NOW - 600_000, to: NOW, full: true });
  });
});

describe('the earliest point held', () => {
  it('is the earliest start, whatever the order of arrival', () => {
    const store = new SeriesStore('1s');
    for (const window of [205, 203, 204]) store.upsert(ID, point(window, 1), 206_000);
    expect(store.oldestStart).toBe(203_000);
    store.clear();
    expect(store.oldestStart).toBe(Infinity);
  });

  it('is none that lies before the span', () => {
    const store = new SeriesStore('1s');
    store.upsert(ID, point(100, 1), 701_000);
    expect(store.oldestStart).toBe(Infinity);
  });
});
