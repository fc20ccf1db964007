// The field of a password that is chosen now.
import { useText } from '../language.ts';
import { TextInput } from '../parts/fields.tsx';
import { PEOPLE } from './texts.ts';

const MAX_PASSWORD = 256;

interface Props {
  value: string;
  onChange: (value: string) => void;
}

export function NewPassword({ value, onChange }: Props) {
  const text = useText(PEOPLE);
  return (
    <TextInput
      label={text('password')}
      type="password"
      autoComplete="new-password"
      isRequired
      maxLength={MAX_PASSWORD}
      value={value}
      onChange={onChange}
    />
  );
}
