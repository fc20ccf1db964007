// What a flow may ask of the gateway: news of calls that were offered to it, one device at a time, and logins.

import type { CallStage } from '../domain/call.ts';
import { GatewayError, type GatewayErrorCode } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Outcome } from '../domain/ports/destination.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { OUTCOMES } from '../messages/route-test.ts';
import type { DeployedFile } from '../system/flow-files.ts';
import { Allowance } from './allowance.ts';
import type { EditorLogin } from './editor-login.ts';
import type { Question } from './messages.ts';
import type { Pending } from './pending.ts';

/** What the gateway does for its flows. */
export interface FlowDesk {
  /** News about a call that was offered to one of these destinations. */
  report(callId: string, stage: CallStage, by: readonly string[]): Promise<Reported>;
  /** A request as the control socket takes it. Rejects with a GatewayError. */
  administer(request: unknown): Promise<object>;
}

export type Reported =
  | { ok: true; call: { callId: string; stage: CallStage } }
  | { ok: false; code: GatewayErrorCode };

export interface QuestionsDeps {
  desk: FlowDesk;
  login: EditorLogin;
  pending: Pending;
  clock: Clock;
  log: Log;
  /** The destinations that lead to the flows. */
  names: () => readonly string[];
  /** Makes durable what the flows' process has written: a file of a deployment, or all else. */
  keep: (file: DeployedFile | undefined) => Promise<void>;
}

/** A hash keeps a thread busy that the journal may need. */
const LOGINS = { perSecond: 1, burst: 10 };
/** Reports read and write the journal. */
const MAX_UNDER_WAY = 256;

/** What is true of a call, whatever press of it the flow had in hand. */
const LATER: ReadonlySet<string> = new Set(['answered', 'dispatched', 'closed']);

const REFUSED: Outcome = { kind: 'failed', code: 'REFUSED', detail: OUTCOMES.flowRefused.en };

export class Questions {
  readonly #deps: QuestionsDeps;
  readonly #logins: Allowance;
  #underWay = 0;

  constructor(deps: QuestionsDeps) {
    this.#deps = deps;
    this.#logins = new Allowance(LOGINS, deps.clock);
  }

  /** Rejects with a GatewayError. */
  async answer(question: Question): Promise<object | undefined> {
    if (this.#underWay >= MAX_UNDER_WAY) throw new GatewayError('FLOWS_BUSY', 'flows');
    this.#underWay += 1;
    try {
      return await this.#answer(question);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #answer(question: Question): Promise<object | undefined> {
    const { login } = this.#deps;
    switch (question.what) {
      case 'progress':
        return await this.#progress(question);
      case 'device':
        return await this.#device(question);
      case 'user':
        return await login.find(question.name);
      case 'saved':
        return await this.#keep(question.file);
      case 'login': {
        const { name, password, token } = question;
        if (!this.#logins.take(1)) return undefined;
        if (token !== undefined) return await login.verify({ token });
        if (name === undefined || password === undefined) return undefined;
        return await login.verify({ name, password });
      }
    }
  }

  async #keep(file: DeployedFile | undefined): Promise<object> {
    try {
      await this.#deps.keep(file);
      return {};
    } catch (error) {
      throw new GatewayError('FLOW_NOT_SAVED', `${file ?? 'flows'}: ${reasonOf(error)}`);
    }
  }

  /** What waits for this answer ends with it; what has given up waiting is reported, as a platform would. */
  async #progress(question: Extract<Question, { what: 'progress' }>): Promise<object> {
    const { desk, names } = this.#deps;
    const { stage, call_id: callId, event_id: eventId } = question;
    if (callId === undefined && eventId === undefined) {
      throw new GatewayError('REPORT_MALFORMED', 'no call_id and no event_id');
    }
    const ended = this.#end(question, outcomeOf(stage));
    const isReport = stage !== 'received' && stage !== 'refused' && callId !== undefined;
    if (!isReport || (stage === 'accepted' && ended > 0)) {
      if (ended === 0) throw new GatewayError('REPORT_NOT_DELIVERED', 'nothing waits for it');
      return { ...(callId === undefined ? {} : { call_id: callId }), stage };
    }
    const reported = await desk.report(callId, stage, names());
    if (!reported.ok) throw new GatewayError(reported.code, callId);
    return { call_id: reported.call.callId, stage: reported.call.stage };
  }

  /** The very delivery; when that has given up, whatever offers the same event, or the same call. */
  #end(question: Extract<Question, { what: 'progress' }>, outcome: Outcome): number {
    const { pending } = this.#deps;
    const { stage, delivery, call_id, event_id } = question;
    const isOfCall = LATER.has(stage) || event_id === undefined;
    if (isOfCall) return pending.end(({ callId }) => callId === call_id, outcome);
    if (delivery === undefined || !pending.has(delivery)) {
      return pending.end(({ eventId }) => eventId === event_id, outcome);
    }
    pending.endOne(delivery, outcome);
    return 1;
  }

  async #device(question: Extract<Question, { what: 'device' }>): Promise<object> {
    const { desk, log } = this.#deps;
    const { action, device_id, seconds = 30 } = question;
    if (action === 'state') return await desk.administer({ ask: 'show', device_id });
    const order = action === 'locate' ? { kind: action, seconds } : { kind: action };
    const made = await desk.administer({ ask: 'command', scope: { device_id }, order });
    log.info({ device: device_id, action }, 'a flow gave an order');
    return made;
  }
}

function outcomeOf(stage: Extract<Question, { what: 'progress' }>['stage']): Outcome {
  if (stage === 'received') return { kind: 'unknown' };
  return stage === 'refused' ? REFUSED : { kind: 'accepted' };
}
