import { expect, it } from 'vitest';
import type { Device, Filter } from '../src/model';
import { POINT_BUDGET, planHistory } from '../src/store/history-plan';

const NOW = 10_000_000;
const filter: Filter = { site: '', device: '', metric: '', tier: '1s' };

function fleet(size: number, firstSeen: number): Device[] {
  const value = (v: number | string) => ({ value: v, ts: 0 });
  const values = { a: value(1), b: value(2), mode: value('auto') };
  return Array.from({ length: size }, (_, i) => {
    const name = { site: 's', device: `d-${i}`, epoch: 'e' };
    return { ...name, online: true, lastSeen: NOW, firstSeen, seq: 1, messages: 1, values };
  });
}

it('loads the whole span when it fits', () => {
  expect(planHistory(fleet(40, 0), filter, NOW)).toEqual({
    from: NOW - 600_000,
    since: NOW - 600_000,
    complete: true,
  });
});

it('loads the whole span of a large fleet that has only just begun', () => {
  expect(planHistory(fleet(1_000, NOW - 20_000), filter, NOW).complete).toBe(true);
});

it('cuts the span of a large fleet to its budget', () => {
  const { from, since, complete } = planHistory(fleet(500, 0), filter, NOW);
  expect(complete).toBe(false);
  expect(since).toBe(NOW - 600_000);
  expect(((NOW - from) / 1_000) * 500 * 2).toBeLessThanOrEqual(POINT_BUDGET);
});

it('asks for two windows of each series where there are very many', () => {
  expect(planHistory(fleet(30_000, 0), filter, NOW).from).toBe(NOW - 2_000);
});

it('counts only what the filter matches', () => {
  expect(planHistory(fleet(500, 0), { ...filter, device: 'd-1' }, NOW).complete).toBe(true);
  expect(planHistory(fleet(90, 0), { ...filter, metric: 'a' }, NOW).complete).toBe(true);
});

it('knows since when the matching devices have been sending', () => {
  expect(planHistory(fleet(3_000, NOW - 40_000), filter, NOW)).toMatchObject({
    since: NOW - 40_000,
    complete: false,
  });
});
