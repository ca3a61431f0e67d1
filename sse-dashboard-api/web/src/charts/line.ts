import type { SeriesRing } from '../store/series-ring';

/** A number is drawn, null is a gap, undefined is bridged: the distinction uPlot makes. */
export type Cell = number | null | undefined;

/**
 * One series over windows [first, last]. A device that sends every few seconds leaves windows empty by its nature: those
 * are bridged. More empty windows than its cadence explains are a gap, unless its neighbours hold the missing readings
 * (a reading that slipped over the window's edge).
 */
export function fillLine(ring: SeriesRing, first: number, last: number, out: Cell[]): void {
  const length = last - first + 1;
  const cadence = cadenceOf(ring, first, last);
  let previous = -1;
  for (let i = 0; i < length; i++) {
    const slot = ring.slot(first + i);
    out[i] = null;
    if (slot < 0) continue;
    out[i] = ring.mean[slot];
    const bridged = previous >= 0 && bridges(ring, first + previous, first + i, cadence);
    if (bridged) out.fill(undefined, previous + 1, i);
    previous = i;
  }
}

interface Cadence {
  windows: number;
  count: number;
}

function bridges(ring: SeriesRing, from: number, to: number, cadence: Cadence): boolean {
  const distance = to - from;
  if (distance <= (cadence.windows === 1 ? 1 : Math.ceil(cadence.windows * 1.5))) return true;
  const extra = ring.count[ring.slot(from)] + ring.count[ring.slot(to)] - 2 * cadence.count;
  return cadence.windows === 1 && extra >= (distance - 1) * cadence.count;
}

const SAMPLED = 40;

/** The usual distance between windows that hold readings, and the usual number of readings in one. */
function cadenceOf(ring: SeriesRing, first: number, last: number): Cadence {
  const distances: number[] = [];
  const counts: number[] = [];
  let previous = -1;
  for (let window = last; window >= first && distances.length < SAMPLED; window--) {
    const slot = ring.slot(window);
    if (slot < 0) continue;
    counts.push(ring.count[slot]);
    if (previous >= 0) distances.push(previous - window);
    previous = window;
  }
  return { windows: median(distances), count: median(counts) };
}

function median(values: number[]): number {
  if (values.length === 0) return 1;
  return values.sort((a, b) => a - b)[(values.length - 1) >> 1];
}
