import { useBeat } from '../store/use-beat';
import type { Live } from '../store/live';
import type { Navigate } from '../url/use-url-state';
import type { UrlState } from '../url/url-state';
import { plural, whole } from '../format/number';
import type { MetricGroup } from '../store/series-store';
import { metricPattern } from '../url/filter';
import { ChartCard } from './chart-card';
import { spanText } from './span-text';
import { useChartTheme } from './theme';

/** What an overview shows of many metrics: those that most devices have. */
const OVERVIEW_CHARTS = 6;
const FULL_CHARTS = 4;

export function Charts({ live, url, navigate }: { live: Live; url: UrlState; navigate: Navigate }) {
  useBeat(live.seriesBeat);
  const theme = useChartTheme();
  const groups = live.series.metrics().filter((group) => group.series.size > 0);
  const brief = url.view === 'overview' && groups.length > FULL_CHARTS;
  const shown = brief ? mostCommon(groups) : groups;
  const sites = live.devices.sites().length > 1 && url.site === '';
  return (
    <section class="charts" aria-labelledby="charts-title">
      <Head live={live} url={url} navigate={navigate} hidden={groups.length - shown.length} />
      {groups.length === 0 && <Empty live={live} url={url} />}
      <div class={`chart-grid ${brief ? 'brief' : groups.length === 1 ? 'alone' : ''}`}>
        {shown.map((group) => {
          const only = metricPattern(group.metric);
          const alone = url.metric === only;
          return (
            <ChartCard
              key={group.metric}
              live={live}
              group={group}
              theme={theme}
              sites={sites}
              brief={brief}
              alone={alone}
              onMetric={() => {
                navigate({ metric: alone ? '' : only });
              }}
              onSeries={({ site, device }) => {
                navigate({ site, device });
              }}
            />
          );
        })}
      </div>
    </section>
  );
}

interface HeadProps {
  live: Live;
  url: UrlState;
  navigate: Navigate;
  hidden: number;
}

function Head({ live, url, navigate, hidden }: HeadProps) {
  const refused = live.series.leftOut();
  return (
    <div class="section-head">
      <h2 id="charts-title">Metrics</h2>
      <p>
        {spanText(live)}, one point per {url.tier}
        {refused > 0 && `; ${whole(refused)} series left out, filter to see them`}
      </p>
      {hidden > 0 && (
        <button
          type="button"
          class="more"
          onClick={() => {
            navigate({ view: 'charts' });
          }}
        >
          {plural(hidden, 'more metric')}
        </button>
      )}
    </div>
  );
}

function mostCommon(groups: MetricGroup[]): MetricGroup[] {
  return groups.toSorted((a, b) => b.series.size - a.series.size).slice(0, OVERVIEW_CHARTS);
}

function Empty({ live, url }: { live: Live; url: UrlState }) {
  if (live.refusal !== undefined) return <p class="card empty">The filter was refused: {live.refusal}.</p>;
  if (live.loading) {
    return (
      <div class="chart-grid" aria-busy="true" aria-label="Loading history">
        {[1, 2, 3, 4].map((n) => (
          <div key={n} class="card skeleton" />
        ))}
      </div>
    );
  }
  const filtered = url.site !== '' || url.device !== '' || url.metric !== '';
  return (
    <p class="card empty">
      {filtered
        ? 'No series matches the filter yet.'
        : 'No readings yet. Charts appear with the first window.'}
    </p>
  );
}
