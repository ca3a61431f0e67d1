import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Beat } from '../src/store/beat';
import { Rate } from '../src/store/rate';
import { Recent } from '../src/store/recent';
import { Backoff } from '../src/stream/backoff';
import { ServerClock } from '../src/stream/server-clock';

describe('Beat', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('tells at once after a silence, then at most once per interval, and always of the last change', () => {
    const beat = new Beat(250);
    const told: number[] = [];
    const start = performance.now();
    beat.subscribe(() => told.push(Math.round(performance.now() - start)));
    beat.change();
    vi.advanceTimersByTime(1);
    for (let i = 0; i < 60; i++) {
      beat.change();
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([0, 250, 500, 750]);
  });

  it('tells no one who has left', () => {
    const beat = new Beat(250);
    const listener = vi.fn();
    beat.subscribe(listener)();
    beat.change();
    vi.advanceTimersByTime(1_000);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('Rate', () => {
  it('is the growth over the last seconds', () => {
    const rate = new Rate(5_000);
    for (let s = 0; s <= 20; s++) rate.sample(s * 1_000, s < 10 ? 0 : (s - 10) * 50);
    expect(rate.perSecond(20_000)).toBe(50);
  });

  it('falls when the counter stands still, though no one says so', () => {
    const rate = new Rate(5_000);
    for (let s = 0; s <= 10; s++) rate.sample(s * 1_000, s * 50);
    expect(rate.perSecond(13_000)).toBeLessThan(50);
    expect(rate.perSecond(16_000)).toBe(0);
  });

  it('begins anew when the counter falls', () => {
    const rate = new Rate(5_000);
    rate.sample(0, 1_000);
    rate.sample(1_000, 10);
    expect(rate.perSecond(1_000)).toBeUndefined();
    rate.sample(2_000, 30);
    expect(rate.perSecond(2_000)).toBe(20);
  });
});

describe('Recent', () => {
  it('keeps the last values, oldest first, and ranks them', () => {
    const recent = new Recent(4);
    expect(recent.quantile(0.5)).toBeUndefined();
    for (const n of [9, 1, 2, 3, 4]) recent.push(n);
    expect(recent.toArray()).toEqual([1, 2, 3, 4]);
    expect(recent.quantile(0.5)).toBe(2);
    expect(recent.quantile(0.99)).toBe(4);
  });
});

describe('Backoff', () => {
  it('doubles up to fifteen seconds, with jitter downwards, and starts over after success', () => {
    const backoff = new Backoff(500, () => 1);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => backoff.next())).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
    backoff.succeeded();
    expect(backoff.next()).toBe(500);
    expect(new Backoff(500, () => 0).next()).toBe(250);
  });
});

describe('ServerClock', () => {
  it('corrects a clock that is far off, either way, to within the time of one answer', () => {
    const clock = new ServerClock(() => 1_000_000);
    clock.learn(5_000_000, 999_900);
    expect(clock.now()).toBe(5_000_000);
    clock.learn(900_000, 999_900);
    expect(clock.now()).toBe(900_100);
  });

  it('does not take a slow message for a slow clock', () => {
    const clock = new ServerClock(() => 1_000_000);
    clock.learn(997_000, 996_900);
    expect(clock.now()).toBe(1_000_000);
  });
});
