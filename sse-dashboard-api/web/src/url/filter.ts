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

/** Of a list in a request's first line, of which the server reads 8 KiB. */
const MAX_ENCODED = 4_000;

/** As many lists as it takes for the API to take each. */
export function lists(names: string[]): string[] {
  const all: string[][] = [];
  let length = 0;
  for (const name of names) {
    const more = encodeURIComponent(name).length + 3;
    const last = all.at(-1);
    if (last === undefined || last.length === MAX_NAMES || length + more > MAX_ENCODED) {
      all.push([name]);
      length = more;
    } else {
      last.push(name);
      length += more;
    }
  }
  return all.map((list) => list.join(','));
}

/** A filter for one metric; a name with a comma or a star, which filters have for themselves, by what stands before. */
export function metricPattern(metric: string): string {
  const end = metric.search(/[,*]/);
  return end < 0 ? metric : `${metric.slice(0, end)}*`;
}
