import { TIERS } from '../model';
import type { Live } from '../store/live';
import { byName } from '../store/device-store';
import { useBeat } from '../store/use-beat';
import { matches, metricPattern } from '../url/filter';
import type { UrlState } from '../url/url-state';
import type { Navigate } from '../url/use-url-state';
import { DeviceFilter } from './device-filter';
import { Segmented } from './segmented';

interface Props {
  live: Live;
  url: UrlState;
  navigate: Navigate;
}

export function Filters({ live, url, navigate }: Props) {
  useBeat(live.devices.beat);
  const devices = live.devices.all().filter((device) => matches(url.site, device.site));
  const names = [...new Set(devices.map((device) => device.device))];
  const metrics = [...new Set(devices.flatMap((device) => numeric(device.values)).map(metricPattern))].sort(
    byName,
  );
  const filtered = url.site !== '' || url.device !== '' || url.metric !== '';
  return (
    <form
      class="filters"
      role="search"
      aria-label="Filter"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Choice
        label="Site"
        all="All sites"
        options={live.devices.sites()}
        value={url.site}
        onChange={(site) => {
          navigate({ site, device: '' });
        }}
      />
      <DeviceFilter
        names={names}
        value={url.device}
        onChange={(device) => {
          navigate({ device });
        }}
      />
      <Choice
        label="Metric"
        all="All metrics"
        options={metrics}
        value={url.metric}
        onChange={(metric) => {
          navigate({ metric });
        }}
      />
      {filtered && (
        <button
          type="button"
          class="clear"
          onClick={() => {
            navigate({ site: '', device: '', metric: '' });
          }}
        >
          Clear
        </button>
      )}
      <Segmented
        label="Window"
        name="tier"
        options={TIERS}
        value={url.tier}
        onChange={(tier) => {
          navigate({ tier });
        }}
      />
    </form>
  );
}

function numeric(values: Record<string, { value: unknown }>): string[] {
  return Object.keys(values).filter((metric) => typeof values[metric].value !== 'string');
}

interface ChoiceProps {
  label: string;
  all: string;
  options: string[];
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, all, options, value, onChange }: ChoiceProps) {
  // A value out of a link, which no device has or which is a pattern, is still shown.
  const shown = value === '' || options.includes(value) ? options : [value, ...options];
  return (
    <select
      aria-label={label}
      value={value}
      class={value === '' ? '' : 'set'}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    >
      <option value="">{all}</option>
      {shown.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}
