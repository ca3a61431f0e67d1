import { byName } from './device-store';
import type { MetricGroup, Series } from './series-store';

/** More lines than this cannot be told apart by colour. */
export const MAX_DRAWN = 8;

const chosen = new WeakMap<MetricGroup, { membership: number; limit: number; drawn: Series[] }>();

/** The series a chart draws: by name, but site after site in turn, so that each site is seen. Kept until series change. */
export function drawnSeries(group: MetricGroup, limit = MAX_DRAWN): Series[] {
  const { membership } = group;
  const held = chosen.get(group);
  if (held?.membership === membership && held.limit === limit) return held.drawn;
  const drawn = choose(group, limit);
  chosen.set(group, { membership, limit, drawn });
  return drawn;
}

function choose(group: MetricGroup, limit: number): Series[] {
  const sorted = [...group.series.values()].sort(bySiteAndDevice);
  if (sorted.length <= limit) return sorted;
  const sites = new Map<string, Series[]>();
  for (const series of sorted) {
    const site = sites.get(series.site);
    if (site) site.push(series);
    else sites.set(series.site, [series]);
  }
  const drawn: Series[] = [];
  for (let turn = 0; drawn.length < limit; turn++) {
    for (const series of sites.values()) {
      if (turn < series.length && drawn.length < limit) drawn.push(series[turn]);
    }
  }
  return drawn.sort(bySiteAndDevice);
}

function bySiteAndDevice(a: Series, b: Series): number {
  return byName(a.site, b.site) || byName(a.device, b.device);
}
