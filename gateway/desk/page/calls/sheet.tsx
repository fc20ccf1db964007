// Everything about the chosen call: whom to telephone, what can be done next, and what was done.
import { type ReactNode, useState } from 'react';
import type { CallState } from '../../call-record.ts';
import { useText } from '../language.ts';
import { useLive } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { nameOf } from './closed.tsx';
import { Facts, SheetOfCall, useSheet } from './facts.tsx';
import { Closing, HandOver, Needs, Note } from './forms.tsx';
import { LightOfHome } from './home-light.tsx';
import { Next } from './next.tsx';
import { People } from './people.tsx';
import { Age } from './queue.tsx';
import { Records } from './records.tsx';
import { Sending } from './sending.tsx';
import { KEYS, type PartProps, type Take } from './take.ts';
import { CALLS } from './texts.ts';

interface Props {
  call: CallState | undefined;
  take: Take;
  error: string;
}

export function Sheet({ call, take, error }: Props) {
  const text = useText(CALLS);
  const { me, isOnDuty } = useLive();
  const [wanted, want] = useState<string>();
  const sheet = useSheet(call, wanted !== undefined && wanted === call?.callId);
  if (call === undefined) {
    return (
      <section id="sheet">
        <p className="empty">
          {text(me?.role === 'viewer' ? 'chooseToLook' : isOnDuty ? 'choose' : 'notOnDuty')}
        </p>
      </section>
    );
  }
  const isMine = call.taker === me?.name && call.closedAt === undefined;
  const look = call.isTest ? 'test' : call.key;
  return (
    <section id="sheet" aria-label={nameOf(call)}>
      <article key={call.callId} className={look}>
        <SheetOfCall value={sheet}>
          <Head call={call} take={take}>
            {isMine && <Next call={call} />}
            <p id="step-error" className="error" role="alert">
              {error}
            </p>
          </Head>
          <div className="halves">
            {isMine && (
              <div>
                <People call={call} take={take} />
                <Needs call={call} take={take} />
                <Sending call={call} take={take} />
              </div>
            )}
            <div>
              <Facts call={call} want={() => want(call.callId)} />
              {me?.role !== 'viewer' && <Note call={call} take={take} />}
              {isMine && (
                <>
                  <Closing call={call} take={take} />
                  <HandOver call={call} take={take} />
                </>
              )}
              {me?.role !== 'viewer' && <Records call={call} />}
            </div>
          </div>
        </SheetOfCall>
      </article>
    </section>
  );
}

function Head({ call, take, children }: PartProps & { children: ReactNode }) {
  const text = useText(CALLS);
  const { me } = useLive();
  const { key, isTest, taker, closedAt, presses } = call;
  return (
    <div className="head">
      <h2>{nameOf(call)}</h2>
      <span className={`tag ${isTest ? '' : key}`}>{text(isTest ? 'testTag' : key)}</span>
      {presses > 1 && <span className="tag amber">{text('presses') + presses}</span>}
      {closedAt === undefined ? <Age call={call} /> : <span className="tag">{text('over')}</span>}
      {closedAt === undefined && taker === undefined && me?.role !== 'viewer' && (
        <Button look="main" shortcut={KEYS.take} onPress={() => void take({ step: 'taken' })}>
          {text('take')}
        </Button>
      )}
      {taker !== undefined && taker !== me?.name && (
        <span className="quiet">{text('takenBy') + taker}</span>
      )}
      {call.home.address && <p className="address">{call.home.address}</p>}
      {closedAt === undefined && <LightOfHome deviceId={call.deviceId} />}
      {isTest && <p className="notice">{text('test')}</p>}
      {children}
    </div>
  );
}
