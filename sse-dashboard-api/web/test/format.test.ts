import { describe, expect, it } from 'vitest';
import { count, plural, rate, ticks, value } from '../src/format/number';
import { ago, axisTime, span, wholeSpan } from '../src/format/time';
import { polyline } from '../src/header/polyline';

describe('value', () => {
  it.each([
    [21.4, '21.40'],
    [1480, '1,480'],
    [1480.6, '1,481'],
    [0.12345, '0.123'],
    [-3.14159, '-3.14'],
    [123.456, '123.5'],
    [1234567.8, '1,234,568'],
    [5_123_456_789, '5.123B'],
    [-1e12, '-1T'],
    [1e15, '1.00e+15'],
    [0.00001, '1.00e-5'],
    [0, '0'],
    [undefined, '–'],
    [NaN, '–'],
  ])('writes %s as %s', (n, text) => {
    expect(value(n)).toBe(text);
  });
});

it('gives axis ticks the decimals that their step has, also the second one of a quarter', () => {
  expect(ticks([0.5, 1, 1.5], 0.5)).toEqual(['0.5', '1.0', '1.5']);
  expect(ticks([2.5, 5, 7.5], 2.5)).toEqual(['2.5', '5.0', '7.5']);
  expect(ticks([0.25, 0.75], 0.25)).toEqual(['0.25', '0.75']);
  expect(ticks([0.3], 0.1 + 0.2 - 0.2)).toEqual(['0.3']);
  expect(ticks([0, 2_500, 5_000], 2_500)).toEqual(['0', '2,500', '5,000']);
});

describe('ticks of large counters', () => {
  it.each([
    [[0, 50_000, 100_000], 50_000, ['0', '50K', '100K']],
    [[0, 500_000, 1_000_000], 500_000, ['0', '0.5M', '1.0M']],
    [[1_200_000, 1_210_000], 10_000, ['1.20M', '1.21M']],
    [[999_500, 1_000_000, 1_000_500], 500, ['0.9995M', '1.0000M', '1.0005M']],
    [[1_234_565, 1_234_570], 5, ['1,234,565', '1,234,570']],
    [[-2e9, 0, 2e9], 2e9, ['-2B', '0', '2B']],
    [[1e12, 1e12 + 1], 1, ['1.000000000000T', '1.000000000001T']],
    [[1e18, 1.5e18], 5e17, ['1.0e+18', '1.5e+18']],
    [[0, 2e-9], 2e-9, ['0', '2e-9']],
  ])('tells %s apart', (splits, step, labels) => {
    expect(ticks(splits, step)).toEqual(labels);
  });
});

it('shortens large counts only', () => {
  expect([count(99_999), count(252_219)]).toEqual(['99,999', '252.2K']);
  expect([rate(3.14), rate(120.4), rate(undefined)]).toEqual(['3.1', '120', '–']);
  expect([plural(1, 'device'), plural(2_000, 'device'), plural(0, 'series', 'series')]).toEqual([
    '1 device',
    '2,000 devices',
    '0 series',
  ]);
});

describe('time', () => {
  it.each([
    [240, '240 ms'],
    [1_850, '1.8 s'],
    [12_900, '12 s'],
    [185_000, '3 min 5 s'],
    [120_000, '2 min'],
    [7_440_000, '2 h 4 min'],
    [266_400_000, '3 d 2 h'],
    [-5, '0 ms'],
  ])('writes a span of %s ms as %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });

  it('counts whole seconds upward', () => {
    expect([wholeSpan(900), wholeSpan(7_900)]).toEqual(['0 s', '7 s']);
    expect([ago(500), ago(12_000)]).toEqual(['now', '12 s ago']);
  });
});

it('labels an axis of less than three minutes in seconds', () => {
  expect(axisTime(0, 60_000, 170_000)).toMatch(/^\d\d:\d\d:00$/);
  expect(axisTime(0, 60_000, 180_000)).toMatch(/^\d\d:\d\d$/);
  expect(axisTime(0, 30_000, 600_000)).toMatch(/^\d\d:\d\d:00$/);
});

it('draws a sparkline inside its box, also of equal values', () => {
  expect(polyline([0, 10], 100, 24)).toBe('0.0,23.0 100.0,1.0');
  expect(polyline([0, 0, 0], 100, 24)).not.toContain('NaN');
});
