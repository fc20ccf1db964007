// The calls that were closed last, to look at them again and to add a note.

import { useState } from 'react';
import type { CallState } from '../../call-record.ts';
import { OUTCOME_WORDS } from '../../words-shapes.ts';
import { ask } from '../ask.ts';
import { language, locale, useText } from '../language.ts';
import { CALLS } from './texts.ts';

export function Closed({ choose }: { choose: (call: CallState) => void }) {
  const text = useText(CALLS);
  const [calls, setCalls] = useState<readonly CallState[]>([]);
  const read = async (isOpen: boolean) => {
    if (!isOpen) return;
    const answer = await ask<{ calls: CallState[] }>('/api/closed').catch(() => undefined);
    if (answer) setCalls(answer.calls);
  };
  return (
    <details className="closed" onToggle={(event) => void read(event.currentTarget.open)}>
      <summary>{text('lastClosed')}</summary>
      <ul>
        {calls.map((call) => (
          <li key={call.callId}>
            <button type="button" onClick={() => choose(call)}>
              <time>{new Date(call.closedAt ?? 0).toLocaleTimeString(locale())}</time>
              <span>{nameOf(call)}</span>
              <span className="quiet">
                {call.outcome === undefined ? '' : OUTCOME_WORDS[call.outcome][language()]}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the home is called, as well as it is known. */
export function nameOf({ home, deviceId }: CallState): string {
  return home.name || home.reference || deviceId;
}
