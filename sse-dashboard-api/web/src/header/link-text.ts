import { wholeSpan } from '../format/time';
import type { LinkState } from '../stream/link-state';

export interface LinkText {
  /** What screen readers are told, once per change. */
  kind: string;
  /** What stands in the badge and counts upward. */
  badge: string;
  /** A sentence for the banner; none while all is well. */
  banner: string | undefined;
}

export function linkText(state: LinkState): LinkText {
  switch (state.kind) {
    case 'connecting':
      return { kind: 'Connecting', badge: 'Connecting…', banner: undefined };
    case 'live':
      return { kind: 'Live', badge: 'Live', banner: undefined };
    case 'refused':
      return { kind: 'Filter refused', badge: 'Filter refused', banner: undefined };
    case 'quiet':
      return {
        kind: 'Connected, but no new data',
        badge: `No data for ${wholeSpan(state.forMs)}`,
        banner: undefined,
      };
    case 'stale': {
      const doing = state.connected
        ? 'The server has gone silent.'
        : 'No connection; trying again by itself.';
      const span = wholeSpan(state.forMs);
      return {
        kind: `Data is stale. ${doing}`,
        badge: `Stale for ${span}`,
        banner: `Data is stale for ${span}. ${doing}`,
      };
    }
  }
}
