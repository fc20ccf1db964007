// Tells gateways what was done about their calls, until each has heard it: the light in the home follows that.
import { Webhook } from 'standardwebhooks';
import { backoffAfter, doubling, withJitter } from '../domain/backoff.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { signedHeaders } from '../system/signed-headers.ts';
import type { DeskStore, Report } from './store/store.ts';

const PAUSES_MS = doubling(250, 10_000);
const PATIENCE_MS = 5_000;

/** Reports that are under way together: of different calls. */
const AT_ONCE = 16;
/** Of more nobody could say which are urgent. */
const MAX_URGENT = 500;

/** The gateway will never want it: no report that it understands, or no call that it knows. */
const NEVER_TAKEN = new Set([400, 404, 410, 413]);

export interface ReporterDeps {
  store: Pick<DeskStore, 'openReports' | 'endReports'>;
  /** Calls whose reports go before all others. */
  urgent: () => readonly string[];
  /** Where reports go, with the path. */
  url: string;
  /** `whsec_…`, the one with which the gateway signs its events. */
  secret: string;
  clock: Clock;
  log: Log;
}

export class Reporter {
  readonly #deps: ReporterDeps;
  readonly #webhook: Webhook;
  #failures = 0;
  #isRunning = false;
  #isAsked = false;
  #isStopped = false;
  #cancel = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(deps: ReporterDeps) {
    this.#deps = deps;
    this.#webhook = new Webhook(deps.secret);
  }

  /** There may be something to tell: also called once at the start, for what a former run has left. */
  wake(): void {
    this.#isAsked = true;
    if (this.#isRunning || this.#isStopped) return;
    this.#cancel();
    this.#isRunning = true;
    this.#running = this.#run().finally(() => {
      this.#isRunning = false;
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#running;
  }

  /** A call's stages arrive in their order; one that is not taken now keeps no other call waiting. */
  async #run(): Promise<void> {
    let failure: string | undefined;
    while (this.#isAsked && !this.#isStopped && failure === undefined) {
      this.#isAsked = false;
      failure = await this.#sendAll().catch(reasonOf);
    }
    if (failure === undefined || this.#isStopped) {
      this.#failures = 0;
      return;
    }
    const { clock, log } = this.#deps;
    this.#failures += 1;
    const pauseMs = withJitter(backoffAfter(PAUSES_MS, this.#failures), Math.random());
    log.warn({ reason: failure, again_ms: pauseMs }, 'a report did not arrive');
    this.#cancel = clock.after(pauseMs, () => this.wake());
  }

  /** Resolves with why one of them was not taken; undefined: all were. Rejects when nobody answers. */
  async #sendAll(): Promise<string | undefined> {
    const { store, urgent } = this.#deps;
    const waiting = new Map<string, string>();
    let from = 0;
    while (!this.#isStopped) {
      const calls = urgent()
        .filter((callId) => !waiting.has(callId))
        .slice(0, MAX_URGENT);
      const first = calls.length === 0 ? [] : await store.openReports({ calls }, AT_ONCE);
      const next = first.length > 0 ? first : await store.openReports({ from }, AT_ONCE);
      if (next.length === 0) break;
      if (first.length === 0) from = next.at(-1)?.number ?? from;
      await this.#sendTogether(next, waiting);
    }
    return [...waiting.values()].at(-1);
  }

  /** Enters into `waiting` the calls whose gateway doesn't take a report now, and why. */
  async #sendTogether(reports: readonly Report[], waiting: Map<string, string>): Promise<void> {
    const byCall = new Map<string, Report[]>();
    for (const report of reports) {
      if (waiting.has(report.callId)) continue;
      const ofCall = byCall.get(report.callId) ?? [];
      ofCall.push(report);
      byCall.set(report.callId, ofCall);
    }
    const ended: number[] = [];
    const sent = await Promise.allSettled(
      [...byCall.values()].map((ofCall) => this.#sendInOrder(ofCall, ended, waiting)),
    );
    if (ended.length > 0) await this.#deps.store.endReports(ended);
    for (const result of sent) if (result.status === 'rejected') throw result.reason;
  }

  /** Of one call. */
  async #sendInOrder(
    reports: readonly Report[],
    ended: number[],
    waiting: Map<string, string>,
  ): Promise<void> {
    for (const report of reports) {
      if (this.#isStopped) return;
      const status = await this.#send(report);
      if (!isOk(status) && !NEVER_TAKEN.has(status)) {
        waiting.set(report.callId, `HTTP ${status}`);
        return;
      }
      ended.push(report.number);
      if (!isOk(status)) this.#tellRefused(report, status);
    }
  }

  #tellRefused({ callId, stage }: Report, status: number): void {
    this.#deps.log.warn({ call: callId, stage, status }, 'the gateway does not take a report');
  }

  /** The status of the answer. */
  async #send({ number, callId, stage }: Report): Promise<number> {
    const { url, clock } = this.#deps;
    const body = JSON.stringify({ call_id: callId, stage });
    const id = `desk-${number}`;
    const now = new Date(clock.utc());
    const response = await fetch(url, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/json',
        ...signedHeaders([this.#webhook], id, now, body),
      },
    });
    await response.arrayBuffer();
    return response.status;
  }
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}
