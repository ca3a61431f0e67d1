import type { ComponentChildren } from 'preact';
import { count, rate, whole } from '../format/number';
import { span } from '../format/time';
import { inFlightText, verdict } from '../ledger/terms';
import type { Live } from '../store/live';
import { useBeat } from '../store/use-beat';
import type { UrlState } from '../url/url-state';
import { Sparkline } from './sparkline';

export function Tiles({ live, url }: { live: Live; url: UrlState }) {
  return (
    <section class="tiles" aria-label="At a glance">
      <DevicesTile live={live} url={url} />
      <RateTile live={live} />
      <FreshnessTile live={live} />
      <ResidueTile live={live} />
    </section>
  );
}

interface TileProps {
  label: string;
  tone?: 'good' | 'warn' | 'bad' | undefined;
  children: ComponentChildren;
  note: ComponentChildren;
  aside?: ComponentChildren;
}

function Tile({ label, tone, children, note, aside }: TileProps) {
  return (
    <div class={`card tile ${tone ?? ''}`}>
      <h2>{label}</h2>
      <p class="figure">{children}</p>
      <p class="note">{note}</p>
      {aside}
    </div>
  );
}

function DevicesTile({ live, url }: { live: Live; url: UrlState }) {
  useBeat(live.devices.beat);
  useBeat(live.linkBeat);
  const counts = live.devices.counts(url, live.asOf());
  const missing = [
    counts.late && `${whole(counts.late)} late`,
    counts.offline && `${whole(counts.offline)} offline`,
  ];
  return (
    <Tile
      label="Devices online"
      tone={counts.offline + counts.late > 0 ? 'warn' : undefined}
      note={missing.filter(Boolean).join(' · ') || (counts.total === 0 ? 'none seen yet' : 'all of them')}
      aside={<Share {...counts} />}
    >
      {whole(counts.online + counts.late)}
      <small> / {whole(counts.total)}</small>
    </Tile>
  );
}

function Share({
  total,
  online,
  late,
  offline,
}: {
  total: number;
  online: number;
  late: number;
  offline: number;
}) {
  if (total === 0) return null;
  return (
    <svg class="share" viewBox={`0 0 ${total} 1`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="online" width={online} height="1" />
      <rect class="late" x={online} width={late} height="1" />
      <rect class="offline" x={online + late} width={offline} height="1" />
    </svg>
  );
}

function RateTile({ live }: { live: Live }) {
  useBeat(live.vitals.beat);
  const { unit, perSecond } = live.vitals.rate(live.asOf());
  const { ledger } = live.vitals;
  return (
    <Tile
      label={unit === 'messages' ? 'Messages/s' : 'Readings/s'}
      note={
        ledger
          ? `${count(ledger.counted)} counted in all`
          : `by the ${unit === 'messages' ? 'ledger' : 'rollups'}`
      }
      aside={<Sparkline values={live.vitals.rates.toArray()} />}
    >
      {perSecond === undefined ? <Waiting text="measuring…" /> : rate(perSecond)}
    </Tile>
  );
}

/** How old a window was when it arrived; while nothing arrives, how old the newest one is. */
function FreshnessTile({ live }: { live: Live }) {
  useBeat(live.vitals.beat);
  useBeat(live.linkBeat);
  const usual = live.vitals.usualAge();
  const link = live.link();
  const { newestEnd } = live.series;
  const lagging = newestEnd > 0 && (link.kind === 'stale' || link.kind === 'quiet');
  const shown = lagging ? live.clock.now() - newestEnd : usual;
  const p99 = live.vitals.freshness.quantile(0.99);
  return (
    <Tile
      label="Freshness"
      tone={lagging ? 'bad' : usual !== undefined && usual > 1_000 ? 'warn' : undefined}
      note={
        lagging
          ? 'age of the newest window'
          : p99 === undefined
            ? 'window end to screen'
            : `p99 ${span(p99)}, window end to screen`
      }
      aside={!lagging && <Sparkline values={live.vitals.freshness.toArray()} />}
    >
      {shown === undefined ? <Waiting text={newestEnd > 0 ? 'measuring…' : 'no window yet'} /> : span(shown)}
    </Tile>
  );
}

/** Stands where a figure will be. */
const Waiting = ({ text }: { text: string }) => <small class="waiting">{text}</small>;

function ResidueTile({ live }: { live: Live }) {
  useBeat(live.vitals.beat);
  const { ledger } = live.vitals;
  const { perSecond } = live.vitals.rate(live.asOf());
  return (
    <Tile
      label="Ledger residue"
      tone={ledger === undefined ? undefined : ledger.residue === 0 ? 'good' : 'bad'}
      note={
        ledger && (
          <>
            <span class={ledger.missing > 0 ? 'open-term amber' : 'open-term'}>
              {count(ledger.missing)} missing
            </span>
            {' · '}
            <span class="open-term">{count(ledger.late)} late</span>
            {' · '}
            <span
              class="open-term"
              title="on the way between two stages, and how long that much takes to come"
            >
              {inFlightText(ledger.inFlight, perSecond)}
            </span>
          </>
        )
      }
    >
      {ledger ? whole(ledger.residue) : <Waiting text="no ledger yet" />}
      {ledger && <small> {verdict(ledger)}</small>}
    </Tile>
  );
}
