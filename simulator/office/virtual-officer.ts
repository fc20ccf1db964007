// An officer who is no person: takes calls that nobody takes for a while, and does about each what officers do.
import { setTimeout as pause } from 'node:timers/promises';
import type { CallState, Need, Step } from '#gateway/desk/call-record.ts';
import { DeskClient } from './desk-client.ts';

export interface VirtualOfficerOptions {
  /** The link of a one-time login. */
  link: string;
  /** Whom it sends. */
  helper: string;
  /** How long a call may ring for somebody else, and how long one step takes; milliseconds. */
  patienceMs: () => number;
  stepMs: () => number;
  /** 0 to 1: what befalls the call. */
  random: () => number;
}

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

  private constructor(options: VirtualOfficerOptions) {
    this.#options = options;
  }

  /** Logs in and goes on duty. */
  static async start(options: VirtualOfficerOptions): Promise<VirtualOfficer> {
    const officer = new VirtualOfficer(options);
    const onCall = (call: CallState) => officer.#hears(call);
    const client = await DeskClient.login(options.link, { onCall });
    officer.#client = client;
    await client.goOnDuty();
    return officer;
  }

  get client(): DeskClient {
    return this.#client as DeskClient;
  }

  stop(): void {
    this.#ending.abort();
    this.client.close();
  }

  #hears({ callId, key, taker, closedAt }: CallState): void {
    if (closedAt !== undefined || taker !== undefined || this.#watched.has(callId)) return;
    this.#watched.add(callId);
    void this.#attend(callId, key)
      .catch(() => {})
      .finally(() => this.#watched.delete(callId));
  }

  /** Ends when the call is closed, somebody else has it, or the demo is over. */
  async #attend(callId: string, key: CallState['key']): Promise<void> {
    const { patienceMs, stepMs, random, helper } = this.#options;
    const { signal } = this.#ending;
    await pause(patienceMs(), undefined, { signal });
    // Somebody else was quicker, or it was closed.
    if (!(await this.client.step(callId, { step: 'taken' }))) return;
    for (const step of courseOf(key, helper, random())) {
      await pause(stepMs(), undefined, { signal });
      if (!(await this.client.step(callId, step))) return;
    }
  }
}
