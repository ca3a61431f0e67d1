import type uPlot from 'uplot';
import { axisTime } from '../format/time';
import { longest, ticks } from '../format/number';
import type { ChartTheme } from './theme';
import { CHARACTER, wholeLabels } from './whole-labels';

const [minute, hour, day] = [60, 3_600, 86_400];
/** Steps between time labels in seconds, with the round ones that uPlot leaves out. */
const X_STEPS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14].map((n) => n * day),
];

/** Room beside the plot, in pixels. */
const RIGHT = 4;
const Y_GAP = 6;

/** Columns of the plot: x, highest, lowest, the lines, and the mean on top of them. */
export const FIRST_LINE = 3;

export function plotOptions(lines: number, theme: ChartTheme, hooks: uPlot.Hooks.Arrays): uPlot.Options {
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  const line = (i: number): uPlot.Series => ({
    stroke: theme.lines[i % theme.lines.length],
    width: lines === 1 ? 1.75 : 1.25,
    points: { show: false },
  });
  const mean: uPlot.Series = { stroke: theme.mean, width: 1.75, show: lines > 1, points: { show: false } };
  return {
    width: 100,
    height: 100,
    pxAlign: 0,
    padding: [8, RIGHT, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'charts', setSeries: false },
      focus: {
        prox: 16,
        // Of the columns only lines are brought forward, not the band's edges and the mean.
        dist: (_, column, __, at, pointer) =>
          column >= FIRST_LINE && column < FIRST_LINE + lines ? at - pointer : Infinity,
      },
      drag: { x: false, y: false },
      points: { size: 6 },
    },
    focus: { alpha: 0.25 },
    scales: { x: { time: true }, y: { range: yRange } },
    axes: [xAxis(theme), yAxis(theme)],
    series: [{}, edge, { ...edge }, ...Array.from({ length: lines }, (_, i) => line(i)), mean],
    bands: [{ series: [1, 2], fill: theme.band }],
    hooks,
  };
}

/** A little air, and never a range of nothing: a constant value lies in the middle. */
function yRange(_: uPlot, min: number | null, max: number | null): [number, number] {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  const spread = max - min || Math.abs(max) * 0.1 || 1;
  return [min - spread * 0.08, max + spread * 0.08];
}

function xAxis(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.text,
    font: theme.font,
    size: 24,
    gap: 6,
    space: 70,
    incrs: X_STEPS,
    grid: { show: false },
    ticks: { show: false },
    values: (plot, splits, _axis, _space, step) => {
      const { min = 0, max = 0 } = plot.scales.x;
      const labels = splits.map((at) => axisTime(at * 1_000, step * 1_000, (max - min) * 1_000));
      const edge = plot.bbox.width / devicePixelRatio + RIGHT;
      return wholeLabels(
        labels,
        splits.map((at) => plot.valToPos(at, 'x')),
        edge,
      );
    },
  };
}

function yAxis(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.text,
    font: theme.font,
    // Wider only where labels are long: the plots of most charts begin below one another. Without labels yet: null.
    size: (_, labels: string[] | null) => Math.max(46, longest(labels ?? []) * CHARACTER + Y_GAP),
    gap: Y_GAP,
    space: 34,
    grid: { stroke: theme.grid, width: 1 },
    ticks: { show: false },
    values: (_, splits, _axis, _space, step) => ticks(splits, step),
  };
}
