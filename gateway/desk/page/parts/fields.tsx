// Fields of forms, each with its label, a hint, and what is wrong with it.
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';
import { Shortcut } from './button.tsx';

interface TextProps extends TextFieldProps {
  label: string;
  hint?: string;
  placeholder?: string;
  /** More than one: a field of several lines. */
  lines?: number;
  /** The key that leads into the field, in rooms that have keys. */
  inputKey?: string;
}

export function TextInput({
  label,
  hint,
  placeholder = '',
  lines = 1,
  inputKey,
  ...props
}: TextProps) {
  return (
    <TextField {...props} className="field">
      <Label>
        {label} {inputKey && <Shortcut>{inputKey}</Shortcut>}
      </Label>
      {lines > 1 ? (
        <TextArea rows={lines} placeholder={placeholder} />
      ) : (
        <Input placeholder={placeholder} {...(inputKey ? { 'data-key': inputKey } : {})} />
      )}
      {hint && (
        <Text slot="description" className="quiet">
          {hint}
        </Text>
      )}
      <FieldError className="error" />
    </TextField>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; text: string }[];
}

/** One of a few, by the browser's own list: it opens on every phone and by every keyboard. */
export function Choice({ label, value, onChange, options }: ChoiceProps) {
  return (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
