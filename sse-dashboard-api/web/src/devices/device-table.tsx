import { useEffect, useRef, useState } from 'preact/hooks';
import { plural } from '../format/number';
import { movedTo } from '../keys';
import type { Live } from '../store/live';
import { useBeat } from '../store/use-beat';
import type { UrlState } from '../url/url-state';
import type { Navigate } from '../url/use-url-state';
import { narrowLayout, wideLayout, type Layout } from './columns';
import { emptyText, selectRows, type Row, type RowQuery } from './rows';
import { Head } from './table-head';
import { useNarrow } from './use-narrow';
import { visibleRows } from './visible-rows';

interface Props {
  live: Live;
  url: UrlState;
  navigate: Navigate;
}

export function DeviceTable({ live, url, navigate }: Props) {
  useBeat(live.devices.beat);
  useBeat(live.linkBeat);
  const narrow = useNarrow();
  const now = live.clock.now();
  const query: RowQuery = { ...url, text: url.q };
  const rows = selectRows(live.devices.all(), query, live.asOf());
  const layout = narrow ? narrowLayout(rows) : wideLayout(rows);
  return (
    <section class="devices" aria-labelledby="devices-title">
      <div class="section-head">
        <h2 id="devices-title">Devices</h2>
        <p>{plural(rows.length, 'device')}</p>
        <input
          type="search"
          aria-label="Search devices"
          placeholder="Search name, site, status…"
          value={url.q}
          onInput={(event) => {
            navigate({ q: event.currentTarget.value }, 'replace');
          }}
        />
      </div>
      <Grid
        rows={rows}
        layout={layout}
        now={now}
        sort={url.sort}
        tall={url.view === 'devices'}
        empty={emptyText(live.devices.size, query)}
        onSort={(sort) => {
          navigate({ sort }, 'replace');
        }}
        onOpen={({ device }) => {
          navigate({ site: device.site, device: device.device, view: 'overview' });
        }}
      />
    </section>
  );
}

interface GridProps {
  rows: Row[];
  layout: Layout;
  now: number;
  sort: string;
  tall: boolean;
  empty: string;
  onSort: (sort: string) => void;
  onOpen: (row: Row) => void;
}

/** A table that renders the rows in sight only. Arrow keys, Page, Home and End move; Enter opens. */
function Grid({
  rows,
  layout: { columns, whole, rowHeight },
  now,
  sort,
  tall,
  empty,
  onSort,
  onOpen,
}: GridProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 480 });
  const [active, setActive] = useState(0);
  const focusNext = useRef(false);
  const current = Math.min(active, Math.max(0, rows.length - 1));

  useEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    box.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
  }, [current]);

  const measure = (): void => {
    if (box.current) setView({ top: box.current.scrollTop, height: box.current.clientHeight });
  };
  useEffect(() => {
    if (!box.current) return;
    const size = new ResizeObserver(measure);
    size.observe(box.current);
    return () => {
      size.disconnect();
    };
  }, []);

  const move = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const next = movedTo(event, current, rows.length, steps);
    if (next === undefined) return;
    event.preventDefault();
    focusNext.current = true;
    if (box.current) scrollToRow(box.current, next, rowHeight);
    measure();
    setActive(next);
  };

  const slice = visibleRows(rows.length, view.top, view.height, rowHeight);
  return (
    <div class={tall ? 'card table tall' : 'card table'} ref={box} onScroll={measure}>
      <table aria-rowcount={rows.length + 1}>
        <Head columns={columns} sort={sort} onSort={onSort} />
        <tbody onKeyDown={move}>
          <Spacer rows={slice.above} rowHeight={rowHeight} columns={columns.length} />
          {rows.slice(slice.from, slice.to).map((row, i) => (
            <tr
              key={row.key}
              aria-rowindex={slice.from + i + 2}
              tabIndex={slice.from + i === current ? 0 : -1}
              class={row.status}
              style={{ height: `${rowHeight}px` }}
              onFocus={() => {
                setActive(slice.from + i);
              }}
              onClick={() => {
                onOpen(row);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter') onOpen(row);
              }}
            >
              {whole ? (
                <td colSpan={columns.length}>{whole(row, now)}</td>
              ) : (
                columns.map((column) => (
                  <td key={column.title} class={column.numeric ? 'numeric' : ''}>
                    {column.cell(row, now)}
                  </td>
                ))
              )}
            </tr>
          ))}
          <Spacer rows={slice.below} rowHeight={rowHeight} columns={columns.length} />
        </tbody>
      </table>
      {rows.length === 0 && <p class="empty">{empty}</p>}
    </div>
  );
}

function Spacer({ rows, rowHeight, columns }: { rows: number; rowHeight: number; columns: number }) {
  if (rows === 0) return null;
  return (
    <tr aria-hidden="true" class="spacer">
      <td colSpan={columns} style={{ height: `${rows * rowHeight}px` }} />
    </tr>
  );
}

function scrollToRow(box: HTMLElement, row: number, rowHeight: number): void {
  const head = rowHeight;
  const top = row * rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowHeight + head > box.scrollTop + box.clientHeight) {
    box.scrollTop = top + rowHeight + head - box.clientHeight;
  }
}
