// The room of the calls: the queue on one side, the sheet of the chosen call on the other.
import { useEffect, useState } from 'react';
import type { CallState } from '../../call-record.ts';
import { ask } from '../ask.ts';
import { readSession, useLive } from '../live.ts';
import { useDraft } from '../parts/draft.ts';
import { Closed } from './closed.tsx';
import { Queue } from './queue.tsx';
import { useSeenPresses } from './seen.ts';
import { Sheet } from './sheet.tsx';
import { isTyping, pressKey, type Take } from './take.ts';
import '../style/calls.css';

export function CallsRoom() {
  const { calls } = useLive();
  // Still chosen after a look into another room, and after logging in again.
  const { value: chosen, change: choose } = useDraft<string | undefined>('chosen call', undefined);
  const [error, setError] = useState('');
  /** A call that is over and looked at again. */
  const [closed, setClosed] = useState<CallState>();

  const open = calls.find(({ callId }) => callId === chosen);
  const presses = useSeenPresses(open);

  /** Nothing typed is lost when it fails: the form stays as it is. */
  const take: Take = async (step, callId = chosen) => {
    if (callId === undefined) return false;
    setError('');
    if (step.step === 'taken') choose(callId);
    // What the home has pressed since then is not closed with it.
    const sent = step.step === 'closed' ? { ...step, presses } : step;
    try {
      await ask(`/api/calls/${encodeURIComponent(callId)}/steps`, sent);
      // What was typed is on record: the keys are keys again.
      if (isTyping()) (document.activeElement as HTMLElement).blur();
      return true;
    } catch (refusal) {
      const { code, message } = refusal as Error & { code: string };
      setError(message);
      if (code === 'DESK_LOGIN_NEEDED') await readSession();
      return false;
    }
  };

  // On a telephone the sheet is below the queue, where nobody sees that it has opened.
  useEffect(() => {
    const sheet = chosen === undefined ? null : document.querySelector('#sheet');
    if (sheet && sheet.getBoundingClientRect().top > window.innerHeight / 2) sheet.scrollIntoView();
  }, [chosen]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // Out of the field, and back to the keys.
      if (isTyping() && event.key === 'Escape') (document.activeElement as HTMLElement).blur();
      if (isTyping() || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const next = neighbour(calls, chosen, event.key === 'ArrowDown' ? 1 : -1);
        if (next !== undefined) choose(next.callId);
        event.preventDefault();
        return;
      }
      // A key that is held down is one step: the next call is not taken by the same finger.
      if (!event.repeat && pressKey(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  });

  const call = open ?? closed;
  return (
    <div className="calls">
      <div>
        <Queue
          chosen={chosen}
          choose={(callId) => {
            setError('');
            choose(callId);
          }}
          take={take}
        />
        <Closed
          choose={(over) => {
            setError('');
            choose(over.callId);
            setClosed(over);
          }}
        />
      </div>
      <Sheet call={call?.callId === chosen ? call : undefined} take={take} error={error} />
    </div>
  );
}

function neighbour(
  calls: readonly CallState[],
  chosen: string | undefined,
  by: 1 | -1,
): CallState | undefined {
  const at = calls.findIndex(({ callId }) => callId === chosen);
  const from = at === -1 && by === -1 ? 0 : at;
  return calls[(from + by + calls.length) % calls.length];
}
