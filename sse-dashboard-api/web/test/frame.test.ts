import { expect, it } from 'vitest';
import { buildFrame, valueAt } from '../src/charts/frame';
import { drawnSeries } from '../src/store/drawn-series';
import { SeriesStore } from '../src/store/series-store';
import { point } from './points';

function storeOf(windows: Record<string, number[]>): SeriesStore {
  const store = new SeriesStore('1s');
  for (const [device, numbers] of Object.entries(windows)) {
    for (const n of numbers) store.upsert({ site: 's', device, metric: 'm' }, point(n, 1, n), n * 1_000);
  }
  return store;
}

const range = { first: 100, last: 104, width: 1_000, pixels: 500 };

it('puts lines, band and mean on one axis in seconds', () => {
  const store = storeOf({ a: [100, 101, 102], b: [101, 102, 103] });
  const [group] = store.metrics();
  const frame = buildFrame(group, drawnSeries(group), range);
  expect(frame.xs).toEqual([100, 101, 102, 103, 104]);
  expect(frame.lines).toEqual([
    [100, 101, 102, null, null],
    [null, 101, 102, 103, null],
  ]);
  expect(frame.mean).toEqual([100, 101, 102, 103, null]);
  expect(frame.max[1]).toBe(102);
  expect(frame.min[1]).toBe(100);
});

it('marks points without neighbours, which no line would show', () => {
  const store = storeOf({ a: [100, 101, 104] });
  const [group] = store.metrics();
  expect(buildFrame(group, drawnSeries(group), range).lone).toEqual([{ x: 104, y: 104, line: 0 }]);
});

it('marks corrected points of drawn lines, and the windows of all others below', () => {
  const store = storeOf({ a: [100, 101], b: [100, 101] });
  store.upsert({ site: 's', device: 'a', metric: 'm' }, point(101, 2, 50), 110_000);
  store.upsert({ site: 's', device: 'b', metric: 'm' }, point(100, 2, 60), 110_000);
  const [group] = store.metrics();
  const frame = buildFrame(group, drawnSeries(group, 1), range);
  expect(frame.corrected).toEqual([{ x: 101, y: 50, line: 0 }]);
  expect(frame.ticks.sort()).toEqual([100, 101]);
});

it('reads the value at the pointer, else the latest', () => {
  const cells = [1, null, 3, undefined, null];
  expect(valueAt(cells, 0)).toBe(1);
  expect(valueAt(cells, 1)).toBeUndefined();
  expect(valueAt(cells, undefined)).toBe(3);
});
