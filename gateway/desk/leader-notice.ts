// Tells the person in charge, over a webhook, that nobody is on duty or that a red call is not answered; and when that is over.
import { Webhook } from 'standardwebhooks';
import type { CaseEvent } from '../destinations/events/schemas.ts';
import { backoffAfter, doubling } from '../domain/backoff.ts';
import { CONDITIONS, type Condition } from '../domain/condition.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { signedHeaders } from '../system/signed-headers.ts';
import type { CallState } from './call-record.ts';
import type { Desk } from './desk.ts';

export interface LeaderNoticeSettings {
  url: string;
  /** `whsec_…` */
  secret: string;
  /** Nobody on duty for so long, milliseconds. */
  nobodyAfterMs: number;
}

export interface LeaderNoticeDeps {
  desk: Pick<Desk, 'onDuty' | 'calls'>;
  settings: LeaderNoticeSettings;
  /** Buttons in service: without one nobody need be on duty. */
  devices: () => number;
  clock: Clock;
  log: Log;
}

/** A red call that nobody has answered for so long is the leader's. */
const RED_MS = 60_000;
const LOOK_MS = 1_000;
const PAUSES_MS = doubling(1_000, 60_000);
const PATIENCE_MS = 10_000;
/** Above it the oldest are not worth telling any more. */
const MAX_WAITING = 200;
/** Of HTTP: wrong for good, whoever sends it again. What asks to wait is not among them. */
const isRefusal = (status: number) =>
  status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Something that is wrong now. */
interface Trouble {
  /** Monotonic. */
  since: number;
  told: { caseId: string; at: string } | undefined;
  condition: Condition;
  text: string;
  deviceIds: string[];
  group: string;
}

const NOBODY = 'nobody';

export class LeaderNotice {
  readonly #deps: LeaderNoticeDeps;
  readonly #webhook: Webhook;
  /** By the call, or `NOBODY`. */
  readonly #troubles = new Map<string, Trouble>();
  #waiting: CaseEvent[] = [];
  #isSending = false;
  #isFirst = true;
  #isStopped = false;
  #cancelLook = () => {};
  #cancelPause = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(deps: LeaderNoticeDeps) {
    this.#deps = deps;
    this.#webhook = new Webhook(deps.settings.secret);
  }

  start(): void {
    this.#look();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelLook();
    this.#cancelPause();
    await this.#running;
  }

  #look(): void {
    const { desk, clock, settings, devices } = this.#deps;
    const now = clock.monotonic();
    const present = new Set<string>();
    if (desk.onDuty.length === 0 && devices() > 0) {
      present.add(NOBODY);
      this.#judge(NOBODY, now, settings.nobodyAfterMs, () => nobody(now));
    }
    for (const call of desk.calls()) {
      if (!isUnanswered(call)) continue;
      present.add(call.callId);
      this.#judge(call.callId, now, RED_MS, () => unanswered(call, now - this.#ageAtStart(call)));
    }
    this.#isFirst = false;
    for (const [id, trouble] of this.#troubles) {
      if (present.has(id)) continue;
      this.#troubles.delete(id);
      if (trouble.told) this.#tell('restored', trouble, trouble.told);
    }
    this.#cancelLook = clock.after(LOOK_MS, () => this.#look());
  }

  /** A desk that was started again goes on with the time that a call has waited; its clock may have been set meanwhile. */
  #ageAtStart({ openedAt }: CallState): number {
    if (!this.#isFirst) return 0;
    return Math.min(Math.max(this.#deps.clock.utc() - openedAt, 0), RED_MS);
  }

  #judge(id: string, now: number, limitMs: number, begin: () => Trouble): void {
    const trouble = this.#troubles.get(id) ?? begin();
    this.#troubles.set(id, trouble);
    if (trouble.told || now - trouble.since < limitMs) return;
    const utc = this.#deps.clock.utc();
    trouble.told = { caseId: `desk/${id}/${utc}`, at: new Date(utc).toISOString() };
    this.#deps.log.warn({ condition: trouble.condition }, 'the person in charge is told');
    this.#tell('opened', trouble, trouble.told);
  }

  #tell(
    event: 'opened' | 'restored',
    { condition, text, deviceIds, group }: Trouble,
    { caseId, at }: { caseId: string; at: string },
  ): void {
    this.#waiting.push({
      specversion: '1.0',
      id: `${caseId}/${event}`,
      source: '/desk',
      type: 'callbutton.case.v1',
      ...(deviceIds[0] === undefined ? {} : { subject: deviceIds[0] }),
      time: new Date(this.#deps.clock.utc()).toISOString(),
      datacontenttype: 'application/json',
      data: {
        text: event === 'restored' ? `over: ${text}` : text,
        case_id: caseId,
        event,
        condition,
        device_ids: deviceIds,
        opened_at: at,
        group,
        // The desk shows whose call it is, to who may see it.
        homes: {},
      },
    });
    this.#waiting = this.#waiting.slice(-MAX_WAITING);
    this.#send();
  }

  #send(): void {
    if (this.#isSending || this.#isStopped) return;
    this.#isSending = true;
    this.#running = this.#sendAll().finally(() => {
      this.#isSending = false;
    });
  }

  /** In their order; the oldest until it is taken. */
  async #sendAll(): Promise<void> {
    const { log, clock } = this.#deps;
    for (let failures = 0; !this.#isStopped; ) {
      const [event] = this.#waiting;
      if (event === undefined) return;
      const problem = await this.#post(event).catch(reasonOf);
      if (problem === undefined) {
        failures = 0;
        this.#waiting = this.#waiting.filter((waiting) => waiting !== event);
        continue;
      }
      failures += 1;
      const again_ms = backoffAfter(PAUSES_MS, failures);
      log.warn({ reason: problem, again_ms }, 'the person in charge could not be told');
      await new Promise<void>((resolve) => {
        const cancel = clock.after(again_ms, resolve);
        this.#cancelPause = () => {
          cancel();
          resolve();
        };
      });
    }
  }

  /** Resolves with why it should be sent again; undefined: it was taken, or never will be. */
  async #post(event: CaseEvent): Promise<string | undefined> {
    const { settings, clock, log } = this.#deps;
    const body = JSON.stringify(event);
    const response = await fetch(settings.url, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        ...signedHeaders([this.#webhook], event.id, new Date(clock.utc()), body),
      },
    });
    await response.arrayBuffer();
    const { status } = response;
    if (response.ok) return undefined;
    if (!isRefusal(status)) return `HTTP ${status}`;
    log.error(
      { status },
      'the webhook for the person in charge refuses: mend its address or secret',
    );
    return undefined;
  }
}

function isUnanswered({ key, isTest, reachedAt, closedAt }: CallState): boolean {
  return key === 'red' && !isTest && reachedAt === undefined && closedAt === undefined;
}

function nobody(since: number): Trouble {
  const condition = 'nobody_on_duty';
  return {
    since,
    told: undefined,
    condition,
    text: `The duty desk: ${CONDITIONS[condition]}`,
    deviceIds: [],
    group: '',
  };
}

function unanswered({ callId, deviceId, group }: CallState, since: number): Trouble {
  const condition = 'red_unanswered';
  return {
    since,
    told: undefined,
    condition,
    text: `${callId}: ${CONDITIONS[condition]}`,
    deviceIds: [deviceId],
    group,
  };
}
