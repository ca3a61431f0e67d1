import { expect, it } from 'vitest';
import { buildFrame, readingAt, type Columns } from '../src/charts/frame';
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

const ofLine = (line: number) => (columns: Columns) => columns.lines[line];

it('reads the value at the pointer, else the latest', () => {
  const store = storeOf({ a: [100, 102] });
  const [group] = store.metrics();
  const frame = buildFrame(group, drawnSeries(group), range);
  expect(readingAt(frame, ofLine(0), 0)).toEqual({ value: 100, at: 100_000, old: false });
  expect(readingAt(frame, ofLine(0), 1).value).toBeUndefined();
  expect(readingAt(frame, ofLine(0), undefined)).toEqual({ value: 102, at: 102_000, old: false });
  expect(readingAt(frame, ofLine(1), undefined).value).toBeUndefined();
});

it('reads windows as they are where several are drawn as one', () => {
  const store = storeOf({});
  [1, 2, 3, 2].forEach((mean, i) => {
    store.upsert({ site: 's', device: 'a', metric: 'm' }, point(100 + i, 1, mean), 104_000);
  });
  const [group] = store.metrics();
  const frame = buildFrame(group, drawnSeries(group), { first: 100, last: 103, width: 1_000, pixels: 2 });
  expect(frame.lines[0]).toEqual([1, 3]);
  expect(readingAt(frame, ofLine(0), undefined).value).toBe(2);
  expect(readingAt(frame, ({ mean }) => mean, undefined).value).toBe(2);
  expect(readingAt(frame, ({ max }) => max, undefined).value).toBe(3);
  expect(readingAt(frame, ofLine(0), 1)).toEqual({ value: 3, at: 102_000, old: false });
});

it('reads a line that stands still at every place', () => {
  const store = storeOf({});
  for (let n = 100; n < 104; n++) {
    store.upsert({ site: 's', device: 'a', metric: 'm' }, point(n, 1, 7), 104_000);
  }
  const [group] = store.metrics();
  const frame = buildFrame(group, drawnSeries(group), { first: 100, last: 103, width: 1_000, pixels: 2 });
  expect([0, 1].map((cursor) => readingAt(frame, ofLine(0), cursor).value)).toEqual([7, 7]);
});

it('calls a value old when others would have come since', () => {
  const store = storeOf({ a: [100, 101, 102], slow: [90, 100] });
  const [group] = store.metrics();
  const at = (last: number) => {
    const frame = buildFrame(group, drawnSeries(group), { ...range, first: 80, last });
    return [ofLine(0), ofLine(1)].map((pick) => readingAt(frame, pick, undefined).old);
  };
  expect(at(110)).toEqual([false, false]);
  expect(at(111)).toEqual([true, false]);
  expect(at(136)).toEqual([true, true]);
});
