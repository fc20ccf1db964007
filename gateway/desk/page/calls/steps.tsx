// What can be done about a call now, with one click or one key each.
import { type FormEvent, useState } from 'react';
import { type CallState, OUTCOMES as ORDER, type Outcome } from '../../call-record.ts';
import { language, useText } from '../language.ts';
import { useLive } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { Choice, TextInput } from '../parts/fields.tsx';
import { KEYS, type Take } from './take.ts';
import { CALLS, OUTCOMES } from './texts.ts';

interface Props {
  call: CallState;
  take: Take;
}

export function Steps({ call, take }: Props) {
  const { me } = useLive();
  const text = useText(CALLS);
  if (me?.role === 'viewer') return null;
  const note = (
    <Words
      label={text('noteHere')}
      button={text('note')}
      done={(words) => take({ step: 'noted', text: words })}
    />
  );
  if (call.taker === undefined) {
    return (
      <div className="steps">
        <StepButton look="main" step="taken" label={text('take')} take={take} />
        {note}
      </div>
    );
  }
  if (call.taker !== me?.name) return <div className="steps">{note}</div>;
  return (
    <div className="steps">
      <StepButton look="main" step="telephoned" label={text('telephoned')} take={take} />
      <StepButton step="reached" label={text('reached')} take={take} />
      <StepButton step="not_reached" label={text('notReached')} take={take} />
      <StepButton step="arrived" label={text('arrived')} take={take} />
      <StepButton step="released" label={text('release')} take={take} />
      <Words
        label={text('whom')}
        button={text('send')}
        done={(helper) => take({ step: 'sent', helper })}
      />
      {note}
      <Closing take={take} />
    </div>
  );
}

interface StepButtonProps {
  step: 'taken' | 'telephoned' | 'reached' | 'not_reached' | 'arrived' | 'released';
  label: string;
  look?: 'main';
  take: Take;
}

function StepButton({ step, label, look, take }: StepButtonProps) {
  const key = KEYS[step];
  return (
    <Button
      look={look ?? 'plain'}
      {...(key ? { shortcut: key.toUpperCase() } : {})}
      onPress={() => void take({ step })}
    >
      {label}
    </Button>
  );
}

interface WordsProps {
  label: string;
  button: string;
  /** Resolves with whether it was done: then the field is empty again. */
  done: (words: string) => Promise<boolean>;
}

function Words({ label, button, done }: WordsProps) {
  const [words, setWords] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await done(words.trim())) setWords('');
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextInput label={label} value={words} onChange={setWords} isRequired maxLength={2_000} />
      <Button type="submit">{button}</Button>
    </form>
  );
}

function Closing({ take }: { take: Take }) {
  const text = useText(CALLS);
  const [outcome, setOutcome] = useState<Outcome>('helped');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void take({ step: 'closed', outcome, followUp: false });
  };
  return (
    <form onSubmit={submit}>
      <Choice
        label={text('outcome')}
        value={outcome}
        onChange={(value) => setOutcome(value as Outcome)}
        options={ORDER.map((value) => ({ value, text: OUTCOMES[value][language()] }))}
      />
      <Button type="submit">{text('close')}</Button>
    </form>
  );
}
