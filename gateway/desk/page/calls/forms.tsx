// What an officer says about a call: what is needed, a note, how it ended, and who goes on with it.

import { type FormEvent, useState } from 'react';
import {
  NEEDS as NEED_ORDER,
  type Need,
  OUTCOMES as OUTCOME_ORDER,
  type Outcome,
} from '../../call-record.ts';
import { NEED_WORDS, OUTCOME_WORDS } from '../../words-shapes.ts';
import { language, useText } from '../language.ts';
import { useLive } from '../live.ts';
import { Button, Shortcut } from '../parts/button.tsx';
import { useDraft } from '../parts/draft.ts';
import { Choice, TextInput } from '../parts/fields.tsx';
import { KEYS, type PartProps } from './take.ts';
import { CALLS } from './texts.ts';

/** Its key goes there, and Enter does it: closing a call is not to happen by one slip of a finger. */
const LIKELY = {
  look: 'main',
  'data-key': KEYS.close,
  'data-confirm': true,
} as const;

/** The six services, one key each: what is chosen is on record at once. */
export function Needs({ call, take }: PartProps) {
  const text = useText(CALLS);
  const { value: words, change, forget } = useDraft(`needs ${call.callId}`, call.needText);
  const save = async (needs: readonly Need[]) => {
    if (await take({ step: 'needed', needs, text: words.trim() })) forget();
  };
  const toggled = (need: Need) =>
    call.needs.includes(need)
      ? call.needs.filter((other) => other !== need)
      : [...call.needs, need];
  return (
    <section className="part" aria-label={text('whatNeeded')}>
      <h3>{text('whatNeeded')}</h3>
      <div className="needs">
        {NEED_ORDER.map((need, index) => {
          const isOn = call.needs.includes(need);
          return (
            <button
              key={need}
              type="button"
              className={`button ${isOn ? 'on' : ''}`}
              aria-pressed={isOn}
              data-key={index + 1}
              onClick={() => void save(toggled(need))}
            >
              {NEED_WORDS[need][language()]}
              <Shortcut>{index + 1}</Shortcut>
            </button>
          );
        })}
      </div>
      <form
        className="line"
        onSubmit={(event) => {
          event.preventDefault();
          void save(call.needs);
        }}
      >
        <TextInput label={text('inWords')} value={words} onChange={change} maxLength={2_000} />
        <Button type="submit">{text('save')}</Button>
      </form>
    </section>
  );
}

export function Note({ call, take }: PartProps) {
  const text = useText(CALLS);
  const { value: words, change, forget } = useDraft(`note ${call.callId}`, '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await take({ step: 'noted', text: words.trim() }))) return;
    change('');
    forget();
  };
  return (
    <form className="line part" onSubmit={(event) => void submit(event)}>
      <TextInput
        label={text('noteHere')}
        value={words}
        onChange={change}
        isRequired
        maxLength={2_000}
      />
      <Button type="submit">{text('note')}</Button>
    </form>
  );
}

/** How it ended, in one click; or by its key, and Enter for the likely one. */
export function Closing({ call, take }: PartProps) {
  const text = useText(CALLS);
  const [followUp, setFollowUp] = useState(false);
  const likely = call.isTest ? 'test' : call.reachedAt === undefined ? 'not_reached' : 'helped';
  const close = (outcome: Outcome) => void take({ step: 'closed', outcome, followUp });
  return (
    <section className="part" aria-label={text('close')}>
      <h3>{text('close')}</h3>
      <label className="check">
        <input
          type="checkbox"
          checked={followUp}
          data-key={KEYS.followUp}
          onChange={(event) => setFollowUp(event.target.checked)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.repeat) close(likely);
          }}
        />
        {text('followUp')}
        <Shortcut>{KEYS.followUp}</Shortcut>
      </label>
      <div className="needs">
        {OUTCOME_ORDER.map((outcome) => (
          <Button
            key={outcome}
            {...(outcome === likely ? LIKELY : {})}
            onPress={() => close(outcome)}
          >
            {OUTCOME_WORDS[outcome][language()]}
            {outcome === likely && (
              <>
                <Shortcut>{KEYS.close}</Shortcut>
                <Shortcut>↵</Shortcut>
              </>
            )}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** Somebody else goes on with it: a colleague, whoever takes it next, or a leader who looks too. */
export function HandOver({ call, take }: PartProps) {
  const text = useText(CALLS);
  const { me, officers } = useLive();
  const others = officers.filter((name) => name !== me?.name);
  const [to, setTo] = useState('');
  const chosen = others.includes(to) ? to : (others[0] ?? '');
  return (
    <section className="part" aria-label={text('handOver')}>
      <div className="line">
        {chosen !== '' && (
          <>
            <Choice
              label={text('handOverTo')}
              value={chosen}
              onChange={setTo}
              options={others.map((name) => ({ value: name, text: name }))}
            />
            <Button onPress={() => void take({ step: 'handed_over', to: chosen })}>
              {text('handOver')}
            </Button>
          </>
        )}
        <Button onPress={() => void take({ step: 'released' })}>{text('release')}</Button>
        <Button
          {...(call.leaderAskedAt === undefined ? { shortcut: KEYS.leader } : {})}
          isDisabled={call.leaderAskedAt !== undefined}
          onPress={() => void take({ step: 'leader_asked' })}
        >
          {text('askLeader')}
        </Button>
      </div>
    </section>
  );
}
