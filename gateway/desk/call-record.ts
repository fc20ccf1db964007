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
  /** `helperId`: of the archive, and undefined for anybody else. */
  | { step: 'sent'; helper: string; helperId?: number | undefined }
  | { step: 'on_the_way'; helperId: number }
  /** `helperId` undefined: of somebody who isn't in the archive. */
  | { step: 'arrived'; helperId?: number | undefined }
  | { step: 'helper_done'; helperId: number }
  | { step: 'noted'; text: string }
  /** A leader is asked to look at this call too. */
  | { step: 'leader_asked' }
  /** `presses`: how many the officer has seen; undefined: it isn't known, for example of what the desk closes itself. */
  | { step: 'closed'; outcome: Outcome; followUp: boolean; presses?: number | undefined };

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
  /** The account; empty: the gateway, or the desk by itself. A helper's own page is told apart by `byHelper`. */
  by: string;
  what: Pressed | Step;
}

/** Somebody of the archive who was sent, with what is known of their way. UTC milliseconds; undefined: not yet. */
export interface SentHelper {
  helperId: number;
  name: string;
  sentAt: number;
  onTheWayAt: number | undefined;
  arrivedAt: number | undefined;
  doneAt: number | undefined;
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
  /** Who is being telephoned, until it is known whether that reached anybody; empty: the resident. */
  telephoning: string | undefined;
  /** Who was reached; empty: the resident. */
  reached: readonly string[];
  /** Who was telephoned and not reached since; empty: the resident. */
  notReached: readonly string[];
  /** In the order in which they were sent; who is sent again starts anew. */
  helpers: readonly SentHelper[];
  /** Who was sent last of those that are not in the archive. */
  sentOther: string | undefined;
  /** Of its newest record. */
  number: number;
}

/** Why a step can't be taken. */
export type StepRefusal =
  | 'CALL_CLOSED'
  | 'CALL_TAKEN'
  | 'CALL_NOT_TAKEN'
  | 'CALL_NOT_YOURS'
  | 'CALL_PRESSED_AGAIN';

/** The state after one more record; undefined before: the record opens the call, and is a press. */
export function after(state: CallState | undefined, record: CallRecord): CallState {
  const { what, at, by, number } = record;
  if (what.step === 'pressed') {
    const presses = (state?.presses ?? 0) + what.count;
    // One that comes when the call was just closed opens it anew: it rings, and nobody has been reached yet.
    if (state && state.closedAt === undefined) return { ...state, presses, number };
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
    telephoning: undefined,
    reached: [],
    notReached: [],
    helpers: [],
    sentOther: undefined,
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
        reached: [...new Set([...state.reached, what.whom])],
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
      return {
        sentAt: state.sentAt ?? at,
        sentOther: what.helperId === undefined ? what.helper : state.sentOther,
        helpers: withSent(state, what, at),
      };
    case 'on_the_way':
      return { helpers: withMoment(state, what.helperId, 'onTheWayAt', at) };
    case 'arrived':
      return {
        arrivedAt: state.arrivedAt ?? at,
        helpers: withMoment(state, what.helperId, 'arrivedAt', at),
      };
    case 'helper_done':
      return { helpers: withMoment(state, what.helperId, 'doneAt', at) };
    case 'leader_asked':
      return { leaderAskedAt: state.leaderAskedAt ?? at };
    case 'closed':
      return { closedAt: at, outcome: what.outcome, taker: undefined };
    default:
      return {};
  }
}

function withSent(
  { helpers }: CallState,
  { helper, helperId }: Extract<Step, { step: 'sent' }>,
  at: number,
): readonly SentHelper[] {
  if (helperId === undefined) return helpers;
  const others = helpers.filter((sent) => sent.helperId !== helperId);
  const sent = {
    helperId,
    name: helper,
    sentAt: at,
    onTheWayAt: undefined,
    arrivedAt: undefined,
    doneAt: undefined,
  };
  return [...others, sent];
}

/** The first time of each counts. */
function withMoment(
  { helpers }: CallState,
  helperId: number | undefined,
  moment: 'onTheWayAt' | 'arrivedAt' | 'doneAt',
  at: number,
): readonly SentHelper[] {
  return helpers.map((sent) =>
    sent.helperId === helperId ? { ...sent, [moment]: sent[moment] ?? at } : sent,
  );
}

/** No account has a colon in its name. */
const HELPER = 'helper:';

/** Who did a step on a helper's own page, as it stands in the record. */
export function byHelper(name: string): string {
  return HELPER + name;
}

/** The name of the helper who did it themselves; undefined: an officer, the desk or the gateway did. */
export function helperOf(by: string): string | undefined {
  return by.startsWith(HELPER) ? by.slice(HELPER.length) : undefined;
}

/** What helpers say themselves, whoever has the call. */
const HELPERS_STEPS: readonly StepName[] = ['on_the_way', 'arrived', 'helper_done'];

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
  if (helperOf(by) !== undefined && HELPERS_STEPS.includes(step.step)) return undefined;
  if (step.step === 'taken') return state.taker === undefined ? undefined : 'CALL_TAKEN';
  if (state.taker === undefined) return 'CALL_NOT_TAKEN';
  if (state.taker !== by) return 'CALL_NOT_YOURS';
  // A press that comes while somebody closes the call would be over before anybody has seen it.
  const isUnseen = step.step === 'closed' && (step.presses ?? state.presses) < state.presses;
  return isUnseen ? 'CALL_PRESSED_AGAIN' : undefined;
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
