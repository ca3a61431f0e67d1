/** The shapes of the public HTTP contract, as far as the page reads them. */

export const TIERS = ['1s', '10s', '1m', '1h'] as const;
export type Tier = (typeof TIERS)[number];

/** Width of a window, and how much history a chart of that tier shows. */
export const TIER_WIDTH: Record<Tier, number> = { '1s': 1_000, '10s': 10_000, '1m': 60_000, '1h': 3_600_000 };
export const TIER_SPAN: Record<Tier, number> = {
  '1s': 10 * 60_000,
  '10s': 2 * 3_600_000,
  '1m': 12 * 3_600_000,
  '1h': 14 * 86_400_000,
};
export const SPAN_LABEL: Record<Tier, string> = {
  '1s': '10 minutes',
  '10s': '2 hours',
  '1m': '12 hours',
  '1h': '14 days',
};

/** One window of one series; `start` is inclusive, in epoch milliseconds. */
export interface Point {
  start: number;
  end: number;
  count: number;
  min: number;
  max: number;
  mean: number;
  revision: number;
}

export interface SeriesId {
  site?: string;
  device?: string;
  metric: string;
}

export type StreamPoint = Point & SeriesId & { tier: Tier };

export interface SeriesAnswer {
  tier: Tier;
  series: (SeriesId & { points: Point[] })[];
  position?: string;
}

export type Scalar = number | string | boolean;

export interface Device {
  site: string;
  device: string;
  online: boolean;
  lastSeen: number;
  firstSeen: number;
  epoch: string;
  seq: number;
  messages: number;
  /** Its usual interval between messages, where the server knows it. */
  cadenceMillis?: number;
  values: Record<string, { value: Scalar; ts: number }>;
}

export interface Ledger {
  appended: number;
  produced: number;
  new: number;
  counted: number;
  late: number;
  lateByTier?: Record<string, number>;
  duplicates: number;
  conflicts: number;
  rejected: Record<string, number>;
  undecidable: number;
  inFlight: number;
  missing: number;
  residue: number;
  readings?: { counted: number; late: number };
}

export type Resume = 'exact' | 'conflated' | 'reset';

export interface Hello {
  version: string;
  resume: Resume;
  /** The server's clock in epoch milliseconds. */
  now?: number;
}

export interface Filter {
  site: string;
  device: string;
  metric: string;
  tier: Tier;
}

export const deviceKey = (site: string, device: string): string => `${site}/${device}`;
