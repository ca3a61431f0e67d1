import { whole } from '../format/number';
import type { Live } from '../store/live';
import { useBeat } from '../store/use-beat';
import { NO_LEDGER, terms } from './terms';

export function LedgerPanel({ live }: { live: Live }) {
  useBeat(live.vitals.beat);
  const { ledger } = live.vitals;
  const balanced = ledger?.residue === 0;
  const tone = ledger === undefined ? '' : balanced ? 'balanced' : 'unbalanced';
  return (
    <section class="ledger" aria-labelledby="ledger-title">
      <div class="section-head">
        <h2 id="ledger-title">Ledger</h2>
        <p class={tone}>
          {ledger === undefined
            ? 'not heard yet'
            : balanced
              ? 'balanced, residue 0'
              : `not balanced: residue ${whole(ledger.residue)}`}
        </p>
      </div>
      <dl class={`card terms ${tone}`}>
        {terms(ledger ?? NO_LEDGER).map(({ name, value, meaning, watch }) => (
          <div key={name} class={watch && value > 0 ? 'term watch' : 'term'} title={meaning}>
            <dt>{name}</dt>
            <dd>{ledger ? whole(value) : '–'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
