// One call at the desk: what was done about it, record after record, and what follows from that. Pure.
import type { KeyName } from '../domain/press.ts';

/** The six services. */
export const NEEDS = ['cleaning', 'meals', 'urgent', 'shopping', 'learning', 'company'] as const;
export type Need = (typeof NEEDS)[number];

export const OUTCOMES = ['helped', 'no_help_needed', 'by_mistake', 'not_reached', 'test'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Whom the desk calls, as the event of the gateway names them. */
export interface CallSubject {
  /** The gateway that sent it: ids of calls and events are unique within one. */
  source: string;
  callId: string;
  key: KeyName;
  deviceId: string;
  group: string;
  home: Readonly<Record<string, string>>;
  /** Send nobody. */
  isTest: boolean;
}

/** What somebody does about a call. */
export type Step =
  /** On the page of somebody on duty, with its sound. */
  | { step: 'shown' }
  | { step: 'taken' }
  /** It rings again. */
  | { step: 'released' }
  | { step: 'handed_over'; to: string }
  /** `whom` is the name of a contact; empty: the resident. */
  | { step: 'telephoned'; whom: string }
  | { step: 'reached'; whom: string }
  | { step: 'not_reached'; whom: string }
  /** All that is needed, as far as it is known now. */
  | { step: 'needed'; needs: readonly Need[]; text: string }
  | { step: 'sent'; helper: string }
  | { step: 'arrived' }
  | { step: 'noted'; text: string }
  /** A leader is asked to look at this call too. */
  | { step: 'leader_asked' }
  | { step: 'closed'; outcome: Outcome; followUp: boolean };

export type StepName = Step['step'];

/** A press of the call; `count` presses in one after a full outbox. */
export interface Pressed {
  step: 'pressed';
  eventId: string;
  /** UTC milliseconds, as well as it is known: it may have waited in the button or at the gateway. */
  pressedAt: number;
  count: number;
  subject: CallSubject;
}

/** What is kept, in the order in which it happened. A correction is one more. */
export interface CallRecord {
  /** Rises over all calls. */
  number: number;
  callId: string;
  /** UTC milliseconds. */
  at: number;
  /** The account; empty: the gateway, or the desk by itself. */
  by: string;
  what: Pressed | Step;
}

export interface CallState extends CallSubject {
  openedAt: number;
  /** How often the key was pressed. */
  presses: number;
  /** Who looks after it; undefined: it rings. */
  taker: string | undefined;
  /** First times, UTC milliseconds. */
  shownAt: number | undefined;
  telephonedAt: number | undefined;
  reachedAt: number | undefined;
  sentAt: number | undefined;
  arrivedAt: number | undefined;
  leaderAskedAt: number | undefined;
  closedAt: number | undefined;
  outcome: Outcome | undefined;
  needs: readonly Need[];
  needText: string;
  /** Who was sent last. */
  helper: string | undefined;
  /** Who is being telephoned, until it is known whether that reached anybody; empty: the resident. */
  telephoning: string | undefined;
  /** Who was telephoned and not reached since; empty: the resident. */
  notReached: readonly string[];
  /** Of its newest record. */
  number: number;
}

/** Why a step can't be taken. */
export type StepRefusal = 'CALL_CLOSED' | 'CALL_TAKEN' | 'CALL_NOT_TAKEN' | 'CALL_NOT_YOURS';

/** The state after one more record; undefined before: the record opens the call, and is a press. */
export function after(state: CallState | undefined, record: CallRecord): CallState {
  const { what, at, by, number } = record;
  if (what.step === 'pressed') {
    const presses = (state?.presses ?? 0) + what.count;
    // One that comes when the call was just closed rings: somebody has pressed once more.
    const isOver = state?.closedAt !== undefined;
    const reopened = isOver ? { closedAt: undefined, outcome: undefined } : {};
    if (state) return { ...state, ...reopened, presses, number };
    return { ...opened(what.subject, what.pressedAt), presses, number };
  }
  if (state === undefined) throw new Error(`${what.step} before a press of ${record.callId}`);
  return { ...state, ...changeBy(state, what, at, by), number };
}

function opened(subject: CallSubject, at: number): Omit<CallState, 'presses' | 'number'> {
  return {
    ...subject,
    openedAt: at,
    taker: undefined,
    shownAt: undefined,
    telephonedAt: undefined,
    reachedAt: undefined,
    sentAt: undefined,
    arrivedAt: undefined,
    leaderAskedAt: undefined,
    closedAt: undefined,
    outcome: undefined,
    needs: [],
    needText: '',
    helper: undefined,
    telephoning: undefined,
    notReached: [],
  };
}

function changeBy(state: CallState, what: Step, at: number, by: string): Partial<CallState> {
  switch (what.step) {
    case 'shown':
      return { shownAt: state.shownAt ?? at };
    case 'taken':
      return { taker: by };
    case 'released':
      return { taker: undefined };
    case 'handed_over':
      return { taker: what.to };
    case 'telephoned':
      return { telephonedAt: state.telephonedAt ?? at, telephoning: what.whom };
    case 'reached':
      return {
        reachedAt: state.reachedAt ?? at,
        telephoning: undefined,
        notReached: state.notReached.filter((whom) => whom !== what.whom),
      };
    case 'not_reached':
      return {
        telephoning: undefined,
        notReached: [...new Set([...state.notReached, what.whom])],
      };
    case 'needed':
      return { needs: what.needs, needText: what.text };
    case 'sent':
      return { sentAt: state.sentAt ?? at, helper: what.helper };
    case 'arrived':
      return { arrivedAt: state.arrivedAt ?? at };
    case 'leader_asked':
      return { leaderAskedAt: state.leaderAskedAt ?? at };
    case 'closed':
      return { closedAt: at, outcome: what.outcome, taker: undefined };
    default:
      return {};
  }
}

/** The state that follows from all records of one call, in their order; undefined: there are none. */
export function stateOf(records: Iterable<CallRecord>): CallState | undefined {
  let state: CallState | undefined;
  for (const record of records) state = after(state, record);
  return state;
}

/** Whether `by` may do this now; undefined: yes. Notes are for everybody, also on what is over. */
export function refusalOf(state: CallState, step: Step, by: string): StepRefusal | undefined {
  if (step.step === 'noted') return undefined;
  if (state.closedAt !== undefined) return 'CALL_CLOSED';
  // A page tells what it shows, whoever has the call.
  if (step.step === 'shown') return undefined;
  if (step.step === 'taken') return state.taker === undefined ? undefined : 'CALL_TAKEN';
  if (state.taker === undefined) return 'CALL_NOT_TAKEN';
  return state.taker === by ? undefined : 'CALL_NOT_YOURS';
}

/** Red first, then green, then tests; among equals the oldest. */
export function inOrder(calls: Iterable<CallState>): CallState[] {
  const rank = ({ key, isTest }: CallState) => (isTest ? 2 : key === 'red' ? 0 : 1);
  return [...calls].sort((a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt);
}

/** What the gateway is told of a step, and by that the light in the home. */
export const REPORTED: Partial<
  Record<StepName, 'accepted' | 'answered' | 'dispatched' | 'closed'>
> = {
  shown: 'accepted',
  reached: 'answered',
  sent: 'dispatched',
  closed: 'closed',
};
