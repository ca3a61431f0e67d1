import { TIER_WIDTH, type Tier } from '../model';

/** What the page knows of its own liveness; all times in milliseconds of one clock. */
export interface Signs {
  connected: boolean;
  /** When the page began to connect. */
  since: number;
  /** When the page last received anything at all, heartbeats included. */
  lastSign: number | undefined;
  /** When the last frame of rollups arrived. */
  lastRollups: number | undefined;
  /** The server does not take the filter: there is nothing to connect to. */
  refused: boolean;
  tier: Tier;
}

export type LinkState =
  | { kind: 'connecting' }
  | { kind: 'refused' }
  | { kind: 'live' }
  | { kind: 'quiet'; forMs: number }
  | { kind: 'stale'; forMs: number; connected: boolean };

/** A heartbeat comes after 15 s of silence. */
const SILENT_MS = 20_000;
const QUIET_MS = 5_000;
const BLINK_MS = 1_500;
/** What is shown by then without a stream is history, and looks live. */
const UNHEARD_MS = 10_000;

export function linkState(signs: Signs, now: number): LinkState {
  if (signs.refused) return { kind: 'refused' };
  const silent = now - (signs.lastSign ?? signs.since);
  if (signs.lastSign === undefined && silent < UNHEARD_MS) return { kind: 'connecting' };
  if (silent >= (signs.connected ? SILENT_MS : BLINK_MS)) {
    return { kind: 'stale', forMs: silent, connected: signs.connected };
  }
  if (signs.lastRollups === undefined) return { kind: 'live' };
  const quiet = now - signs.lastRollups;
  return quiet > 2 * TIER_WIDTH[signs.tier] + QUIET_MS ? { kind: 'quiet', forMs: quiet } : { kind: 'live' };
}

/**
 * When the page last knew that the server was there, now that the connection has ended. Until an end is told, by either
 * side or its network, nothing was to be heard. One that was given up for its silence tells nothing.
 */
export function signAtEnd({ connected, lastSign }: Signs, now: number): number | undefined {
  return connected && lastSign !== undefined && now - lastSign < SILENT_MS ? now : lastSign;
}
