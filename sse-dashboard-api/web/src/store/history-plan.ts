import { TIER_SPAN, TIER_WIDTH, type Device, type Filter } from '../model';
import { matches } from '../url/filter';

/** About 15 MB of JSON: what a browser takes in well below a second. */
export const POINT_BUDGET = 60_000;

/** A window that has ended, and the one that is under way. */
const MIN_WINDOWS = 2;

export interface HistoryPlan {
  from: number;
  /** Since when any of the matching devices has been sending, at most the span ago. */
  since: number;
  /** False: `from` is cut to fit the budget; what the charts draw is then fetched apart, for the whole span. */
  complete: boolean;
}

/** How far back to load every matching series, judged by how long each device has been sending. */
export function planHistory(devices: Iterable<Device>, filter: Filter, now: number): HistoryPlan {
  const span = TIER_SPAN[filter.tier];
  const width = TIER_WIDTH[filter.tier];
  let series = 0;
  let points = 0;
  let since = now;
  for (const device of devices) {
    const metrics = metricsOf(device, filter);
    if (metrics === 0) continue;
    since = Math.min(since, Math.max(device.firstSeen, now - span));
    series += metrics;
    points += (metrics * Math.min(span, Math.max(0, now - device.firstSeen))) / width;
  }
  if (points <= POINT_BUDGET) return { from: now - span, since, complete: true };
  const windows = Math.max(MIN_WINDOWS, Math.floor(POINT_BUDGET / series));
  return { from: now - windows * width, since, complete: false };
}

function metricsOf(device: Device, filter: Filter): number {
  if (!matches(filter.site, device.site) || !matches(filter.device, device.device)) return 0;
  return Object.entries(device.values).filter(
    ([metric, { value }]) => typeof value !== 'string' && matches(filter.metric, metric),
  ).length;
}
