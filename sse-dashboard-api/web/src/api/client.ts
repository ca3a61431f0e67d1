import type { Device, Filter, SeriesAnswer } from '../model';
import { query } from '../url/filter';

export class HttpError extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** After its start the server reads what there was, and tells no part of it. */
const NOT_READ_MS = 1_000;

async function get<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' }, cache: 'no-store' });
  if (response.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, NOT_READ_MS));
    return get(url, signal);
  }
  if (!response.ok) throw new HttpError(response.status, await detailOf(response));
  // The contract's own shapes; what the page relies on is checked where it is stored.
  return (await response.json()) as T;
}

export const fetchDevices = (signal: AbortSignal): Promise<{ devices: Device[] }> =>
  get('/api/v1/devices', signal);

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
  const more = { columns: '1', ...(lastEventId !== undefined && { lastEventId }) };
  return `/api/v1/stream?${query(filter, more)}`;
}

/** What a problem document says; else the status. */
async function detailOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => undefined)) as { detail?: unknown } | undefined;
  return typeof problem?.detail === 'string' ? problem.detail : `the server answered ${response.status}`;
}
