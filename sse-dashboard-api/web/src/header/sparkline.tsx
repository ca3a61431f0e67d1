import { polyline } from './polyline';

/** Fewer points make a picture of nothing. */
const LEAST_POINTS = 5;

export function Sparkline({ values }: { values: number[] }) {
  if (values.length < LEAST_POINTS) return null;
  return (
    <svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={polyline(values, 100, 24)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
