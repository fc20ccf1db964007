// Who are you? And, on a desk that has no account yet, the first one.
import { type FormEvent, useState } from 'react';
import { ask } from '../ask.ts';
import { useText } from '../language.ts';
import { readSession, useLive } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { TextInput } from '../parts/fields.tsx';
import { SHELL } from './texts.ts';

export function Login() {
  const text = useText(SHELL);
  const { isFirst, me } = useLive();
  const [name, setName] = useState(me?.name ?? '');
  const [password, setPassword] = useState('');
  const [error, setError] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError('');
    try {
      await ask(isFirst ? '/api/first-account' : '/api/login', { name: name.trim(), password });
      await readSession();
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  };
  return (
    <form id="login" onSubmit={(event) => void submit(event)}>
      <h2>{text(isFirst ? 'first' : 'login')}</h2>
      {isFirst && <p className="quiet">{text('firstWhy')}</p>}
      <TextInput
        label={text('name')}
        name="name"
        autoComplete="username"
        isRequired
        value={name}
        onChange={setName}
      />
      <TextInput
        label={text('password')}
        name="password"
        type="password"
        autoComplete={isFirst ? 'new-password' : 'current-password'}
        isRequired
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" look="main">
        {text(isFirst ? 'make' : 'login')}
      </Button>
      <p role="alert" className="error">
        {error}
      </p>
    </form>
  );
}
