import { describe, expect, it } from 'vitest';
import { linkText } from '../src/header/link-text';
import { linkState, signAtEnd, type Signs } from '../src/stream/link-state';

const signs: Signs = {
  connected: true,
  since: 0,
  lastSign: 100_000,
  lastRollups: 100_000,
  refused: false,
  tier: '1s',
};

describe('linkState', () => {
  it('is connecting until something was heard', () => {
    expect(linkState({ ...signs, connected: false, lastSign: undefined }, 0).kind).toBe('connecting');
  });

  it('is stale once nothing has been heard for ten seconds, and says so', () => {
    const unheard = { ...signs, connected: false, lastSign: undefined, since: 5_000 };
    expect(linkState(unheard, 14_999).kind).toBe('connecting');
    const state = linkState(unheard, 15_000);
    expect(state).toEqual({ kind: 'stale', forMs: 10_000, connected: false });
    expect(linkText(state).banner).toBe('Data is stale for 10 s. No connection; trying again by itself.');
  });

  it('is live while rollups arrive', () => {
    expect(linkState(signs, 101_000).kind).toBe('live');
  });

  it('is stale soon after the connection is lost, and says for how long', () => {
    expect(linkState({ ...signs, connected: false }, 101_000).kind).toBe('live');
    const state = linkState({ ...signs, connected: false }, 112_000);
    expect(state).toEqual({ kind: 'stale', forMs: 12_000, connected: false });
    expect(linkText(state).badge).toBe('Stale for 12 s');
  });

  it('is stale on an open connection once a heartbeat is overdue', () => {
    expect(linkState({ ...signs, lastRollups: 119_000 }, 119_900).kind).toBe('live');
    expect(linkState({ ...signs, lastRollups: 119_000 }, 120_000).kind).toBe('stale');
  });

  it('is quiet when heartbeats come but no windows, by the width of the tier', () => {
    const beating = { ...signs, lastSign: 130_000 };
    expect(linkState(beating, 130_000)).toEqual({ kind: 'quiet', forMs: 30_000 });
    expect(linkState({ ...beating, tier: '1m' }, 130_000).kind).toBe('live');
  });

  it('says when the filter was refused', () => {
    expect(linkState({ ...signs, refused: true }, 101_000).kind).toBe('refused');
  });
});

describe('signAtEnd', () => {
  it('takes the end of a connection for a sign of life until then', () => {
    expect(signAtEnd(signs, 114_000)).toBe(114_000);
    const killed = { ...signs, connected: false, lastSign: signAtEnd(signs, 114_000) };
    expect(linkState(killed, 117_000)).toEqual({ kind: 'stale', forMs: 3_000, connected: false });
  });

  it('learns nothing from the end of one that was given up, or never was', () => {
    expect(signAtEnd(signs, 120_000)).toBe(100_000);
    expect(signAtEnd({ ...signs, connected: false }, 101_000)).toBe(100_000);
    expect(signAtEnd({ ...signs, connected: false, lastSign: undefined }, 101_000)).toBeUndefined();
  });
});
