import { windowTime } from '../format/time';
import { SPAN_LABEL } from '../model';
import type { Live } from '../store/live';

/** What the charts cover: the tier's span, or all since the first window while there is less. */
export function spanText(live: Live): string {
  const { oldestStart, tier, width } = live.series;
  if (live.range().full || !Number.isFinite(oldestStart)) return `last ${SPAN_LABEL[tier]}`;
  return `since ${windowTime(oldestStart, width)}`;
}
