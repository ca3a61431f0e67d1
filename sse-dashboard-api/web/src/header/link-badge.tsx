import type { Live } from '../store/live';
import { useBeat } from '../store/use-beat';
import { linkText } from './link-text';

/** The state of the connection: seen as it counts, announced only when its kind changes. */
export function LinkBadge({ live }: { live: Live }) {
  useBeat(live.linkBeat);
  const state = live.link();
  const text = linkText(state);
  return (
    <>
      <span class={`badge ${state.kind}`} aria-hidden="true" title={live.version && `Sluice ${live.version}`}>
        <span class="dot" />
        {text.badge}
      </span>
      <span class="unseen" role="status" aria-live="polite">
        {text.kind}
      </span>
    </>
  );
}

export function LinkBanner({ live }: { live: Live }) {
  useBeat(live.linkBeat);
  const state = live.link();
  const { banner } = linkText(state);
  return banner === undefined ? null : <p class={`banner ${state.kind}`}>{banner}</p>;
}
