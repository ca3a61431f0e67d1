import { describe, expect, it } from 'vitest';
import { lists, matches, metricPattern, query, split } from '../src/url/filter';
import { readUrl, writeUrl } from '../src/url/url-state';

describe('url state', () => {
  it('reads back what it writes', () => {
    const state = {
      ...readUrl(''),
      site: 'plant-1',
      device: 'pump-*',
      metric: 'Δ temp & more',
      tier: '10s' as const,
    };
    const full = { ...state, view: 'devices' as const, q: 'late pump', sort: '-messages' };
    expect(readUrl(writeUrl(full))).toEqual(full);
  });

  it('leaves defaults out', () => {
    expect(writeUrl(readUrl(''))).toBe('');
    expect(writeUrl({ ...readUrl(''), tier: '1m' })).toBe('?tier=1m');
  });

  it('falls back on what it does not know', () => {
    expect(readUrl('?tier=5s&view=x&other=1')).toEqual(readUrl(''));
  });
});

describe('filter', () => {
  it('takes a list as OR and a star as any rest', () => {
    expect(matches('', 'x')).toBe(true);
    expect(matches('a, b', 'b')).toBe(true);
    expect(matches('a,b', 'ab')).toBe(false);
    expect(matches('pump-*', 'pump-7')).toBe(true);
    expect(matches('pump-*', 'fan-7')).toBe(false);
  });

  it('reaches a metric whose name holds a comma', () => {
    expect(metricPattern('temperature')).toBe('temperature');
    expect(matches(metricPattern('x, y'), 'x, y')).toBe(true);
    expect(metricPattern('a*b')).toBe('a*');
  });

  it('asks for many metrics in lists that the API takes', () => {
    const names = Array.from({ length: 600 }, (_, i) => `m${i}`);
    expect(lists(names).every((list) => split(list).length <= 256)).toBe(true);
    expect(lists(names).join(',')).toBe(names.join(','));
    expect(lists([])).toEqual([]);
    const long = Array.from({ length: 200 }, (_, i) => `${'ü'.repeat(30)}${i}`);
    expect(lists(long).every((list) => encodeURIComponent(list).length <= 1_000)).toBe(true);
    expect(lists(long).join(',')).toBe(long.join(','));
  });

  it('asks the API without empty keys', () => {
    const filter = { site: '', device: 'a, b', metric: '', tier: '1s' as const };
    expect(query(filter, { from: '5' })).toBe('device=a%2Cb&tier=1s&from=5');
  });
});
