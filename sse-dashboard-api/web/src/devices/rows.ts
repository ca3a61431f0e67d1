import { deviceKey, type Device, type Scalar } from '../model';
import { byName, deviceStatus, type DeviceStatus } from '../store/device-store';
import { matches } from '../url/filter';

export interface Row {
  key: string;
  device: Device;
  status: DeviceStatus;
}

export interface RowQuery {
  site: string;
  device: string;
  /** Words that all must occur in site, device, status or a text value. */
  text: string;
  /** Column, with `-` before it for descending. */
  sort: string;
}

/** What stands in place of rows where there are none. */
export function emptyText(known: number, { site, device, text }: Omit<RowQuery, 'sort'>): string {
  const filtered = site !== '' || device !== '' || text.trim() !== '';
  return known > 0 || filtered
    ? 'No device matches.'
    : 'No device has spoken yet. Those that publish to telemetry/{site}/{device} appear here.';
}

const STATUS_ORDER: Record<DeviceStatus, number> = { offline: 0, late: 1, online: 2 };

/** `devices` in the order of site and name, which ties keep. */
export function selectRows(devices: Iterable<Device>, query: RowQuery, asOf: number): Row[] {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  const rows: Row[] = [];
  for (const device of devices) {
    if (!matches(query.site, device.site) || !matches(query.device, device.device)) continue;
    const status = deviceStatus(device, asOf);
    if (words.length > 0 && !holdsAll(haystack(device, status), words)) continue;
    rows.push({ key: deviceKey(device.site, device.device), device, status });
  }
  return sortRows(rows, query.sort);
}

const holdsAll = (text: string, words: string[]): boolean => words.every((word) => text.includes(word));

function haystack({ site, device, values }: Device, status: DeviceStatus): string {
  const texts = Object.values(values).filter(({ value }) => typeof value === 'string');
  return [`${site}/${device}`, status, ...texts.map(({ value }) => value)].join(' ').toLowerCase();
}

function sortRows(rows: Row[], sort: string): Row[] {
  if (sort === 'device') return rows;
  if (sort === '-device') return rows.reverse();
  const descending = sort.startsWith('-');
  const compare = comparator(descending ? sort.slice(1) : sort);
  return rows.sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

function comparator(column: string): (a: Row, b: Row) => number {
  switch (column) {
    case 'site':
      return (a, b) => byName(a.device.site, b.device.site);
    case 'status':
      return (a, b) => STATUS_ORDER[a.status] - STATUS_ORDER[b.status];
    case 'seen':
      return (a, b) => b.device.lastSeen - a.device.lastSeen;
    case 'messages':
      return (a, b) => a.device.messages - b.device.messages;
    case 'seq':
      return (a, b) => a.device.seq - b.device.seq;
    default:
      return (a, b) => byValue(valueOf(a, column), valueOf(b, column));
  }
}

function valueOf({ device }: Row, metric: string): Scalar | undefined {
  return Object.hasOwn(device.values, metric) ? device.values[metric].value : undefined;
}

/** Numbers before texts, and what is absent last. */
function byValue(a: Scalar | undefined, b: Scalar | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'string' || typeof b === 'string') return byName(String(a), String(b));
  return Number(a) - Number(b);
}

/** A column of which more than a fifth is empty says less than each device's own list. */
const SHARED = 0.8;

/** The metrics that get a column: the most common of those nearly all rows have, in order of name; the rest share one. */
export function metricColumns(rows: Row[], limit: number): string[] {
  const seen = new Map<string, number>();
  for (const { device } of rows) {
    for (const metric of Object.keys(device.values)) seen.set(metric, (seen.get(metric) ?? 0) + 1);
  }
  const ranked = [...seen]
    .filter(([, devices]) => devices >= SHARED * rows.length)
    .sort((a, b) => b[1] - a[1] || byName(a[0], b[0]));
  return ranked
    .slice(0, limit)
    .map(([metric]) => metric)
    .sort(byName);
}

/** What a device last sent, by name, but for the metrics that have a column. */
export function ownValues(device: Device, without: string[]): [metric: string, value: Scalar][] {
  return Object.entries(device.values)
    .filter(([metric]) => !without.includes(metric))
    .map(([metric, { value }]): [string, Scalar] => [metric, value])
    .sort(([a], [b]) => byName(a, b));
}

/** How many of `values` are shown in `room` entries, of which the last tells of the rest where there is one. */
export const valuesIn = (room: number, values: number): number => (values <= room ? values : room - 1);
