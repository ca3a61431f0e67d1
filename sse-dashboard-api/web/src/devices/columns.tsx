import { Fragment, type ComponentChildren } from 'preact';
import { value, whole } from '../format/number';
import { ago, exactTime } from '../format/time';
import type { Device, Scalar } from '../model';
import { metricColumns, ownValues, valuesIn, type Row } from './rows';

export interface Column {
  /** What the table is sorted by; absent where sorting makes no sense. */
  sort?: string;
  title: string;
  numeric?: boolean;
  cell: Cell;
}

type Cell = (row: Row, serverNow: number) => ComponentChildren;

const MAX_METRICS = 5;

const Name = ({ device: { site, device } }: { device: Device }) => (
  <span class="name">
    <span>{site}/</span>
    <b>{device}</b>
  </span>
);

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
const name: Column = { sort: 'device', title: 'Device', cell: ({ device }) => <Name device={device} /> };
const seen: Column = {
  sort: 'seen',
  title: 'Last seen',
  numeric: true,
  cell: ({ device }, now) => <time title={exactTime(device.lastSeen)}>{ago(now - device.lastSeen)}</time>,
};

export interface Layout {
  columns: Column[];
  /** A row in one piece, below the titles of all columns. */
  whole?: Cell;
  /** In pixels; where it stands alone a row is as high as it needs. */
  rowHeight: number;
}

/** One row a device; two lines of values where the devices have metrics of their own, all of them where it is alone. */
export function wideLayout(rows: Row[]): Layout {
  const metrics = metricColumns(rows, MAX_METRICS);
  const others = rows.some(({ device }) =>
    Object.keys(device.values).some((metric) => !metrics.includes(metric)),
  );
  const values: Column = {
    title: metrics.length === 0 ? 'Values' : 'Other values',
    cell: ({ device }) => <Values device={device} without={metrics} alone={rows.length === 1} />,
  };
  const columns = [
    status,
    name,
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

/** Entries of values in a phone's row, two a line. */
const MOST_ENTRIES = 8;

/** For phones: name, state and when it spoke, and below them its values; as many lines in every row as one of them needs. */
export function narrowLayout(rows: Row[]): Layout {
  const alone = rows.length === 1;
  const most = Math.max(0, ...rows.map(({ device }) => Object.keys(device.values).length));
  const whole: Cell = (row, now) => (
    <span class="stacked">
      <span class={`status ${row.status}`}>
        <span class="dot" aria-hidden="true" />
        <Name device={row.device} />
        {row.status !== 'online' && <em>{row.status}</em>}
        {seen.cell(row, now)}
      </span>
      <Values device={row.device} without={[]} room={alone ? most : MOST_ENTRIES} alone={alone} />
    </span>
  );
  const lines = Math.ceil(Math.min(most, MOST_ENTRIES) / 2);
  return { columns: [name, status, seen], whole, rowHeight: 36 + 17 * lines };
}

interface ValuesProps {
  device: Device;
  without: string[];
  /** How many entries there are at most, one of which may tell how many more there are. */
  room?: number;
  alone: boolean;
}

function Values({ device, without, room = Infinity, alone }: ValuesProps) {
  const own = ownValues(device, without).map(([metric, last]) => [metric, scalar(last)]);
  const shown = own.slice(0, valuesIn(room, own.length));
  return (
    <span class={alone ? 'values alone' : 'values'} title={own.map((pair) => pair.join(' ')).join(', ')}>
      {shown.map(([metric, last]) => (
        <Fragment key={metric}>
          <span>
            <span>{metric}</span> <b>{last}</b>
          </span>{' '}
        </Fragment>
      ))}
      {shown.length < own.length && <span>and {own.length - shown.length} more</span>}
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
