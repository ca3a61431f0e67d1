import type { Point } from '../src/model';

/** A window of one second by its number. */
export function point(window: number, revision: number, mean = revision): Point {
  const start = window * 1_000;
  return { start, end: start + 1_000, count: 1, min: mean - 1, max: mean + 1, mean, revision };
}
