import { TIERS, type Point, type StreamPoint, type Tier } from '../model';

type Field = Exclude<keyof Point, 'end'>;

const FIELDS: Field[] = ['start', 'count', 'min', 'max', 'mean', 'revision'];

interface ColumnarFrame {
  tier: Tier;
  width: number;
  /** Each as site, device and metric. */
  series: string[][];
  columns: Record<Field | 'series', number[]>;
}

/** The points of a frame, by column or one by one; undefined for what is neither. */
export function framePoints(data: unknown): StreamPoint[] | undefined {
  if (Array.isArray(data)) return data as StreamPoint[];
  return isColumnar(data) ? data.columns.series.map((_, i) => pointAt(data, i)) : undefined;
}

function isColumnar(data: unknown): data is ColumnarFrame {
  if (typeof data !== 'object' || data === null) return false;
  const { tier, width, series, columns } = data as Partial<ColumnarFrame>;
  if (tier === undefined || !TIERS.includes(tier) || typeof width !== 'number') return false;
  if (!Array.isArray(series) || typeof columns !== 'object') return false;
  const length: unknown = Array.isArray(columns.series) ? columns.series.length : undefined;
  return FIELDS.every((field) => Array.isArray(columns[field]) && columns[field].length === length);
}

function pointAt({ tier, width, series, columns }: ColumnarFrame, i: number): StreamPoint {
  const at = (field: Field | 'series'): number => columns[field][i] ?? NaN;
  const [site = '', device = '', metric = ''] = series[at('series')] ?? [];
  const start = at('start');
  return {
    site,
    device,
    metric,
    tier,
    start,
    end: start + width,
    count: at('count'),
    min: at('min'),
    max: at('max'),
    mean: at('mean'),
    revision: at('revision'),
  };
}
