import { Fragment, type ComponentChildren } from 'preact';
import { value, whole } from '../format/number';
import { ago, exactTime } from '../format/time';
import type { Device, Scalar } from '../model';
import { metricColumns, ownValues, type Row } from './rows';

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

export interface Layout {
  columns: Column[];
  rowHeight: number;
}

/** One row a device; two lines of values where the devices have metrics of their own. */
export function wideLayout(rows: Row[]): Layout {
  const metrics = metricColumns(rows, MAX_METRICS);
  const others = rows.some(({ device }) =>
    Object.keys(device.values).some((metric) => !metrics.includes(metric)),
  );
  const values: Column = {
    title: metrics.length === 0 ? 'Values' : 'Other values',
    cell: ({ device }) => <Values device={device} without={metrics} />,
  };
  const columns = [
    status,
    { sort: 'device', title: 'Device', cell: ({ device }: Row) => <Name device={device} /> },
    ...metrics.map(metricColumn),
    ...(others ? [values] : []),
    seen,
    { sort: 'messages', title: 'Messages', numeric: true, cell: ({ device }: Row) => whole(device.messages) },
    {
      sort: 'seq',
      title: 'Epoch · seq',
      numeric: true,
      cell: ({ device }: Row) => `${device.epoch} · ${whole(device.seq)}`,
    },
  ];
  return { columns, rowHeight: others ? 40 : 34 };
}

/** For phones: the name, and below it up to two lines of values. */
export function narrowLayout(): Layout {
  const device: Column = {
    sort: 'device',
    title: 'Device',
    cell: (row) => (
      <span class="stacked">
        <span class={`status ${row.status}`}>
          <span class="dot" aria-hidden="true" />
          <Name device={row.device} />
          {row.status !== 'online' && <em>{row.status}</em>}
        </span>
        <Values device={row.device} without={[]} />
      </span>
    ),
  };
  return { columns: [device, seen], rowHeight: 66 };
}

const Name = ({ device: { site, device } }: { device: Device }) => (
  <span class="name">
    {site}/<b>{device}</b>
  </span>
);

function Values({ device, without }: { device: Device; without: string[] }) {
  const own = ownValues(device, without).map(([metric, last]) => [metric, scalar(last)]);
  return (
    <span class="values" title={own.map((pair) => pair.join(' ')).join(', ')}>
      {own.map(([metric, last]) => (
        <Fragment key={metric}>
          <span>
            {metric} <b>{last}</b>
          </span>{' '}
        </Fragment>
      ))}
    </span>
  );
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
