import type { AggregateRing } from '../store/aggregate-ring';
import type { MetricGroup, Series } from '../store/series-store';
import { foldBand, foldFor, foldLine, type Fold } from './decimate';
import { fillLine, type Cell } from './line';

export interface Mark {
  /** Window start in seconds, as on the x axis. */
  x: number;
  y: number;
  line: number;
}

/** What one chart draws: columns for uPlot and the marks it does not know of. */
export interface Frame {
  xs: number[];
  max: Cell[];
  min: Cell[];
  mean: Cell[];
  lines: Cell[][];
  /** Points without a neighbour to draw a line to. */
  lone: Mark[];
  /** Points of the drawn lines that were corrected after they had been shown. */
  corrected: Mark[];
  /** x of every window in which any series of the metric was corrected. */
  ticks: number[];
}

export interface FrameRange {
  first: number;
  last: number;
  width: number;
  pixels: number;
}

export function buildFrame(group: MetricGroup, drawn: Series[], range: FrameRange): Frame {
  const { first, last, width } = range;
  group.aggregate.refresh([...group.series.values()].map((series) => series.ring));
  const fold = foldFor(first, last, range.pixels);
  const lines = drawn.map(({ ring }) => {
    const cells: Cell[] = new Array<Cell>(last - first + 1);
    fillLine(ring, first, last, cells);
    return cells;
  });
  return {
    xs: Array.from({ length: fold.cells }, (_, i) => ((fold.origin + i * fold.step) * width) / 1_000),
    ...band(group.aggregate, lines, first, last, fold),
    lines: lines.map((cells) => foldLine(cells, first, fold)),
    lone: lines.flatMap((cells, line) => loneOf(cells, line, range)),
    corrected: drawn.flatMap((series, line) => correctedOf(series, line, range)),
    ticks: [...group.corrections].filter((w) => w >= first && w <= last).map((w) => (w * width) / 1_000),
  };
}

type Band = Pick<Frame, 'max' | 'min' | 'mean'>;

/** Empty windows that some drawn line bridges are no gap in the band either. */
function band(ring: AggregateRing, lines: Cell[][], first: number, last: number, fold: Fold): Band {
  const column = (source: Float64Array): Cell[] =>
    Array.from({ length: last - first + 1 }, (_, i) => {
      const slot = ring.slot(first + i);
      if (slot >= 0) return source[slot];
      return lines.some((cells) => cells[i] === undefined) ? undefined : null;
    });
  return {
    max: foldBand(column(ring.max), first, fold, (values) => Math.max(...values)),
    min: foldBand(column(ring.min), first, fold, (values) => Math.min(...values)),
    mean: foldBand(
      column(ring.mean),
      first,
      fold,
      (values) => values.reduce((a, b) => a + b, 0) / values.length,
    ),
  };
}

function loneOf(cells: Cell[], line: number, { first, width }: FrameRange): Mark[] {
  const marks: Mark[] = [];
  cells.forEach((y, i) => {
    const before = i === 0 ? null : cells[i - 1];
    const after = i === cells.length - 1 ? null : cells[i + 1];
    if (typeof y === 'number' && before === null && after === null) {
      marks.push({ x: ((first + i) * width) / 1_000, y, line });
    }
  });
  return marks;
}

function correctedOf(series: Series, line: number, { first, last, width }: FrameRange): Mark[] {
  const { ring } = series;
  const marks: Mark[] = [];
  for (let window = first; window <= last; window++) {
    const slot = ring.slot(window);
    if (slot >= 0 && ring.corrected[slot] === 1)
      marks.push({ x: (window * width) / 1_000, y: ring.mean[slot], line });
  }
  return marks;
}

/** The value at the pointer; without one the latest. */
export function valueAt(cells: Cell[] | undefined, cursor: number | undefined): number | undefined {
  if (!cells) return undefined;
  if (cursor !== undefined) return cells[cursor] ?? undefined;
  return cells.findLast((cell): cell is number => typeof cell === 'number');
}
