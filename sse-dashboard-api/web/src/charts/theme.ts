import { useEffect, useState } from 'preact/hooks';

/** Colours for the canvas, read from the style sheet's custom properties. */
export interface ChartTheme {
  lines: string[];
  mean: string;
  band: string;
  grid: string;
  text: string;
  correction: string;
  panel: string;
  font: string;
}

function readTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    lines: Array.from({ length: 8 }, (_, i) => colour(`--line-${i + 1}`)),
    mean: colour('--text'),
    band: colour('--band'),
    grid: colour('--grid'),
    text: colour('--muted'),
    correction: colour('--warn'),
    panel: colour('--panel'),
    font: `11px ${colour('--font')}`,
  };
}

/** The theme of now; a new object when the system turns dark or light. */
export function useChartTheme(): ChartTheme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const turn = (): void => {
      setTheme(readTheme());
    };
    dark.addEventListener('change', turn);
    return () => {
      dark.removeEventListener('change', turn);
    };
  }, []);
  return theme;
}
