import { describe, expect, it } from 'vitest';
import { count, plural, rate, tick, value } from '../src/format/number';
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
    [1e12, '1.00e+12'],
    [0.00001, '1.00e-5'],
    [0, '0'],
    [undefined, '–'],
    [NaN, '–'],
  ])('writes %s as %s', (n, text) => {
    expect(value(n)).toBe(text);
  });
});

it('gives axis ticks the decimals that tell them apart', () => {
  expect([tick(1, 0.5), tick(1.5, 0.5), tick(20, 5), tick(0.02, 0.01)]).toEqual(['1.0', '1.5', '20', '0.02']);
});

it('gives axis ticks the decimals that their step has, also the second one of a quarter', () => {
  expect([tick(2.5, 2.5), tick(7.5, 2.5), tick(0.25, 0.25), tick(0.75, 0.25), tick(250, 250)]).toEqual([
    ...['2.5', '7.5', '0.25', '0.75', '250'],
  ]);
  expect([tick(0.3, 0.1 + 0.2 - 0.2), tick(2_500, 2_500), tick(0, 0)]).toEqual(['0.3', '2,500', '0']);
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
