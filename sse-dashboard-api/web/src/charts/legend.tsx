import { useState } from 'preact/hooks';
import { value } from '../format/number';
import { movedTo } from '../keys';
import type { Series } from '../store/series-store';
import { readingAt, type Frame } from './frame';

interface Props {
  metric: string;
  drawn: Series[];
  frame: Frame | undefined;
  cursor: number | undefined;
  /** Sites are named only where there are several. */
  sites: boolean;
  onFocus: (line: number | undefined) => void;
  onSelect: (series: Series) => void;
}

/**
 * The lines' names and values, at the pointer or the latest; a click shows that device alone. One tab stop: arrow keys,
 * Home and End move in it.
 */
export function Legend({ metric, drawn, frame, cursor, sites, onFocus, onSelect }: Props) {
  const [active, setActive] = useState(0);
  const stop = Math.min(active, drawn.length - 1);
  return (
    <div
      class={sites ? 'legend sited' : 'legend'}
      role="toolbar"
      aria-label={`Series of ${metric}`}
      onKeyDown={(event) => {
        const row = getComputedStyle(event.currentTarget).gridTemplateColumns.split(' ').length;
        const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row };
        const next = movedTo(event, stop, drawn.length, steps);
        if (next === undefined) return;
        event.preventDefault();
        event.currentTarget.querySelectorAll('button')[next].focus();
      }}
      onPointerLeave={() => {
        onFocus(undefined);
      }}
    >
      {drawn.map((series, line) => {
        const reading = readingAt(frame, (columns) => columns.lines[line], cursor);
        return (
          <button
            key={`${series.site}/${series.device}`}
            type="button"
            tabIndex={line === stop ? 0 : -1}
            title={`Show ${series.site}/${series.device} alone`}
            onPointerEnter={() => {
              onFocus(line);
            }}
            onFocus={() => {
              setActive(line);
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
            <span class={reading.old ? 'legend-value old' : 'legend-value'}>{value(reading.value)}</span>
          </button>
        );
      })}
    </div>
  );
}
