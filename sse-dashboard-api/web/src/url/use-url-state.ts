import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { readUrl, writeUrl, type UrlState } from './url-state';

export type Navigate = (change: Partial<UrlState>, how?: 'push' | 'replace') => void;

/** The address bar as state. `push` makes a step for the back button; typing replaces. */
export function useUrlState(): [UrlState, Navigate] {
  const [state, setState] = useState(() => readUrl(location.search));
  const current = useRef(state);
  const apply = useCallback((next: UrlState) => {
    current.current = next;
    setState(next);
  }, []);

  useEffect(() => {
    const back = (): void => {
      apply(readUrl(location.search));
    };
    addEventListener('popstate', back);
    return () => {
      removeEventListener('popstate', back);
    };
  }, [apply]);

  const navigate = useCallback<Navigate>(
    (change, how = 'push') => {
      const next = { ...current.current, ...change };
      const url = location.pathname + writeUrl(next);
      if (url === location.pathname + location.search) return;
      if (how === 'push') history.pushState(null, '', url);
      else history.replaceState(null, '', url);
      apply(next);
    },
    [apply],
  );
  return [state, navigate];
}
