import { useEffect } from 'preact/hooks';
import { Charts } from './charts/charts';
import { DeviceTable } from './devices/device-table';
import { LinkBanner } from './header/link-badge';
import { Tiles } from './header/tiles';
import { TopBar } from './header/top-bar';
import { LedgerPanel } from './ledger/ledger-panel';
import type { Live } from './store/live';
import { useBeat } from './store/use-beat';
import { useUrlState } from './url/use-url-state';

export function App({ live }: { live: Live }) {
  const [url, navigate] = useUrlState();
  const { site, device, metric, tier, view } = url;
  useEffect(() => {
    live.show({ site, device, metric, tier });
  }, [live, site, device, metric, tier]);
  useBeat(live.linkBeat);
  const stale = live.link().kind === 'stale';
  return (
    <>
      <TopBar live={live} url={url} navigate={navigate} />
      <LinkBanner live={live} />
      <main class={stale ? 'stale' : ''}>
        <Tiles live={live} url={url} />
        {view === 'overview' && <LedgerPanel live={live} />}
        {view !== 'devices' && <Charts live={live} url={url} navigate={navigate} />}
        {view !== 'charts' && <DeviceTable live={live} url={url} navigate={navigate} />}
      </main>
    </>
  );
}
