import { plural, value, whole } from '../format/number';
import { windowTime } from '../format/time';
import { drawnSeries } from '../store/drawn-series';
import type { Live } from '../store/live';
import type { MetricGroup, Series } from '../store/series-store';
import { readingAt, type Columns, type Frame } from './frame';
import { Legend } from './legend';
import { spanText } from './span-text';
import type { ChartTheme } from './theme';
import { usePlot } from './use-plot';

interface Props {
  live: Live;
  group: MetricGroup;
  theme: ChartTheme;
  sites: boolean;
  /** One of many: without the explanations below. */
  brief: boolean;
  alone: boolean;
  onMetric: () => void;
  onSeries: (series: Series) => void;
}

export function ChartCard({ live, group, theme, sites, brief, alone, onMetric, onSeries }: Props) {
  const drawn = drawnSeries(group);
  const { host, frame, cursor, focused, focus } = usePlot(live, group, drawn, theme);
  const total = group.series.size;
  const title = alone ? 'Show all metrics' : `Show ${group.metric} alone`;
  return (
    <article class="card chart" aria-label={group.metric}>
      <header class="chart-head">
        <h3>
          <button type="button" class="chart-title" title={title} onClick={onMetric}>
            {group.metric}
          </button>
        </h3>
        <Reading frame={frame} cursor={cursor} width={live.series.width} line={focused} drawn={drawn} />
      </header>
      <div ref={host} class="plot" role="img" aria-label={describe(group, frame, live)} />
      <Legend
        metric={group.metric}
        drawn={drawn}
        frame={frame}
        cursor={cursor}
        sites={sites}
        onFocus={focus}
        onSelect={onSeries}
      />
      <footer class="chart-foot">
        {total > drawn.length && (
          <span>
            {drawn.length} of {whole(total)} series shown{!brief && '; filter to see others'}
          </span>
        )}
        {!brief && (
          <span>
            {total > 1
              ? `band: lowest to highest of all ${whole(total)}, line: mean`
              : 'band: lowest to highest in each window'}
          </span>
        )}
        {group.corrections.size > 0 && (
          <span class="key-correction">{plural(group.corrections.size, 'late correction')}</span>
        )}
      </footer>
    </article>
  );
}

interface ReadingProps {
  frame: Frame | undefined;
  cursor: number | undefined;
  width: number;
  /** The line under the pointer. */
  line: number | undefined;
  drawn: Series[];
}

/** Mean and range, or the line under the pointer; at the pointer's time, else the latest, with its time where it is old. */
function Reading({ frame, cursor, width, line, drawn }: ReadingProps) {
  const series = line === undefined ? undefined : drawn[line];
  const reading = readingAt(frame, ({ lines, mean }) => (series ? lines[line ?? 0] : mean), cursor);
  const range = [min, max].map((pick) => value(readingAt(frame, pick, cursor).value)).join(' – ');
  const at =
    cursor === undefined ? reading.old && reading.at : (reading.at ?? (frame && frame.xs[cursor] * 1_000));
  return (
    <p class={reading.old ? 'reading old' : 'reading'}>
      {typeof at === 'number' && <time>{windowTime(at, width)}</time>}
      <span class="reading-of">{series ? `${series.site}/${series.device}` : range}</span>
      <strong>{value(reading.value)}</strong>
    </p>
  );
}

const min = (columns: Columns) => columns.min;
const max = (columns: Columns) => columns.max;

function describe(group: MetricGroup, frame: Frame | undefined, live: Live): string {
  const { value: mean } = readingAt(frame, (columns) => columns.mean, undefined);
  return `${group.metric}, ${spanText(live)}: ${plural(group.series.size, 'series', 'series')}, latest mean ${value(mean)}`;
}
