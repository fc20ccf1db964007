// The own password.
import { type FormEvent, useState } from 'react';
import { ask } from '../ask.ts';
import { useText } from '../language.ts';
import { Button } from '../parts/button.tsx';
import { TextInput } from '../parts/fields.tsx';
import { NewPassword } from './new-password.tsx';
import { PEOPLE } from './texts.ts';

export function MyAccount() {
  const text = useText(PEOPLE);
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState('');
  const [isDone, setDone] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError('');
    setDone(false);
    try {
      await ask('/api/me/password', { old, password });
      setOld('');
      setPassword('');
      setDone(true);
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  };
  return (
    <div className="columns">
      <form className="card form" onSubmit={(event) => void submit(event)}>
        <h3 className="wide">{text('change')}</h3>
        <div className="wide">
          <TextInput
            label={text('old')}
            type="password"
            autoComplete="current-password"
            isRequired
            value={old}
            onChange={setOld}
          />
        </div>
        <div className="wide">
          <NewPassword value={password} onChange={setPassword} />
        </div>
        <p role="alert" className="error wide">
          {error}
        </p>
        <p role="status" className="wide">
          {isDone ? text('changed') : ''}
        </p>
        <div className="actions wide">
          <Button type="submit" look="main">
            {text('save')}
          </Button>
        </div>
      </form>
    </div>
  );
}
