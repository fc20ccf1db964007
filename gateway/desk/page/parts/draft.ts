// What somebody types stays while the form is gone: also when the session ends and they log in again.
import { useState } from 'react';
import { useLive } from '../live.ts';

/** By whose it is, and what it is about. In memory alone: closing the page forgets it. */
const drafts = new Map<string, unknown>();

/** As `useState`, kept under `about` until `forget` is called. */
export function useDraft<T>(about: string, first: T) {
  const { me } = useLive();
  const [name] = useState(me?.name ?? '');
  const key = keyOf(name, about);
  const [value, setValue] = useState<T>(() => (drafts.get(key) as T | undefined) ?? first);
  const change = (next: T) => {
    drafts.set(key, next);
    setValue(next);
  };
  return { value, change, forget: () => drafts.delete(key), isChanged: drafts.has(key) };
}

/** Somebody was typing when the form went away. */
export function hasDraft(name: string, about: string): boolean {
  return drafts.has(keyOf(name, about));
}

/** Before the form is opened: so that it opens with this. */
export function setDraft<T>(name: string, about: string, value: T): void {
  drafts.set(keyOf(name, about), value);
}

function keyOf(name: string, about: string): string {
  return `${name} ${about}`;
}
