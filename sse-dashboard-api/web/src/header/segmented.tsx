interface Props<T extends string> {
  label: string;
  name: string;
  options: readonly T[];
  value: T;
  onChange: (value: T) => void;
}

/** A row of radio buttons in one frame; arrow keys come with them. */
export function Segmented<T extends string>({ label, name, options, value, onChange }: Props<T>) {
  return (
    <fieldset class="segmented">
      <legend class="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === value}
            onChange={() => {
              onChange(option);
            }}
          />
          <span>{option}</span>
        </label>
      ))}
    </fieldset>
  );
}
