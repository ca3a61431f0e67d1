export interface Slice {
  from: number;
  to: number;
  /** Rows left out above and below. */
  above: number;
  below: number;
}

const OVERSCAN = 8;

/** Which of `total` rows of one height to render for a viewport scrolled to `top`. */
export function visibleRows(total: number, top: number, height: number, rowHeight: number): Slice {
  const first = Math.min(Math.floor(top / rowHeight), Math.max(0, total - 1));
  const from = Math.max(0, first - OVERSCAN);
  const to = Math.min(total, Math.ceil((top + height) / rowHeight) + OVERSCAN);
  return { from, to, above: from, below: Math.max(0, total - to) };
}
