// The open calls, red first, with an age that ticks and grows louder in colour.
import { useEffect, useState } from 'react';
import type { CallState } from '../../call-record.ts';
import { useText } from '../language.ts';
import { deskNow, LEADERS_MS, useLive } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { nameOf } from './closed.tsx';
import { LightOfHome } from './home-light.tsx';
import { KEYS, type Take } from './take.ts';
import { CALLS } from './texts.ts';

/** From so many seconds on a call is late, and later. */
const LATE_S = { red: [30, 60], green: [300, 900] } as const;
/** More than anybody can look at; the others move up. */
const MAX_ROWS = 100;

interface Props {
  chosen: string | undefined;
  choose: (callId: string) => void;
  take: Take;
}

export function Queue({ chosen, choose, take }: Props) {
  const text = useText(CALLS);
  const { calls, me } = useLive();
  const mayTake = me?.role !== 'viewer';
  /** What the key takes: the chosen call, or the first that rings when that one is taken. */
  const isChosen = (call: CallState) => call.callId === chosen && isRinging(call);
  const first = calls.find(isChosen) ?? calls.find(isRinging);
  return (
    <section id="queue" aria-label={text('queue')}>
      <Unanswered />
      {calls.length === 0 && <p className="empty">{text('noCalls')}</p>}
      <ul aria-live="polite">
        {calls.slice(0, MAX_ROWS).map((call) => (
          <li key={call.callId} className="row">
            <Row call={call} isChosen={call.callId === chosen} choose={() => choose(call.callId)} />
            {mayTake && call.taker === undefined && (
              <TakeButton call={call} isFirst={call === first} take={take} />
            )}
          </li>
        ))}
      </ul>
      {calls.length > MAX_ROWS && (
        <p className="quiet">
          {text('more')}
          {calls.length - MAX_ROWS}
        </p>
      )}
    </section>
  );
}

function isRinging({ taker }: CallState): boolean {
  return taker === undefined;
}

function TakeButton({ call, isFirst, take }: { call: CallState; isFirst: boolean; take: Take }) {
  const text = useText(CALLS);
  return (
    <Button
      look="main"
      {...(isFirst ? { shortcut: KEYS.take } : {})}
      onPress={() => void take({ step: 'taken' }, call.callId)}
    >
      {text('take')}
      <span className="unseen">{nameOf(call)}</span>
    </Button>
  );
}

/** Nobody has taken a red call for a minute: whoever reads this is to act. */
function Unanswered() {
  const text = useText(CALLS);
  const { calls } = useLive();
  const now = useNow();
  const isLate = calls.some(
    ({ key, taker, isTest, openedAt }) =>
      key === 'red' && taker === undefined && !isTest && now - openedAt > LEADERS_MS,
  );
  return isLate ? (
    <p className="unanswered" role="alert">
      {text('unanswered')}
    </p>
  ) : null;
}

function Row({ call, isChosen, choose }: { call: CallState; isChosen: boolean; choose(): void }) {
  const text = useText(CALLS);
  const { me } = useLive();
  const { key, home, presses, taker, isTest, sentAt, leaderAskedAt } = call;
  const looks = [
    'call',
    isTest ? 'test' : key,
    taker === undefined && !isTest ? 'rings' : '',
    isChosen ? 'chosen' : '',
  ];
  const rings = isTest ? '' : text('rings');
  const facts = [
    isTest ? text('test') : '',
    taker === undefined ? rings : text('takenBy') + (taker === me?.name ? text('you') : taker),
    presses > 1 ? text('presses') + presses : '',
    sentAt === undefined ? '' : text('onTheWay'),
    leaderAskedAt === undefined ? '' : text('leaderAsked'),
  ];
  return (
    <button
      type="button"
      className={looks.filter(Boolean).join(' ')}
      data-call={call.callId}
      aria-pressed={isChosen}
      onClick={choose}
    >
      <strong>{nameOf(call)}</strong>
      <Age call={call} />
      <span className="address">{home.address ?? ''}</span>
      <span className={`tag ${isTest ? '' : key}`}>{text(isTest ? 'testTag' : key)}</span>
      <span className="quiet">{facts.filter(Boolean).join(' · ')}</span>
      <LightOfHome deviceId={call.deviceId} />
    </button>
  );
}

/** The desk's time, twice a second. */
function useNow(): number {
  const [now, setNow] = useState(deskNow());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(deskNow()), 500);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

/** Until somebody was reached, and from then on quietly. */
export function Age({ call: { openedAt, key, reachedAt, isTest } }: { call: CallState }) {
  const seconds = Math.max(0, Math.round((useNow() - openedAt) / 1_000));
  const [late, later] = LATE_S[key];
  const isLoud = reachedAt === undefined && !isTest;
  const look = isLoud && seconds >= later ? 'later' : isLoud && seconds >= late ? 'late' : '';
  return (
    <span className={`age ${look}`} aria-live="off">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
    </span>
  );
}
