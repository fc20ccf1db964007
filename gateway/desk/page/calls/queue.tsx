// The open calls, red first, with an age that ticks and grows louder in colour.
import { useEffect, useState } from 'react';
import type { CallState } from '../../call-record.ts';
import { useText } from '../language.ts';
import { deskNow, useLive } from '../live.ts';
import { CALLS } from './texts.ts';

/** From so many seconds on a call is late, and later. */
const LATE_S = { red: [30, 60], green: [300, 900] } as const;

interface Props {
  chosen: string | undefined;
  choose: (callId: string) => void;
}

export function Queue({ chosen, choose }: Props) {
  const text = useText(CALLS);
  const { calls } = useLive();
  return (
    <section id="queue" aria-label={text('queue')} aria-live="polite">
      {calls.length === 0 && <p className="empty">{text('noCalls')}</p>}
      {calls.map((call) => (
        <Row
          key={call.callId}
          call={call}
          isChosen={call.callId === chosen}
          choose={() => choose(call.callId)}
        />
      ))}
    </section>
  );
}

function Row({ call, isChosen, choose }: { call: CallState; isChosen: boolean; choose(): void }) {
  const text = useText(CALLS);
  const { key, home, presses, taker, isTest, deviceId } = call;
  const looks = [
    'call',
    key,
    taker === undefined && !isTest ? 'rings' : '',
    isChosen ? 'chosen' : '',
  ];
  const facts = [
    taker === undefined ? text('rings') : text('takenBy') + taker,
    presses > 1 ? text('presses') + presses : '',
    isTest ? text('test') : '',
  ];
  return (
    <button
      type="button"
      className={looks.filter(Boolean).join(' ')}
      data-call={call.callId}
      aria-pressed={isChosen}
      onClick={choose}
    >
      <strong>{home.name ?? home.reference ?? deviceId}</strong>
      <Age call={call} />
      <span>{home.address ?? ''}</span>
      <span className={`tag ${isTest ? '' : key}`}>{text(isTest ? 'testTag' : key)}</span>
      <span className="quiet">{facts.filter(Boolean).join(' · ')}</span>
    </button>
  );
}

export function Age({ call: { openedAt, key } }: { call: CallState }) {
  const [now, setNow] = useState(deskNow());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(deskNow()), 500);
    return () => window.clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((now - openedAt) / 1_000));
  const [late, later] = LATE_S[key];
  const look = seconds >= later ? 'later' : seconds >= late ? 'late' : '';
  return (
    <span className={`age ${look}`} aria-live="off">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
    </span>
  );
}
