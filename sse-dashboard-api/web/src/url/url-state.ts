import { TIERS, type Filter, type Tier } from '../model';

export const VIEWS = ['overview', 'charts', 'devices'] as const;
export type View = (typeof VIEWS)[number];

/** Everything of the page that a link can carry. */
export interface UrlState extends Filter {
  view: View;
  /** The device table's text filter and sort column, `-` for descending. */
  q: string;
  sort: string;
}

const DEFAULTS: UrlState = {
  site: '',
  device: '',
  metric: '',
  tier: '1s',
  view: 'overview',
  q: '',
  sort: 'device',
};

export function readUrl(search: string): UrlState {
  const params = new URLSearchParams(search);
  const text = (key: 'site' | 'device' | 'metric' | 'q' | 'sort'): string =>
    params.get(key)?.trim() ?? DEFAULTS[key];
  const tier = params.get('tier');
  const view = params.get('view');
  return {
    site: text('site'),
    device: text('device'),
    metric: text('metric'),
    tier: TIERS.find((known: Tier) => known === tier) ?? DEFAULTS.tier,
    view: VIEWS.find((known) => known === view) ?? DEFAULTS.view,
    q: text('q'),
    sort: text('sort'),
  };
}

/** The shortest query that reads back as this state: defaults are left out. */
export function writeUrl(state: UrlState): string {
  const params = new URLSearchParams();
  for (const key of ['view', 'site', 'device', 'metric', 'tier', 'q', 'sort'] as const) {
    if (state[key] !== DEFAULTS[key]) params.set(key, state[key]);
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
