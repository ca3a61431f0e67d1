import { useCallback, useEffect, useRef, useState, type MutableRef } from 'preact/hooks';
import type { Live } from '../store/live';
import type { MetricGroup, Series } from '../store/series-store';
import { buildFrame, type Frame } from './frame';
import { Plot } from './plot';
import type { ChartTheme } from './theme';

export interface PlotHandle {
  host: MutableRef<HTMLDivElement | null>;
  frame: Frame | undefined;
  /** Index into the frame under the pointer. */
  cursor: number | undefined;
  /** The line nearest to the pointer, or brought forward from the legend. */
  focused: number | undefined;
  focus: (line: number | undefined) => void;
}

/** Keeps a plot of these series current while it is on screen; draws on data only. */
export function usePlot(live: Live, group: MetricGroup, drawn: Series[], theme: ChartTheme): PlotHandle {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>();
  const [frame, setFrame] = useState<Frame>();
  const [cursor, setCursor] = useState<number>();
  const [focused, setFocused] = useState<number>();
  const lines = drawn.map((series) => `${series.site}/${series.device}`).join(' ');

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = new Plot(element, drawn.length, theme, { cursor: setCursor, focus: setFocused });
    plot.current = made;
    const draw = (): void => {
      const { from, to } = live.range();
      const { width } = live.series;
      const first = Math.floor(from / width);
      const next = buildFrame(group, drawn, {
        first,
        last: Math.floor(to / width),
        width,
        pixels: made.pixels,
      });
      made.draw(next, from, to);
      setFrame(next);
    };
    const stop = whileVisible(element, live, draw, () => {
      made.resize();
    });
    return () => {
      stop();
      made.dispose();
    };
    // `lines` stands for `drawn`, which is a new array each time.
  }, [live, group, lines, theme]);

  return { host, frame, cursor, focused, focus: useCallback((line) => plot.current?.focus(line), []) };
}

/** Charts somewhat off screen are kept current too, so that scrolling meets no old picture. */
const NEARBY = { rootMargin: '1500px 0px' };

function whileVisible(element: HTMLElement, live: Live, draw: () => void, resize: () => void): () => void {
  let onScreen = true;
  const redraw = (): void => {
    if (onScreen && !document.hidden) draw();
  };
  const sight = new IntersectionObserver(([entry]) => {
    onScreen = entry.isIntersecting;
    redraw();
  }, NEARBY);
  const size = new ResizeObserver(() => {
    resize();
    redraw();
  });
  sight.observe(element);
  size.observe(element);
  document.addEventListener('visibilitychange', redraw);
  const unsubscribe = live.seriesBeat.subscribe(redraw);
  redraw();
  return () => {
    unsubscribe();
    sight.disconnect();
    size.disconnect();
    document.removeEventListener('visibilitychange', redraw);
  };
}
