/** A span for people: 240 ms, 1.8 s, 12 s, 3 min 5 s, 2 h 4 min, 3 d 2 h. */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  return wholeSpan(ms);
}

/** As `span`, in whole seconds: for what counts upward while one looks. */
export function wholeSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return two(seconds, 60, 'min', 's');
  if (seconds < 86_400) return two(Math.floor(seconds / 60), 60, 'h', 'min');
  return two(Math.floor(seconds / 3_600), 24, 'd', 'h');
}

export function ago(ms: number): string {
  return ms < 2_000 ? 'now' : `${wholeSpan(ms)} ago`;
}

function two(n: number, per: number, big: string, small: string): string {
  const rest = n % per;
  return rest === 0 ? `${Math.floor(n / per)} ${big}` : `${Math.floor(n / per)} ${big} ${rest} ${small}`;
}

const second = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndMinute = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** A window's start, as fine as windows of that width need. */
export function windowTime(ms: number, width: number): string {
  return (width < 60_000 ? second : width < 3_600_000 ? minute : dayAndMinute).format(ms);
}

/** Below this span an axis tells seconds, also where its ticks are whole minutes. */
const SECONDS_SPAN = 180_000;

/** An axis label for ticks that lie `step` milliseconds apart on an axis of `span`. */
export function axisTime(ms: number, step: number, span: number): string {
  return (step < 60_000 || span < SECONDS_SPAN ? second : step < 86_400_000 ? minute : day).format(ms);
}

export const exactTime = (ms: number): string => new Date(ms).toISOString();
