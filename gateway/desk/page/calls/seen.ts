// What somebody at the page can have seen of a call: not what has come in this very moment.
import { useEffect, useState } from 'react';
import type { CallState } from '../../call-record.ts';

/** Until a change on the page is seen. */
const SEEN_AFTER_MS = 1_000;

/** How many presses of this call. Of one that has just been chosen, those that it had then. */
export function useSeenPresses(call: CallState | undefined): number | undefined {
  const { callId, presses } = call ?? {};
  const [seen, setSeen] = useState({ callId, presses });
  if (seen.callId !== callId) setSeen({ callId, presses });
  useEffect(() => {
    const timer = window.setTimeout(() => setSeen({ callId, presses }), SEEN_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [callId, presses]);
  return seen.presses;
}
