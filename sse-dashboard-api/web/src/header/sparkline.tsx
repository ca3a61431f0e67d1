import { polyline } from './polyline';

export function Sparkline({ values }: { values: number[] }) {
  if (values.length < 2) return null;
  return (
    <svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={polyline(values, 100, 24)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
