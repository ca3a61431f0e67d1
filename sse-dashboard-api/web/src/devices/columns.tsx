import type { ComponentChildren } from 'preact';
import { value, whole } from '../format/number';
import { ago, exactTime } from '../format/time';
import type { Device, Scalar } from '../model';
import { metricColumns, type Row } from './rows';

export interface Column {
  /** What the table is sorted by; absent where sorting makes no sense. */
  sort?: string;
  title: string;
  numeric?: boolean;
  cell: (row: Row, serverNow: number) => ComponentChildren;
}

const MAX_METRICS = 5;

const status: Column = {
  sort: 'status',
  title: 'Status',
  cell: (row) => (
    <span class={`status ${row.status}`}>
      <span class="dot" aria-hidden="true" />
      {row.status}
    </span>
  ),
};
const seen: Column = {
  sort: 'seen',
  title: 'Last seen',
  numeric: true,
  cell: ({ device }, now) => <time title={exactTime(device.lastSeen)}>{ago(now - device.lastSeen)}</time>,
};

export function wideColumns(devices: Device[]): Column[] {
  const metrics = metricColumns(devices, MAX_METRICS);
  const others = devices.some((device) =>
    Object.keys(device.values).some((metric) => !metrics.includes(metric)),
  );
  return [
    status,
    { sort: 'device', title: 'Device', cell: ({ device }) => <b>{device.device}</b> },
    { sort: 'site', title: 'Site', cell: ({ device }) => device.site },
    ...metrics.map(metricColumn),
    ...(others
      ? [{ title: 'Other values', cell: (row: Row) => <Others text={summary(row.device, metrics)} /> }]
      : []),
    seen,
    { sort: 'messages', title: 'Messages', numeric: true, cell: ({ device }) => whole(device.messages) },
    {
      sort: 'seq',
      title: 'Epoch · seq',
      numeric: true,
      cell: ({ device }) => `${device.epoch} · ${whole(device.seq)}`,
    },
  ];
}

const Others = ({ text }: { text: string }) => (
  <span class="others" title={text}>
    {text}
  </span>
);

/** For phones: two lines a row. */
export function narrowColumns(): Column[] {
  return [
    {
      sort: 'device',
      title: 'Device',
      cell: (row) => (
        <span class="two">
          <b class={`status ${row.status}`}>
            <span class="dot" aria-hidden="true" />
            {row.device.device}
            {row.status !== 'online' && <em> {row.status}</em>}
          </b>
          <span class="values">{summary(row.device, [])}</span>
        </span>
      ),
    },
    {
      ...seen,
      cell: (row, now) => (
        <span class="two">
          {seen.cell(row, now)}
          <span>{row.device.site}</span>
        </span>
      ),
    },
  ];
}

function metricColumn(metric: string): Column {
  return {
    sort: metric,
    title: metric,
    numeric: true,
    cell: ({ device }) => (Object.hasOwn(device.values, metric) ? scalar(device.values[metric].value) : '–'),
  };
}

const scalar = (v: Scalar): string => (typeof v === 'number' ? value(v) : String(v));

function summary(device: Device, without: string[]): string {
  return Object.entries(device.values)
    .filter(([metric]) => !without.includes(metric))
    .map(([metric, { value: v }]) => `${metric} ${scalar(v)}`)
    .join(' · ');
}
