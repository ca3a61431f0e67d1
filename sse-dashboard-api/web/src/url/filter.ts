import type { Filter } from '../model';

/** A list (`a,b`) is OR, a trailing `*` matches any rest, nothing matches everything: the rule of the API. */
export function matches(list: string, value: string): boolean {
  if (list === '') return true;
  return split(list).some((pattern) =>
    pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern,
  );
}

export function split(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The filter as the API takes it; keys without a value are left out. */
export function query(filter: Filter, more: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  for (const key of ['site', 'device', 'metric'] as const) {
    const list = split(filter[key]);
    if (list.length > 0) params.set(key, list.join(','));
  }
  params.set('tier', filter.tier);
  for (const [key, value] of Object.entries(more)) params.set(key, value);
  return params.toString();
}

/** The API takes no longer list of one key. */
const MAX_NAMES = 256;

/** As many lists as it takes for the API to take each. */
export function lists(names: string[]): string[] {
  const all: string[] = [];
  for (let at = 0; at < names.length; at += MAX_NAMES) all.push(names.slice(at, at + MAX_NAMES).join(','));
  return all;
}

/** A filter for one metric; a name with a comma, which separates a list, is reached by what stands before it. */
export function metricPattern(metric: string): string {
  const comma = metric.indexOf(',');
  return comma < 0 ? metric : `${metric.slice(0, comma)}*`;
}
