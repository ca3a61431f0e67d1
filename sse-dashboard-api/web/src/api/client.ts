import type { Device, Filter, Ledger, SeriesAnswer } from '../model';
import { query } from '../url/filter';

async function get<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' }, cache: 'no-store' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  // The contract's own shapes; what the page relies on is checked where it is stored.
  return (await response.json()) as T;
}

export const fetchDevices = (signal: AbortSignal): Promise<{ devices: Device[] }> =>
  get('/api/v1/devices', signal);

export const fetchLedger = (signal: AbortSignal): Promise<Ledger> => get('/api/v1/ledger?by=fleet', signal);

export function fetchSeries(
  filter: Filter,
  from: number,
  signal: AbortSignal,
  by?: 'fleet',
): Promise<SeriesAnswer> {
  return get(
    `/api/v1/series?${query(filter, { from: String(Math.floor(from)), ...(by && { by }) })}`,
    signal,
  );
}

export function streamUrl(filter: Filter, lastEventId: string | undefined): string {
  return `/api/v1/stream?${query(filter, lastEventId === undefined ? {} : { lastEventId })}`;
}
