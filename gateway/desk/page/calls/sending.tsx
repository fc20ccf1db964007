// Sending help: who is proposed, who was sent, and whether somebody has arrived.
import { type FormEvent, useState } from 'react';
import { locale, useText } from '../language.ts';
import { Button } from '../parts/button.tsx';
import { TextInput } from '../parts/fields.tsx';
import { KEYS, type PartProps } from './take.ts';
import { CALLS } from './texts.ts';

export function Sending({ call, take }: PartProps) {
  const text = useText(CALLS);
  const [whom, setWhom] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await take({ step: 'sent', helper: whom.trim() })) setWhom('');
  };
  const { helper, sentAt, arrivedAt } = call;
  return (
    <section className="part" aria-label={text('send')}>
      <h3>{text('send')}</h3>
      {helper !== undefined && sentAt !== undefined && (
        <p className="sent">
          <strong>{helper}</strong> · {text('sentAt')}{' '}
          {new Date(sentAt).toLocaleTimeString(locale())}{' '}
          {arrivedAt === undefined ? (
            <Button shortcut={KEYS.arrived} onPress={() => void take({ step: 'arrived' })}>
              {text('arrived')}
            </Button>
          ) : (
            <span className="tag green">
              {text('arrived')} {new Date(arrivedAt).toLocaleTimeString(locale())}
            </span>
          )}
        </p>
      )}
      <form className="line" onSubmit={(event) => void submit(event)}>
        <TextInput
          label={text('whom')}
          value={whom}
          onChange={setWhom}
          isRequired
          maxLength={120}
          inputKey={KEYS.send}
        />
        <Button type="submit">{text('sendThem')}</Button>
      </form>
    </section>
  );
}
