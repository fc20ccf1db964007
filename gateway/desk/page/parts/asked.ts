// What a component reads of the desk: read when it appears, and again whenever what it is asked by changes.
import { useCallback, useEffect, useState } from 'react';
import { ask, type Refusal } from '../ask.ts';
import { readSession } from '../live.ts';

export interface Asked<T> {
  /** What was read last stays while it is read again. */
  data: T | undefined;
  /** Empty: nothing is wrong. */
  error: string;
  again: () => void;
}

/** Reads `path`, by POST when there is a body. Undefined path: nothing is read. */
export function useAsked<T>(path: string | undefined, body?: object): Asked<T> {
  const [read, setRead] = useState<{ data: T | undefined; error: string }>({
    data: undefined,
    error: '',
  });
  const [times, setTimes] = useState(0);
  const sent = body === undefined ? undefined : JSON.stringify(body);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that is counted makes what was read old.
  useEffect(() => {
    if (path === undefined) return;
    let isCurrent = true;
    ask<T>(path, sent === undefined ? undefined : JSON.parse(sent))
      .then((data) => {
        if (isCurrent) setRead({ data, error: '' });
      })
      .catch((refusal: Refusal) => {
        if (isCurrent) setRead(({ data }) => ({ data, error: refusal.message }));
        if (refusal.code === 'DESK_LOGIN_NEEDED') void readSession();
      });
    return () => {
      isCurrent = false;
    };
  }, [path, sent, times]);
  const again = useCallback(() => setTimes((count) => count + 1), []);
  return { ...read, again };
}

/** The value as it was a moment ago, so that not every letter that is typed asks the desk. */
export function useSettled<T>(value: T, milliseconds = 250): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), milliseconds);
    return () => window.clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
