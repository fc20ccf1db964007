// What is known of the resident: the eight facts, who looks after them, the button, and their last calls.

import { createContext, useContext, useEffect, useState } from 'react';
import type { ButtonState, CallSheet, ResidentText } from '../../archive/shapes.ts';
import type { CallState } from '../../call-record.ts';
import { OUTCOME_WORDS } from '../../words-shapes.ts';
import { FIELDS } from '../archive/texts.ts';
import { ask } from '../ask.ts';
import { language, listed, locale, useText } from '../language.ts';
import { useLive } from '../live.ts';
import { Button } from '../parts/button.tsx';
import { CALLS } from './texts.ts';

/** Of the chosen call; undefined: not read, or not yet. */
export const SheetOfCall = createContext<CallSheet | undefined>(undefined);

/** Read by itself for a call that rings or is one's own; else only when `isWanted`, as that look is written down. */
export function useSheet(call: CallState | undefined, isWanted: boolean): CallSheet | undefined {
  const { me } = useLive();
  const [sheet, setSheet] = useState<CallSheet>();
  const callId = call?.callId;
  const isOurs =
    call !== undefined &&
    call.closedAt === undefined &&
    (call.taker === undefined || call.taker === me?.name);
  const mayRead = me !== null && me?.role !== 'viewer' && (isOurs || isWanted);
  useEffect(() => {
    if (callId === undefined || !mayRead) return;
    let isCurrent = true;
    ask<CallSheet>(`/api/calls/${encodeURIComponent(callId)}/sheet`)
      .then((read) => {
        if (isCurrent) setSheet(read);
      })
      .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [callId, mayRead]);
  return sheet?.callId === callId ? sheet : undefined;
}

/** In the order in which somebody on the telephone needs them. */
const SHOWN: readonly ResidentText[] = [
  'access',
  'health',
  'family',
  'needs',
  'building',
  'community',
  'birthDate',
  'formerWorkplace',
  'partyOrganisation',
  'strengths',
];

export function Facts({ call, want }: { call: CallState; want: () => void }) {
  const text = useText(CALLS);
  const chosen = language();
  const { me } = useLive();
  const sheet = useContext(SheetOfCall);
  const { reference } = call.home;
  const { resident } = sheet ?? {};
  return (
    <>
      {sheet === undefined && me?.role !== 'viewer' && (
        <p className="part">
          <Button onPress={want}>{text('showSheet')}</Button>
        </p>
      )}
      {sheet !== undefined && resident === null && (
        <p className="quiet part">{text('notInArchive')}</p>
      )}
      {sheet !== undefined && resident && sheet.missing.length > 0 && (
        <p className="quiet part">
          {text('missing')}
          {listed(sheet.missing.map((field) => FIELDS[field][chosen]))}
        </p>
      )}
      <dl>
        {resident &&
          SHOWN.map((field) => (
            <Fact key={field} label={FIELDS[field][chosen]} value={resident[field]} />
          ))}
        {sheet && sheet.pairs.length > 0 && (
          <Fact
            label={text('pairs')}
            value={sheet.pairs.map(({ name, telephone }) => `${name} ${telephone}`).join('、')}
          />
        )}
        <Fact label={text('reference')} value={reference} />
        <Fact label={text('device')} value={call.deviceId} />
        {sheet && <Fact label={text('deviceState')} value={stateOf(sheet.button, text)} />}
      </dl>
      {sheet && sheet.lastCalls.length > 0 && (
        <details className="part">
          <summary>{text('lastCalls')}</summary>
          <ul>
            {sheet.lastCalls.map(({ callId, key, openedAt, outcome }) => (
              <li key={callId}>
                {new Date(openedAt).toLocaleString(locale())} · {text(key)}
                {outcome && ` · ${OUTCOME_WORDS[outcome][chosen]}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function stateOf(button: ButtonState, text: (key: keyof typeof CALLS) => string): string {
  const { batteryPercent, isSilent, isOnMains } = button;
  return [
    isSilent ? text('silent') : '',
    isOnMains === false ? text('onBattery') : '',
    batteryPercent === null ? '' : `${text('battery')} ${batteryPercent}%`,
  ]
    .filter(Boolean)
    .join(' · ');
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
