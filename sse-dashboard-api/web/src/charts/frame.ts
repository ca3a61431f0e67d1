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
  /** Windows as they are, for what is read and not drawn. */
  read: Columns;
  fold: Fold;
  range: FrameRange;
}

export type Columns = Pick<Frame, 'max' | 'min' | 'mean' | 'lines'>;

/** What stands beside a chart. */
export interface Reading {
  value: number | undefined;
  /** Start of its window in milliseconds. */
  at: number | undefined;
  /** Others of its kind would have come since. */
  old: boolean;
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
  const read = { ...band(group.aggregate, lines, first, last), lines };
  return {
    xs: Array.from({ length: fold.cells }, (_, i) => ((fold.origin + i * fold.step) * width) / 1_000),
    max: foldBand(read.max, first, fold, (values) => Math.max(...values)),
    min: foldBand(read.min, first, fold, (values) => Math.min(...values)),
    mean: foldBand(read.mean, first, fold, (values) => values.reduce((a, b) => a + b, 0) / values.length),
    lines: lines.map((cells) => foldLine(cells, first, fold)),
    read,
    fold,
    range,
    lone: lines.flatMap((cells, line) => loneOf(cells, line, range)),
    corrected: drawn.flatMap((series, line) => correctedOf(series, line, range)),
    ticks: [...group.corrections].filter((w) => w >= first && w <= last).map((w) => (w * width) / 1_000),
  };
}

/** Empty windows that some drawn line bridges are no gap in the band either. */
function band(
  ring: AggregateRing,
  lines: Cell[][],
  first: number,
  last: number,
): Pick<Frame, 'max' | 'min' | 'mean'> {
  const column = (source: Float64Array): Cell[] =>
    Array.from({ length: last - first + 1 }, (_, i) => {
      const slot = ring.slot(first + i);
      if (slot >= 0) return source[slot];
      return lines.some((cells) => cells[i] === undefined) ? undefined : null;
    });
  return { max: column(ring.max), min: column(ring.min), mean: column(ring.mean) };
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

/** What comes a little later than usual is no reason to call it old. */
const QUIET_MS = 5_000;

const isNumber = (cell: Cell): cell is number => typeof cell === 'number';

/** What a column holds at the pointer, or next to it among the windows that are drawn as one; else the latest. */
export function readingAt(
  frame: Frame | undefined,
  pick: (columns: Columns) => Cell[] | undefined,
  cursor: number | undefined,
): Reading {
  const cells = (frame && pick(frame.read)) ?? [];
  const i = frame && cursor !== undefined ? indexAt(cells, frame, cursor) : cells.findLastIndex(isNumber);
  const cell = cells[i];
  if (!frame || !isNumber(cell)) return { value: undefined, at: undefined, old: false };
  const { first, last, width } = frame.range;
  const usual = (i - cells.findIndex(isNumber)) / (cells.filter(isNumber).length - 1 || 1);
  const old = cursor === undefined && last - first - i > 3 * usual + QUIET_MS / width;
  return { value: cell, at: (first + i) * width, old };
}

function indexAt(cells: Cell[], { fold, range }: Frame, cursor: number): number {
  const from = fold.origin + cursor * fold.step - range.first;
  return cells.findIndex((cell, i) => i >= from && i < from + fold.step && isNumber(cell));
}
