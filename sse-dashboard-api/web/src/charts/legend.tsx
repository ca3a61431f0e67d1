import { value } from '../format/number';
import type { Series } from '../store/series-store';
import { valueAt, type Frame } from './frame';

interface Props {
  drawn: Series[];
  frame: Frame | undefined;
  cursor: number | undefined;
  /** Sites are named only where there are several. */
  sites: boolean;
  onFocus: (line: number | undefined) => void;
  onSelect: (series: Series) => void;
}

/** The lines' names and values, at the pointer or the latest; a click shows that device alone. */
export function Legend({ drawn, frame, cursor, sites, onFocus, onSelect }: Props) {
  return (
    <ul
      class={sites ? 'legend sited' : 'legend'}
      onPointerLeave={() => {
        onFocus(undefined);
      }}
    >
      {drawn.map((series, line) => (
        <li key={`${series.site}/${series.device}`}>
          <button
            type="button"
            title={`Show ${series.site}/${series.device} alone`}
            onPointerEnter={() => {
              onFocus(line);
            }}
            onFocus={() => {
              onFocus(line);
            }}
            onBlur={() => {
              onFocus(undefined);
            }}
            onClick={() => {
              onSelect(series);
            }}
          >
            <span class={`swatch line-${line + 1}`} aria-hidden="true" />
            <span class="legend-name">
              {sites && <span class="legend-site">{series.site}/</span>}
              <span class="legend-device">{series.device}</span>
            </span>
            <span class="legend-value">{value(valueAt(frame?.lines[line], cursor))}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
