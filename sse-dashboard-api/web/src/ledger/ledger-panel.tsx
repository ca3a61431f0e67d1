import { whole } from '../format/number';
import type { Live } from '../store/live';
import { useBeat } from '../store/use-beat';
import { terms } from './terms';

export function LedgerPanel({ live }: { live: Live }) {
  useBeat(live.vitals.beat);
  const { ledger } = live.vitals;
  if (!ledger) return null;
  const balanced = ledger.residue === 0;
  return (
    <section class="ledger" aria-labelledby="ledger-title">
      <div class="section-head">
        <h2 id="ledger-title">Ledger</h2>
        <p class={balanced ? 'balanced' : 'unbalanced'}>
          {balanced ? 'balanced, residue 0' : `not balanced: residue ${whole(ledger.residue)}`}
        </p>
      </div>
      <dl class={`card terms ${balanced ? '' : 'unbalanced'}`}>
        {terms(ledger).map(({ name, value, meaning, watch }) => (
          <div key={name} class={watch && value > 0 ? 'term watch' : 'term'} title={meaning}>
            <dt>{name}</dt>
            <dd>{whole(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
