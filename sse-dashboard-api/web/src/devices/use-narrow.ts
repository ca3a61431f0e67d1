import { useEffect, useState } from 'preact/hooks';

const query = matchMedia('(max-width: 760px)');

export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const turn = (): void => {
      setNarrow(query.matches);
    };
    query.addEventListener('change', turn);
    return () => {
      query.removeEventListener('change', turn);
    };
  }, []);
  return narrow;
}
