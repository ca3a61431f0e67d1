import { useEffect, useReducer } from 'preact/hooks';
import type { Beat } from './beat';

/** Renders the component again whenever the beat tells of a change. */
export function useBeat(beat: Beat): void {
  const [, render] = useReducer((n: number) => n + 1, 0);
  useEffect(
    () =>
      beat.subscribe(() => {
        render(undefined);
      }),
    [beat],
  );
}
