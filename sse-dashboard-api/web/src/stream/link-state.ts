import { TIER_WIDTH, type Tier } from '../model';

/** What the page knows of its own liveness; all times in milliseconds of one clock. */
export interface Signs {
  connected: boolean;
  /** When the page last received anything at all, heartbeats included. */
  lastSign: number | undefined;
  /** When the last frame of rollups arrived. */
  lastRollups: number | undefined;
  /** The ledger is sent about once a second; once seen on a connection, its silence tells sooner than heartbeats. */
  ledgerSeen: boolean;
  tier: Tier;
}

export type LinkState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'quiet'; forMs: number }
  | { kind: 'stale'; forMs: number; connected: boolean };

const SILENT_WITH_LEDGER_MS = 5_000;
const SILENT_WITH_HEARTBEAT_MS = 20_000;
const BLINK_MS = 1_500;

export function linkState(signs: Signs, now: number): LinkState {
  if (signs.lastSign === undefined) return { kind: 'connecting' };
  const silent = now - signs.lastSign;
  const limit = signs.ledgerSeen ? SILENT_WITH_LEDGER_MS : SILENT_WITH_HEARTBEAT_MS;
  if (signs.connected ? silent >= limit : silent >= BLINK_MS) {
    return { kind: 'stale', forMs: silent, connected: signs.connected };
  }
  if (signs.lastRollups === undefined) return { kind: 'live' };
  const quiet = now - signs.lastRollups;
  return quiet > 2 * TIER_WIDTH[signs.tier] + 5_000 ? { kind: 'quiet', forMs: quiet } : { kind: 'live' };
}
