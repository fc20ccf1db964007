// Tells the gateway how many officers are on duty, at each change and again and again; and hears how many buttons there are.
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { signedHeaders } from '../system/signed-headers.ts';
import type { Desk } from './desk.ts';

/** The gateway takes a desk for gone after 90 s. */
const AGAIN_MS = 20_000;
const PATIENCE_MS = 5_000;

const Answer = z.object({ devices: z.int().min(0) });

export interface DutyReportDeps {
  desk: Pick<Desk, 'onDuty' | 'events'>;
  /** Where reports on calls go, with the path: those on duty go beside them. */
  reportsUrl: string;
  /** `whsec_…` */
  secret: string;
  clock: Clock;
  log: Log;
}

export class DutyReport {
  readonly #deps: DutyReportDeps;
  readonly #webhook: Webhook;
  readonly #url: string;
  #count = 0;
  #devices = 0;
  #isFailing = false;
  #isSending = false;
  #isStopped = false;
  #cancel = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(deps: DutyReportDeps) {
    this.#deps = deps;
    this.#webhook = new Webhook(deps.secret);
    this.#url = new URL('duty', deps.reportsUrl).href;
    deps.desk.events.on('duty', () => this.#tell());
  }

  /** Buttons in service, as the gateway said last. */
  get devices(): number {
    return this.#devices;
  }

  start(): void {
    this.#tell();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#running;
  }

  #tell(): void {
    // A change while one is under way is told by the next, which follows at once.
    if (this.#isStopped || this.#isSending) return;
    this.#cancel();
    this.#isSending = true;
    this.#running = this.#send();
  }

  async #send(): Promise<void> {
    const { desk, clock, log } = this.#deps;
    const officers = desk.onDuty.length;
    let problem: string | undefined;
    try {
      problem = await this.#post(officers);
    } catch (error) {
      problem = reasonOf(error);
    }
    // Once, and not at each of many: the gateway sees by itself that it hears nothing.
    if (problem !== undefined && !this.#isFailing) {
      log.warn({ reason: problem }, 'the gateway does not hear who is on duty');
    }
    this.#isFailing = problem !== undefined;
    this.#isSending = false;
    if (this.#isStopped) return;
    const isNews = problem === undefined && desk.onDuty.length !== officers;
    this.#cancel = clock.after(isNews ? 0 : AGAIN_MS, () => this.#tell());
  }

  /** Resolves with what was wrong; undefined: it was heard. */
  async #post(officers: number): Promise<string | undefined> {
    const body = JSON.stringify({ officers });
    const now = new Date(this.#deps.clock.utc());
    const id = `duty-${now.getTime()}-${this.#count++}`;
    const response = await fetch(this.#url, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/json',
        ...signedHeaders([this.#webhook], id, now, body),
      },
    });
    const text = await response.text();
    if (!response.ok) return `HTTP ${response.status}`;
    const { data } = Answer.safeParse(JSON.parse(text));
    this.#devices = data?.devices ?? this.#devices;
    return undefined;
  }
}
