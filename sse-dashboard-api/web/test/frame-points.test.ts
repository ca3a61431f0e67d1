import { expect, test } from 'vitest';
import { framePoints } from '../src/stream/frame-points';

const frame = {
  tier: '1s',
  width: 1_000,
  series: [
    ['plant-1', 'pump-7', 'temperature'],
    ['plant-2', 'fan-1', 'rpm'],
  ],
  columns: {
    series: [0, 1, 0],
    start: [5_000, 5_000, 6_000],
    count: [2, 1, 1],
    min: [1, 3, 4],
    max: [2, 3, 4],
    mean: [1.5, 3, 4],
    revision: [2, 1, 1],
  },
};

const pump = { site: 'plant-1', device: 'pump-7', metric: 'temperature', tier: '1s' };
const fan = { site: 'plant-2', device: 'fan-1', metric: 'rpm', tier: '1s' };
const points = [
  { ...pump, start: 5_000, end: 6_000, count: 2, min: 1, max: 2, mean: 1.5, revision: 2 },
  { ...fan, start: 5_000, end: 6_000, count: 1, min: 3, max: 3, mean: 3, revision: 1 },
  { ...pump, start: 6_000, end: 7_000, count: 1, min: 4, max: 4, mean: 4, revision: 1 },
];

test('columns become points', () => {
  expect(framePoints(frame)).toEqual(points);
});

test('a plain frame is its points', () => {
  expect(framePoints(points)).toEqual(points);
});

test.each([
  undefined,
  null,
  'text',
  {},
  { ...frame, tier: '2s' },
  { ...frame, columns: { ...frame.columns, mean: [1] } },
])('%j is no frame', (data) => {
  expect(framePoints(data)).toBeUndefined();
});
