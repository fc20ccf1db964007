// What comes next for the call that one has, in a line that stays in view: an officer who is new here reads it and goes on.
import type { CallState } from '../../call-record.ts';
import { useText } from '../language.ts';
import { useLive } from '../live.ts';
import { Shortcut } from '../parts/button.tsx';
import { usePeople } from './people.tsx';
import { goToKey, KEYS, nextToTelephone, type Person, pressKey } from './take.ts';
import { CALLS } from './texts.ts';

type Word = keyof typeof CALLS;

interface Action {
  word: Word;
  key: string;
  /** Only brings it into view: somebody is to look before it is done. */
  isLook?: boolean;
}

interface NextStep {
  word: Word;
  /** Who it is about. */
  name?: string;
  actions: readonly Action[];
}

const CLOSE: Action = { word: 'close', key: KEYS.close };
const SEND: Action = { word: 'send', key: KEYS.send, isLook: true };

export function Next({ call }: { call: CallState }) {
  const text = useText(CALLS);
  const isDialling = useLive().telephoneUrl !== 'off';
  const { word, name = '', actions } = nextStepOf(call, usePeople(call), isDialling);
  return (
    <div className="next">
      <span>
        <strong>{text('nextIs')}</strong>
        {text(word)}
        {name}
      </span>
      {actions.map(({ word: label, key, isLook = false }) => (
        <button
          key={key}
          type="button"
          className="button"
          onClick={() => (isLook ? goToKey(key) : pressKey(key))}
        >
          {text(label)}
          {!isLook && <Shortcut>{key}</Shortcut>}
        </button>
      ))}
    </div>
  );
}

function nextStepOf(call: CallState, people: readonly Person[], isDialling: boolean): NextStep {
  const { isTest, telephoning, reachedAt, sentAt, arrivedAt, needs, needText } = call;
  if (isTest) return { word: 'nextTest', actions: [CLOSE] };
  const nameOf = (whom: string) => people.find((person) => person.whom === whom)?.name ?? whom;
  if (telephoning !== undefined) {
    return {
      word: 'nextAnswered',
      name: nameOf(telephoning),
      actions: [
        { word: 'reached', key: KEYS.reached },
        { word: 'notReached', key: KEYS.notReached },
      ],
    };
  }
  const person = nextToTelephone(people, call);
  if (reachedAt === undefined && person !== undefined) {
    const word = isDialling && person.telephone !== '' ? 'dial' : 'telephoned';
    return {
      word: 'nextTelephone',
      name: person.name,
      actions: [{ word, key: KEYS.telephone }],
    };
  }
  if (sentAt !== undefined && arrivedAt === undefined) {
    return { word: 'nextArrival', actions: [{ word: 'arrived', key: KEYS.arrived }, CLOSE] };
  }
  if (arrivedAt !== undefined) return { word: 'nextClose', actions: [CLOSE] };
  if (reachedAt === undefined) return { word: 'nobodyReached', actions: [SEND] };
  const isKnown = needs.length > 0 || needText !== '';
  return { word: isKnown ? 'nextSend' : 'nextNeeds', actions: [SEND, CLOSE] };
}
