import type { Live } from '../store/live';
import { VIEWS, type UrlState } from '../url/url-state';
import type { Navigate } from '../url/use-url-state';
import { Filters } from './filters';
import { LinkBadge } from './link-badge';
import { Segmented } from './segmented';

export function TopBar({ live, url, navigate }: { live: Live; url: UrlState; navigate: Navigate }) {
  return (
    <header class="top">
      <h1 class="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" />
          <path d="M6 12c3.300-3 6.700-3 10 0s6.700 3 10 0M6 20c3.300-3 6.700-3 10 0s6.700 3 10 0" />
        </svg>
        Sluice
      </h1>
      <nav aria-label="View">
        <Segmented
          label="View"
          name="view"
          options={VIEWS}
          value={url.view}
          onChange={(view) => {
            navigate({ view });
          }}
        />
      </nav>
      <Filters live={live} url={url} navigate={navigate} />
      <LinkBadge live={live} />
    </header>
  );
}
