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

/** Encoded, so that a list is no more than 250 names, of which the API takes 256, and a request's head stays small. */
const MAX_LIST = 1_000;

/** As many lists as it takes for the API to take each. */
export function lists(names: string[]): string[] {
  const all: string[] = [];
  for (const name of names) {
    const longer = `${all.at(-1)},${name}`;
    if (all.length > 0 && encodeURIComponent(longer).length <= MAX_LIST) all[all.length - 1] = longer;
    else all.push(name);
  }
  return all;
}

/** A filter for one metric; a name with a comma or a star, which filters have for themselves, by what stands before. */
export function metricPattern(metric: string): string {
  const end = metric.search(/[,*]/);
  return end < 0 ? metric : `${metric.slice(0, end)}*`;
}
