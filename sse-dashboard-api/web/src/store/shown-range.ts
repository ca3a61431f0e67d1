import { TIER_SPAN, TIER_WIDTH, type Tier } from '../model';

/** Fewer windows than this are not stretched over a chart. */
const LEAST_WINDOWS = 30;

export interface ShownRange {
  from: number;
  to: number;
  /** There is history for the tier's whole span. */
  full: boolean;
}

/** What a chart shows: all there is since `oldest`, up to the tier's span, and always up to now. */
export function shownRange(tier: Tier, oldest: number, now: number): ShownRange {
  const least = now - LEAST_WINDOWS * TIER_WIDTH[tier];
  const most = now - TIER_SPAN[tier];
  return { from: Math.max(most, Math.min(oldest, least)), to: now, full: oldest <= most + TIER_WIDTH[tier] };
}
