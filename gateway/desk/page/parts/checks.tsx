// Several of a few, each with a box of its own.
import type { ReactNode } from 'react';

interface CheckProps {
  label: ReactNode;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className="check-box">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

interface Props<T extends string | number> {
  label: string;
  values: readonly T[];
  onChange: (values: T[]) => void;
  options: readonly { value: T; text: string }[];
}

/** In the order of the options. */
export function Checks<T extends string | number>({ label, values, onChange, options }: Props<T>) {
  return (
    <fieldset className="check-boxes wide">
      <legend>{label}</legend>
      {options.map(({ value, text }) => (
        <Check
          key={value}
          label={text}
          isOn={values.includes(value)}
          onChange={(isOn) => {
            const chosen = options.map((option) => option.value);
            onChange(chosen.filter((one) => (one === value ? isOn : values.includes(one))));
          }}
        />
      ))}
    </fieldset>
  );
}
