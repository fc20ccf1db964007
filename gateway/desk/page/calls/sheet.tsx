// Everything about the chosen call: whom to telephone, what can be done next, and what was done.
import { useEffect, useState } from 'react';
import type { CallRecord, CallState } from '../../call-record.ts';
import { ask } from '../ask.ts';
import { language, locale, useText } from '../language.ts';
import { useLive } from '../live.ts';
import { Steps } from './steps.tsx';
import type { Take } from './take.ts';
import { CALLS, OUTCOMES, STEPS } from './texts.ts';

interface Props {
  call: CallState | undefined;
  take: Take;
  error: string;
}

export function Sheet({ call, take, error }: Props) {
  const text = useText(CALLS);
  const records = useRecords(call?.callId);
  if (call === undefined) {
    return (
      <section id="sheet">
        <p className="empty">{text('choose')}</p>
      </section>
    );
  }
  const { home, deviceId, key, isTest } = call;
  const { name, reference, address, telephone } = home;
  return (
    <section id="sheet">
      <article key={call.callId}>
        <h2>{name ?? reference ?? deviceId}</h2>
        <p>{isTest ? text('test') : text(key)}</p>
        <dl>
          {telephone && (
            <>
              <dt>{text('telephone')}</dt>
              <dd>
                <a href={`tel:${telephone.replace(/[^+\d]/g, '')}`}>{telephone}</a>
              </dd>
            </>
          )}
          <Fact label={text('address')} value={address} />
          <Fact label={text('reference')} value={reference} />
          <Fact label={text('device')} value={deviceId} />
        </dl>
        <Steps call={call} take={take} />
        <p id="step-error" className="error" role="alert">
          {error}
        </p>
        <h3>{text('record')}</h3>
        <ol>
          {records.map((record) => (
            <Row key={record.number} record={record} />
          ))}
        </ol>
      </article>
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string | undefined }) {
  if (!value) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** Of this call, read again with each change of it. */
function useRecords(callId: string | undefined): readonly CallRecord[] {
  const { changes } = useLive();
  const [read, setRead] = useState<{ callId?: string; records: readonly CallRecord[] }>({
    records: [],
  });
  const change = callId === undefined ? 0 : changes[callId];
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the call makes what was read old.
  useEffect(() => {
    if (callId === undefined) return;
    let isCurrent = true;
    ask<{ records: CallRecord[] }>(`/api/calls/${encodeURIComponent(callId)}/records`)
      .then(({ records }) => {
        if (isCurrent) setRead({ callId, records });
      })
      .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [callId, change]);
  return read.callId === callId ? read.records : [];
}

function Row({ record: { at, by, what } }: { record: CallRecord }) {
  const text = useText(CALLS);
  const chosen = language();
  const words = [STEPS[what.step][chosen], detailOf(what, chosen), by === '' ? text('desk') : by];
  return (
    <li>
      <time>{new Date(at).toLocaleTimeString(locale())}</time>
      <span>{words.filter(Boolean).join(' · ')}</span>
    </li>
  );
}

function detailOf(what: CallRecord['what'], chosen: 'en' | 'zh'): string {
  switch (what.step) {
    case 'noted':
      return what.text;
    case 'sent':
      return what.helper;
    case 'handed_over':
      return what.to;
    case 'closed':
      return OUTCOMES[what.outcome][chosen];
    default:
      return '';
  }
}
