// The accounts, as a leader keeps them: who is there, what they may, and who is shut out.
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import type { Person } from '../../people/shapes.ts';
import { ask } from '../ask.ts';
import { useText } from '../language.ts';
import { Button } from '../parts/button.tsx';
import { Choice, TextInput } from '../parts/fields.tsx';
import { NewPassword } from './new-password.tsx';
import { PEOPLE } from './texts.ts';

const ROLES = ['officer', 'leader', 'archive_keeper', 'viewer'] as const;
type Act = (path: string, body: object) => Promise<boolean>;

export function AccountsView() {
  const text = useText(PEOPLE);
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [error, setError] = useState('');
  const read = useCallback(async () => {
    try {
      setPeople((await ask<{ people: Person[] }>('/api/people')).people);
    } catch (refusal) {
      setError((refusal as Error).message);
    }
  }, []);
  useEffect(() => void read(), [read]);
  /** Resolves with whether it is done: forms keep what was typed until then. */
  const act: Act = async (path, body) => {
    setError('');
    try {
      await ask(path, body);
      await read();
      return true;
    } catch (refusal) {
      setError((refusal as Error).message);
      return false;
    }
  };
  return (
    <>
      <AddPerson act={act} />
      <p role="alert" className="error">
        {error}
      </p>
      <div className="scroll card list">
        <table>
          <thead>
            <tr>
              <th scope="col">{text('name')}</th>
              <th scope="col">{text('role')}</th>
              <th scope="col" className="number">
                {text('sessions')}
              </th>
              <th scope="col">{text('actions')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <PersonRow key={person.name} person={person} act={act} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function useRoles() {
  const text = useText(PEOPLE);
  return ROLES.map((value) => ({ value, text: text(value) }));
}

function AddPerson({ act }: { act: Act }) {
  const text = useText(PEOPLE);
  const roles = useRoles();
  const [name, setName] = useState('');
  const [role, setRole] = useState('officer');
  const [password, setPassword] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await act('/api/people/add', { name: name.trim(), role, password }))) return;
    setName('');
    setPassword('');
  };
  return (
    <form className="bar filters" onSubmit={(event) => void submit(event)}>
      <TextInput label={text('name')} isRequired maxLength={40} value={name} onChange={setName} />
      <Choice label={text('role')} value={role} onChange={setRole} options={roles} />
      <NewPassword value={password} onChange={setPassword} />
      <Button type="submit" look="main">
        {text('addPerson')}
      </Button>
    </form>
  );
}

function PersonRow({ person, act }: { person: Person; act: Act }) {
  const text = useText(PEOPLE);
  const { name, role, isDisabled, sessions } = person;
  const [isResetting, setResetting] = useState(false);
  const [password, setPassword] = useState('');
  const change = (fields: object) => act('/api/people/change', { name, ...fields });
  const reset = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await change({ password }))) return;
    setPassword('');
    setResetting(false);
  };
  return (
    <tr>
      <th scope="row">
        {name} {isDisabled && <span className="tag">{text('disabled')}</span>}
      </th>
      <td>
        <select
          aria-label={`${text('role')}: ${name}`}
          value={role}
          onChange={(event) => void change({ role: event.target.value })}
        >
          {ROLES.map((value) => (
            <option key={value} value={value}>
              {text(value)}
            </option>
          ))}
        </select>
      </td>
      <td className="number">{sessions}</td>
      <td>
        {isResetting ? (
          <form className="row-actions" onSubmit={(event) => void reset(event)}>
            <NewPassword value={password} onChange={setPassword} />
            <Button type="submit" look="main">
              {text('save')}
            </Button>
            <Button onPress={() => setResetting(false)}>{text('cancel')}</Button>
          </form>
        ) : (
          <div className="row-actions">
            <Button onPress={() => setResetting(true)}>{text('reset')}</Button>
            <Button
              isDisabled={sessions === 0}
              onPress={() => void act('/api/people/end-sessions', { name })}
            >
              {text('endSessions')}
            </Button>
            <Button look="danger" onPress={() => void change({ isDisabled: !isDisabled })}>
              {text(isDisabled ? 'enable' : 'disable')}
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}
