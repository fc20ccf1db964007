// What was done about a call, step after step.

import { useEffect, useState } from 'react';
import type { CallRecord, CallState } from '../../call-record.ts';
import { NEED_WORDS, OUTCOME_WORDS } from '../../words-shapes.ts';
import { ask } from '../ask.ts';
import { type Language, language, locale, useText } from '../language.ts';
import { useLive } from '../live.ts';
import { CALLS, STEPS } from './texts.ts';

export function Records({ call }: { call: CallState }) {
  const text = useText(CALLS);
  const records = useRecords(call);
  return (
    <>
      <h3>{text('record')}</h3>
      <ol className="records">
        {records.map((record) => (
          <Row key={record.number} record={record} />
        ))}
      </ol>
    </>
  );
}

/** Of this call, read again with each change of it. */
function useRecords({ callId }: CallState): readonly CallRecord[] {
  const { changes } = useLive();
  const [read, setRead] = useState<{ callId?: string; records: readonly CallRecord[] }>({
    records: [],
  });
  const change = changes[callId];
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the call makes what was read old.
  useEffect(() => {
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

function detailOf(what: CallRecord['what'], chosen: Language): string {
  switch (what.step) {
    case 'noted':
      return what.text;
    case 'telephoned':
    case 'reached':
    case 'not_reached':
      return what.whom;
    case 'needed':
      return [...what.needs.map((need) => NEED_WORDS[need][chosen]), what.text]
        .filter(Boolean)
        .join('、');
    case 'sent':
      return what.helper;
    case 'handed_over':
      return what.to;
    case 'closed':
      return OUTCOME_WORDS[what.outcome][chosen];
    default:
      return '';
  }
}
