import { useEffect, useRef } from 'preact/hooks';
import { byName } from '../store/device-store';

/** Browsers slow down with longer lists; typing a prefix with `*` reaches the rest. */
const MAX_SUGGESTED = 500;

interface Props {
  names: string[];
  value: string;
  onChange: (value: string) => void;
}

/** A device's name, several with commas, or a prefix with `*`; applied on Enter or when left. */
export function DeviceFilter({ names, value, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.value = value;
  }, [value]);
  const suggested = names.slice(0, MAX_SUGGESTED).sort(byName);
  const apply = (): void => {
    const typed = input.current?.value.trim() ?? '';
    if (typed !== value) onChange(typed);
  };
  return (
    <>
      <input
        ref={input}
        class={value === '' ? '' : 'set'}
        type="search"
        list="device-names"
        aria-label="Device"
        placeholder="All devices"
        autocomplete="off"
        spellcheck={false}
        onChange={apply}
        onInput={(event) => {
          // Picking a suggestion or clearing the field needs no Enter.
          const typed = event.currentTarget.value;
          if (typed === '' || (!(event instanceof InputEvent) && names.includes(typed))) apply();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply();
        }}
      />
      <datalist id="device-names">
        {suggested.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
