// How the parts of the room tell that a step was taken, and by which key.
import type { CallState, Step } from '../../call-record.ts';

/** Resolves with whether it is done. */
export type Take = (step: Step, callId?: string) => Promise<boolean>;

/** What a part of the sheet gets. */
export interface PartProps {
  call: CallState;
  take: Take;
}

/**
 * One key for each thing that needs no words. What a key does is what its button does: it is found by its `data-key` and
 * clicked, so that a key can never do what the page doesn't offer now.
 */
export const KEYS = {
  take: 'T',
  telephone: 'P',
  reached: 'R',
  notReached: 'N',
  send: 'S',
  arrived: 'A',
  leader: 'L',
  followUp: 'F',
  close: 'C',
} as const;

/** False: the page offers nothing now that has this key. Fields get the focus, and so does what Enter is to confirm. */
export function pressKey(key: string): boolean {
  const found = withKey(key);
  if (found === null) return false;
  const isField = /^(INPUT|SELECT)$/.test(found.tagName) && !isCheckbox(found);
  if (isField || found.hasAttribute('data-confirm')) goToKey(key);
  else found.click();
  return true;
}

/** Brings what has this key into view, and the focus to it. */
export function goToKey(key: string): void {
  const found = withKey(key);
  found?.scrollIntoView({ block: 'center' });
  found?.focus({ preventScroll: true });
}

/** What is typed now belongs into a field. */
export function isTyping(): boolean {
  const focused = document.activeElement;
  return /^(INPUT|SELECT|TEXTAREA)$/.test(focused?.tagName ?? '') && !isCheckbox(focused);
}

function withKey(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key.toUpperCase())}"]`);
}

function isCheckbox(element: Element | null): boolean {
  return element instanceof HTMLInputElement && element.type === 'checkbox';
}

/** Somebody to telephone; the resident's own `whom` is empty. */
export interface Person {
  whom: string;
  name: string;
  relation: string;
  telephone: string;
}

/** The first of whom it is not known whether a call reaches them; undefined: of all it is. */
export function nextToTelephone(people: readonly Person[], call: CallState): Person | undefined {
  const { reached, notReached } = call;
  return people.find(({ whom }) => !reached.includes(whom) && !notReached.includes(whom));
}
