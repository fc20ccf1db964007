// The room of the calls: the queue on one side, the sheet of the chosen call on the other.
import { useEffect, useState } from 'react';
import type { Step } from '../../call-record.ts';
import { ask } from '../ask.ts';
import { readSession, useLive } from '../live.ts';
import { Queue } from './queue.tsx';
import { Sheet } from './sheet.tsx';
import { KEYS, type Take } from './take.ts';

export function CallsRoom() {
  const { calls } = useLive();
  const [chosen, choose] = useState<string>();
  const [error, setError] = useState('');

  /** Nothing typed is lost when it fails: the form stays as it is. Resolves with whether it is done. */
  const take: Take = async (step, callId = chosen) => {
    if (callId === undefined) return false;
    setError('');
    try {
      await ask(`/api/calls/${encodeURIComponent(callId)}/steps`, step);
      return true;
    } catch (refusal) {
      const { code, message } = refusal as Error & { code: string };
      setError(message);
      if (code === 'DESK_LOGIN_NEEDED') await readSession();
      return false;
    }
  };

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '');
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const order = calls.map(({ callId }) => callId);
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const by = event.key === 'ArrowDown' ? 1 : -1;
        const from = chosen === undefined && by < 0 ? 0 : order.indexOf(chosen ?? '');
        const next = order[(from + by + order.length) % order.length];
        if (next !== undefined) choose(next);
        event.preventDefault();
        return;
      }
      const found = Object.entries(KEYS).find(([, key]) => key === event.key.toLowerCase());
      if (found === undefined) return;
      const callId = chosen ?? order[0];
      if (found[0] === 'taken' && callId !== undefined) choose(callId);
      void take({ step: found[0] } as Step, callId);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  });

  return (
    <div className="calls">
      <Queue chosen={chosen} choose={choose} />
      <Sheet call={calls.find(({ callId }) => callId === chosen)} take={take} error={error} />
    </div>
  );
}
