// An officer who is no person: takes calls that nobody takes for a while, and does about each what officers do.
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallState, Need, Step } from '#gateway/desk/call-record.ts';
import type { DeskClient, DeskClientOptions } from './desk-client.ts';

export interface VirtualOfficerOptions {
  /** Of its account. */
  name: string;
  /** A page of its own; called again when the desk was started anew. */
  login: (options: Pick<DeskClientOptions, 'onCall' | 'onLost'>) => Promise<DeskClient>;
  /** Whom it sends. */
  helper: string;
  /** How long a call may ring for somebody else, and how long one step takes; milliseconds. */
  patienceMs: () => number;
  stepMs: () => number;
  /** 0 to 1: what befalls the call. */
  random: () => number;
  /** Tries to take also what another has. */
  isGrasping?: boolean;
}

/** Between two attempts to log in. */
const AGAIN_MS = 500;
/** HTTP's 401: the desk was started anew. */
const LOGIN_NEEDED = 401;
const GRASPING: readonly Step[] = [
  { step: 'taken' },
  { step: 'reached', whom: '' },
  { step: 'closed', outcome: 'by_mistake', followUp: false },
];

const NEEDS: readonly Need[] = ['meals', 'cleaning', 'shopping', 'company', 'learning'];

/** What follows when it was taken. `draw` is 0 to 1. */
export function courseOf(key: CallState['key'], helper: string, draw: number): Step[] {
  const telephoned: Step = { step: 'telephoned', whom: '' };
  const reached: Step = { step: 'reached', whom: '' };
  const closed = (outcome: 'helped' | 'no_help_needed' | 'by_mistake'): Step => ({
    step: 'closed',
    outcome,
    followUp: outcome === 'helped',
  });
  if (draw < 0.15) return [telephoned, reached, closed('by_mistake')];
  if (key === 'green' && draw < 0.4) return [telephoned, reached, closed('no_help_needed')];
  const need = NEEDS[Math.floor(draw * 1_000) % NEEDS.length] as Need;
  const needs = key === 'red' ? (['urgent'] as const) : [need];
  return [
    telephoned,
    // One in ten does not hear the telephone at once.
    ...(draw > 0.9 ? [{ step: 'not_reached', whom: '' } as const, telephoned] : []),
    reached,
    { step: 'needed', needs, text: '' },
    { step: 'sent', helper },
    { step: 'arrived' },
    closed('helped'),
  ];
}

export class VirtualOfficer {
  readonly #options: VirtualOfficerOptions;
  readonly #ending = new AbortController();
  /** Calls for which it waits, or which it has. */
  readonly #watched = new Set<string>();
  #client: DeskClient | undefined;
  /** Resolves when a new browser is logged in and on duty; undefined: the one that there is serves. */
  #coming: Promise<void> | undefined;

  private constructor(options: VirtualOfficerOptions) {
    this.#options = options;
    // Each call that is attended to listens.
    setMaxListeners(0, this.#ending.signal);
  }

  /** Logs in and goes on duty. Rejects when the desk does not let it; later it tries again and again. */
  static async start(options: VirtualOfficerOptions): Promise<VirtualOfficer> {
    const officer = new VirtualOfficer(options);
    await officer.#logIn();
    return officer;
  }

  get client(): DeskClient {
    return this.#client as DeskClient;
  }

  /** Has taken a call that is not closed, as far as its page knows. */
  get isBusy(): boolean {
    return this.client.hasCallOf(this.#options.name);
  }

  stop(): void {
    this.#ending.abort();
    this.client.close();
  }

  /** The browser crashes, in the middle of whatever it does; after so long the officer logs in again. Undefined: never. */
  vanish(forMs: number | undefined): void {
    if (forMs === undefined) this.stop();
    else this.#comeBack(forMs);
  }

  async #logIn(): Promise<void> {
    const client = await this.#options.login({
      onCall: (call) => this.#hears(call),
      onLost: () => this.#comeBack(0),
    });
    this.#client = client;
    // It may have ended meanwhile.
    if (this.#ending.signal.aborted) client.close();
    else await client.goOnDuty();
  }

  #comeBack(afterMs: number): void {
    if (this.#coming !== undefined) return;
    this.client.close();
    this.#coming = this.#tryToComeBack(afterMs).finally(() => {
      this.#coming = undefined;
    });
    // Rejects when the officer is gone for good.
    this.#coming.catch(() => {});
  }

  async #tryToComeBack(afterMs: number): Promise<void> {
    const { signal } = this.#ending;
    for (let wait = afterMs; ; wait = AGAIN_MS) {
      await pause(wait, undefined, { signal });
      try {
        return await this.#logIn();
      } catch {
        this.client.close();
      }
    }
  }

  #hears({ callId, key, taker, closedAt }: CallState): void {
    const { name, isGrasping } = this.#options;
    if (closedAt !== undefined) return;
    const isOthers = taker !== undefined && taker !== name;
    if (isOthers && isGrasping) this.#grasp(callId);
    if (isOthers || this.#watched.has(callId)) return;
    this.#watched.add(callId);
    void this.#attend(callId, key, taker !== undefined)
      .catch(() => {})
      .finally(() => this.#watched.delete(callId));
  }

  /** Takes what another has, and acts as if it were its own. */
  #grasp(callId: string): void {
    for (const step of GRASPING) void this.client.tryStep(callId, step);
  }

  /** Ends when the call is closed, somebody else has it, or the officer is gone. */
  async #attend(callId: string, key: CallState['key'], isTaken: boolean): Promise<void> {
    const { patienceMs, stepMs, random, helper } = this.#options;
    const { signal } = this.#ending;
    if (!isTaken) {
      await pause(patienceMs(), undefined, { signal });
      // Somebody else was quicker, or it was closed.
      if (!(await this.#do(callId, { step: 'taken' }))) return;
    }
    for (const step of courseOf(key, helper, random())) {
      await pause(stepMs(), undefined, { signal });
      if (!(await this.#do(callId, step))) return;
    }
  }

  /** Until the desk has it. False: it was refused, or the call is not this officer's any more. */
  async #do(callId: string, step: Step): Promise<boolean> {
    for (;;) {
      await this.#coming;
      const { client } = this;
      const status = await client.tryStep(callId, step);
      if (status !== 0 && status !== LOGIN_NEEDED) return status === 200;
      if (client === this.#client) this.#comeBack(0);
      await this.#coming;
      // What was not answered may have been done.
      const call = this.client.call(callId);
      const isOwn = call?.taker === this.#options.name;
      if (step.step === 'taken' && isOwn) return true;
      if (call === undefined || (step.step !== 'taken' && !isOwn)) return false;
    }
  }
}
