import { describe, expect, it } from 'vitest';
import type { Device } from '../src/model';
import { emptyText, metricColumns, ownValues, selectRows, valuesIn, type Row } from '../src/devices/rows';
import { visibleRows } from '../src/devices/visible-rows';
import { DeviceStore, deviceStatus } from '../src/store/device-store';

const NOW = 1_000_000;

function device(name: string, more: Partial<Device> = {}): Device {
  return {
    ...{ site: 'plant-1', device: name, online: true, lastSeen: NOW - 500, firstSeen: NOW - 600_500 },
    ...{ epoch: 'e', seq: 601, messages: 601, values: {} },
    ...more,
  };
}

describe('deviceStatus', () => {
  it('is late after three of its usual intervals, five seconds at least', () => {
    expect(deviceStatus(device('a', { lastSeen: NOW - 4_900 }), NOW)).toBe('online');
    expect(deviceStatus(device('a', { lastSeen: NOW - 5_100 }), NOW)).toBe('late');
    expect(deviceStatus(device('a', { lastSeen: NOW - 50_000, messages: 21 }), NOW)).toBe('online');
    expect(deviceStatus(device('a', { lastSeen: NOW - 50_000, cadenceMillis: 10_000 }), NOW)).toBe('late');
    expect(deviceStatus(device('a', { lastSeen: NOW - 50_000, cadenceMillis: 20_000 }), NOW)).toBe('online');
  });

  it('is offline when the server says so', () => {
    expect(deviceStatus(device('a', { online: false }), NOW)).toBe('offline');
  });
});

describe('DeviceStore', () => {
  it('counts by status what the filter matches', () => {
    const store = new DeviceStore();
    store.replace([device('a'), device('b', { online: false })]);
    store.update([device('b', { lastSeen: NOW - 9_000 }), device('c', { site: 'plant-2' })]);
    expect(store.counts({ site: '', device: '' }, NOW)).toEqual({ total: 3, online: 2, late: 1, offline: 0 });
    expect(store.counts({ site: 'plant-2', device: '' }, NOW).total).toBe(1);
  });

  it('drops devices that left the registry', () => {
    const store = new DeviceStore();
    store.replace([device('a'), device('b')]);
    store.replace([device('b')]);
    expect([...store.all()].map(({ device: name }) => name)).toEqual(['b']);
  });
});

describe('selectRows', () => {
  const store = new DeviceStore();
  store.replace([
    device('pump-10', { messages: 5, values: { temperature: { value: 30, ts: 0 } } }),
    device('pump-2', { messages: 9, values: { mode: { value: 'auto', ts: 0 } } }),
    device('fan-1', { site: 'plant-2', online: false, values: { temperature: { value: 7, ts: 0 } } }),
  ]);
  const row = (one: Device): string => `${one.site}/${one.device}`;
  const select = (query: Partial<{ site: string; text: string; sort: string }>): string[] =>
    selectRows(store.all(), { site: '', device: '', text: '', sort: 'device', ...query }, NOW).map(
      (row) => row.device.device,
    );

  it('sorts names as people count, also after a device has come', () => {
    expect(select({})).toEqual(['pump-2', 'pump-10', 'fan-1']);
    expect(select({ sort: '-device' })).toEqual(['fan-1', 'pump-10', 'pump-2']);
    const grown = new DeviceStore();
    grown.update([device('pump-10')]);
    expect(grown.all()).toHaveLength(1);
    grown.update([device('pump-2')]);
    expect(grown.all().map((d) => d.device)).toEqual(['pump-2', 'pump-10']);
  });

  it('keeps the devices of a site together', () => {
    const sites = new DeviceStore();
    sites.replace(['b', 'a'].flatMap((site) => ['d-2', 'd-1'].map((name) => device(name, { site }))));
    expect(sites.all().map(row)).toEqual(['a/d-1', 'a/d-2', 'b/d-1', 'b/d-2']);
  });

  it('sorts by number, status and metric, with absent values last, ties by name', () => {
    expect(select({ sort: 'messages' })).toEqual(['pump-10', 'pump-2', 'fan-1']);
    expect(select({ sort: 'status' })).toEqual(['fan-1', 'pump-2', 'pump-10']);
    expect(select({ sort: 'temperature' })).toEqual(['fan-1', 'pump-10', 'pump-2']);
  });

  it('searches names, sites, states and text values, all words', () => {
    expect(select({ text: 'OFFLINE plant-2' })).toEqual(['fan-1']);
    expect(select({ text: 'auto' })).toEqual(['pump-2']);
    expect(select({ text: 'pump fan' })).toEqual([]);
    expect(select({ site: 'plant-1' })).toHaveLength(2);
  });
});

describe('metricColumns', () => {
  const values = (...metrics: string[]) => Object.fromEntries(metrics.map((m) => [m, { value: 1, ts: 0 }]));
  const rows = (...lists: string[][]): Row[] =>
    lists.map((metrics, i) => ({
      key: `d-${i}`,
      device: device(`d-${i}`, { values: values(...metrics) }),
      status: 'online',
    }));

  it('gives columns to the most common metrics, in order of name', () => {
    expect(metricColumns(rows(['z', 'b', 'rare'], ['z', 'b']), 2)).toEqual(['b', 'z']);
  });

  it('gives none to a metric that more than a fifth of the devices lack', () => {
    const shared = rows(['t', 'x'], ['t', 'x'], ['t', 'x'], ['t', 'x'], ['t', 'y']);
    expect(metricColumns(shared, 5)).toEqual(['t', 'x']);
    expect(metricColumns(shared.slice(1), 5)).toEqual(['t']);
    expect(metricColumns(rows(['a'], ['b'], ['c']), 5)).toEqual([]);
  });

  it('lists what a device has beside the columns, by name', () => {
    const one = device('a', {
      values: { rpm: { value: 9, ts: 0 }, mode: { value: 'auto', ts: 0 }, t: { value: 1, ts: 0 } },
    });
    expect(ownValues(one, ['t'])).toEqual([
      ['mode', 'auto'],
      ['rpm', 9],
    ]);
  });
});

describe('visibleRows', () => {
  it('renders the rows in sight and a few around them', () => {
    expect(visibleRows(5_000, 34_000, 340, 34)).toEqual({ from: 992, to: 1_018, above: 992, below: 3_982 });
  });

  it('keeps to the list when it has become shorter than the scroll', () => {
    const slice = visibleRows(3, 34_000, 340, 34);
    expect(slice).toEqual({ from: 0, to: 3, above: 0, below: 0 });
    expect(visibleRows(0, 0, 340, 34).to).toBe(0);
  });
});

it('tells a registry that is empty from a filter that nothing matches', () => {
  expect(emptyText(0, { site: '', device: '', text: '' })).toBe(
    'No device has spoken yet. Those that publish to telemetry/{site}/{device} appear here.',
  );
  expect(emptyText(3, { site: '', device: '', text: 'zzz' })).toBe('No device matches.');
  expect(emptyText(0, { site: 'plant-1', device: '', text: '' })).toBe('No device matches.');
});

it('shows all values that there is room for, else leaves an entry to tell of the rest', () => {
  expect([valuesIn(8, 5), valuesIn(8, 8), valuesIn(8, 9)]).toEqual([5, 8, 7]);
});
