import { SPAN_LABEL } from '../model';
import { useBeat } from '../store/use-beat';
import type { Live } from '../store/live';
import type { Navigate } from '../url/use-url-state';
import type { UrlState } from '../url/url-state';
import { whole } from '../format/number';
import { ChartCard } from './chart-card';
import { useChartTheme } from './theme';

export function Charts({ live, url, navigate }: { live: Live; url: UrlState; navigate: Navigate }) {
  useBeat(live.seriesBeat);
  const theme = useChartTheme();
  const groups = live.series.metrics().filter((group) => group.series.size > 0);
  const sites = live.devices.sites().length > 1 && url.site === '';
  const refused = live.series.refused.size;
  return (
    <section class="charts" aria-labelledby="charts-title">
      <div class="section-head">
        <h2 id="charts-title">Metrics</h2>
        <p>
          last {SPAN_LABEL[url.tier]}, one point per {url.tier}
          {refused > 0 && `; ${whole(refused)} series left out, filter to see them`}
        </p>
      </div>
      {groups.length === 0 && <Empty live={live} url={url} />}
      <div class={groups.length === 1 ? 'chart-grid alone' : 'chart-grid'}>
        {groups.map((group) => (
          <ChartCard
            key={group.metric}
            live={live}
            group={group}
            theme={theme}
            sites={sites}
            alone={url.metric === group.metric}
            onMetric={() => {
              navigate({ metric: url.metric === group.metric ? '' : group.metric });
            }}
            onSeries={({ site, device }) => {
              navigate({ site, device });
            }}
          />
        ))}
      </div>
    </section>
  );
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
        ? 'No series matches the filter. Charts appear as soon as one does.'
        : 'No readings yet. Charts appear with the first window.'}
    </p>
  );
}
