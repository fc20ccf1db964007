// Cases of supervision: open, taken and done, with what was found.
import { type FormEvent, useEffect, useState } from 'react';
import {
  type ButtonCase,
  CASE_STATES,
  type CaseState,
  type CaseStep,
} from '../../archive/shapes.ts';
import { ask, type Refusal } from '../ask.ts';
import { language, locale, useText } from '../language.ts';
import { readSession, useLive } from '../live.ts';
import { useAsked } from '../parts/asked.ts';
import { Button } from '../parts/button.tsx';
import { useDraft } from '../parts/draft.ts';
import { TextInput } from '../parts/fields.tsx';
import { BUTTONS, CASE_LISTS, CASE_STEP_WORDS, CONDITION_WORDS } from './texts.ts';

const AGAIN_MS = 20_000;
const PLACES_SHOWN = 6;

export function Cases() {
  const text = useText(BUTTONS);
  const [state, setState] = useState<CaseState>('open');
  const { data, error, again } = useAsked<{
    cases: ButtonCase[];
    counts: Record<CaseState, number>;
  }>(`/api/cases?state=${state}`);
  useEffect(() => {
    const timer = window.setInterval(again, AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [again]);
  return (
    <>
      <fieldset className="bar states" aria-label={text('cases')}>
        {CASE_STATES.map((name) => (
          <Button
            key={name}
            look={name === state ? 'main' : 'plain'}
            aria-pressed={name === state}
            onPress={() => setState(name)}
          >
            {CASE_LISTS[name][language()]} {data?.counts[name] ?? ''}
          </Button>
        ))}
      </fieldset>
      <p role="alert" className="error">
        {error}
      </p>
      {data?.cases.length === 0 && <p className="empty">{text('noCases')}</p>}
      <ul className="cases">
        {data?.cases.map((one) => (
          <Case key={one.id} case={one} changed={again} />
        ))}
      </ul>
    </>
  );
}

function Case({ case: shown, changed }: { case: ButtonCase; changed: () => void }) {
  const text = useText(BUTTONS);
  const { me } = useLive();
  const { value: words, change, forget } = useDraft(`case ${shown.id}`, '');
  const [error, setError] = useState('');
  const { id, condition, deviceIds, openedAt, restoredAt, state, taker, steps } = shown;
  const isMine = taker === me?.name || me?.role === 'leader';
  const take = async (step: CaseStep) => {
    setError('');
    try {
      await ask('/api/cases/steps', { id, step, text: words.trim() });
      forget();
      change('');
      changed();
    } catch (refusal) {
      const { code, message } = refusal as Refusal;
      setError(message);
      if (code === 'DESK_LOGIN_NEEDED') await readSession();
    }
  };
  const noted = (event: FormEvent) => {
    event.preventDefault();
    void take('noted');
  };
  return (
    <li className="card case">
      <div className="head">
        <h2>{CONDITION_WORDS[condition]?.[language()] ?? condition}</h2>
        {deviceIds.length > 1 && (
          <span className="tag amber">
            {deviceIds.length} {text('devices')}
          </span>
        )}
        {restoredAt !== null && <span className="tag green">{text('restored')}</span>}
        <span className="fill" />
        <span className="quiet">
          {text('since')} {new Date(openedAt).toLocaleString(locale())}
        </span>
      </div>
      <Places case={shown} />
      <Signs case={shown} />
      {taker && (
        <p className="quiet">
          {text('takenBy')} {taker}
        </p>
      )}
      <ol className="done">
        {steps.map(({ at, by, step, text: said }) => (
          <li key={`${at} ${by} ${step}`}>
            <time dateTime={new Date(at).toISOString()}>
              {new Date(at).toLocaleString(locale())}
            </time>{' '}
            {by} · {CASE_STEP_WORDS[step][language()]} {said && <em>{said}</em>}
          </li>
        ))}
      </ol>
      <form className="bar" onSubmit={noted}>
        <TextInput
          label={text('note')}
          placeholder={text('noteHere')}
          value={words}
          onChange={change}
          maxLength={1_000}
        />
        <Button type="submit" isDisabled={words.trim() === ''}>
          {text('note')}
        </Button>
        {state === 'open' && (
          <Button look="main" onPress={() => void take('taken')}>
            {text('take')}
          </Button>
        )}
        {state === 'taken' && isMine && (
          <>
            <Button onPress={() => void take('released')}>{text('release')}</Button>
            <Button look="main" onPress={() => void take('done')}>
              {text('done')}
            </Button>
          </>
        )}
        {state === 'done' && (
          <Button onPress={() => void take('reopened')}>{text('reopen')}</Button>
        )}
      </form>
      <p role="alert" className="error">
        {error}
      </p>
    </li>
  );
}

/** Where they are: by name where the gateway has told it, else by the number on the label. */
function Places({ case: { deviceIds, places } }: { case: ButtonCase }) {
  const named = deviceIds.map((deviceId) => {
    const place = places.find((one) => one.deviceId === deviceId);
    const words = [place?.name || place?.reference, place?.community, deviceId];
    return words.filter(Boolean).join(' · ');
  });
  const more = named.length - PLACES_SHOWN;
  return (
    <p>
      {named.slice(0, PLACES_SHOWN).join('；')}
      {more > 0 && ` … +${more}`}
    </p>
  );
}

function Signs({ case: { batteryPercent, daysLeft } }: { case: ButtonCase }) {
  const text = useText(BUTTONS);
  const signs = [
    batteryPercent === null ? '' : `${text('battery')} ${batteryPercent} %`,
    daysLeft === null ? '' : `${Math.round(daysLeft)} ${text('daysLeft')}`,
  ].filter(Boolean);
  return signs.length === 0 ? null : <p className="quiet">{signs.join(' · ')}</p>;
}
