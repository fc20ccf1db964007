// The webhook destination: a CloudEvent in structured mode, signed as Standard Webhooks says, anew at every attempt.

import { setImmediate } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Severity } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Delivery, Destination, LinkState, Outcome } from '../domain/ports/destination.ts';
import { codeOf } from '../domain/reason.ts';
import { OUTCOMES } from '../messages/route-test.ts';
import { signedHeaders } from '../system/signed-headers.ts';
import { eventOf } from './event.ts';
import { GONE, outcomeOf } from './http-answer.ts';
import { HttpPool, type TlsFiles } from './http-pool.ts';
import { HostLookup, systemTime } from './lookup.ts';
import type { AcceptedWhen } from './verdict.ts';

export interface WebhookOptions {
  name: string;
  url: string;
  /** `whsec_` and base64 of 24 to 64 bytes; while it rotates several, separated by spaces: all of them sign. */
  secret: string;
  tls?: TlsFiles;
  /** Which successes are acceptances; undefined: those whose body does not contradict. */
  acceptedWhen?: AcceptedWhen | undefined;
  /** CloudEvents source: names this gateway. */
  source: string;
  /** UTC milliseconds: the moment of the signature. */
  utc: () => number;
  /** Shared by destinations, so that their hosts are asked for once. */
  hosts?: HostLookup;
  /** Of the connection that is kept ready for red. */
  time?: Pick<Clock, 'monotonic' | 'after'>;
}

export class WebhookDestination implements Destination {
  readonly name: string;
  readonly #options: WebhookOptions;
  readonly #webhooks: readonly Webhook[];
  /** Each lane its own: what hangs or queues in one is not in the way of another. */
  readonly #connections: Record<Severity, HttpPool>;
  #link: LinkState | undefined;
  /** It said 410. Until it is another one it is only asked for red, which is never given up. */
  #isGone = false;

  constructor(options: WebhookOptions) {
    const { name, url, secret, tls, hosts = new HostLookup(), time = systemTime } = options;
    this.name = name;
    this.#options = options;
    this.#webhooks = secret.split(' ').map((key) => new Webhook(key));
    const spare = { time, onLine: this.#onLine.bind(this) };
    this.#connections = {
      red: new HttpPool(url, hosts.lookup, tls, spare),
      green: new HttpPool(url, hosts.lookupThatCanWait, tls),
      status: new HttpPool(url, hosts.lookupThatCanWait, tls),
    };
  }

  get link(): LinkState | undefined {
    return this.#link;
  }

  async start(): Promise<void> {
    this.#connections.red.warmUp();
  }

  async stop(): Promise<void> {
    for (const connections of Object.values(this.#connections)) connections.close();
  }

  renew(): void {
    this.#isGone = false;
  }

  carries(): boolean {
    return true;
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    // A turn later: PUBACK and receipt leave before the event is signed.
    await setImmediate();
    if (signal.aborted) return GAVE_UP;
    const lane = delivery.kind === 'press' ? delivery.press.key : 'status';
    if (this.#isGone && lane !== 'red') return STOPPED;
    try {
      const outcome = await this.#post(delivery, lane, signal);
      return signal.aborted && outcome.kind !== 'accepted' ? GAVE_UP : outcome;
    } catch (error) {
      if (signal.aborted) return GAVE_UP;
      this.#connections.red.check();
      return { kind: 'failed', code: 'UNREACHABLE', detail: failureName(error) };
    }
  }

  async #post(delivery: Delivery, lane: Severity, signal: AbortSignal): Promise<Outcome> {
    const { source, utc, acceptedWhen } = this.#options;
    const event = eventOf(delivery, source);
    const body = JSON.stringify(event);
    const headers = this.#headers(event.id, body, new Date(utc()));
    const needsBody = typeof acceptedWhen === 'object';
    const answer = await this.#connections[lane].post({ headers, body, signal, needsBody });
    this.#onLine(true);
    const outcome = outcomeOf(answer, utc(), acceptedWhen);
    if (answer.status === GONE) this.#isGone = true;
    else if (outcome.kind === 'accepted') this.#isGone = false;
    return outcome;
  }

  #onLine(isUp: boolean, reason?: string): void {
    if (this.#link?.isUp === isUp && this.#link.reason === reason) return;
    const since = this.#link?.isUp === isUp ? this.#link.since : this.#options.utc();
    this.#link = { isUp, since, ...(reason === undefined ? {} : { reason }) };
  }

  #headers(id: string, body: string, now: Date): Record<string, string> {
    return {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      // Without it a platform may answer in any coding: RFC 9110, 12.5.3.
      'accept-encoding': 'identity',
      ...signedHeaders(this.#webhooks, id, now, body),
    };
  }
}

const GAVE_UP: Outcome = { kind: 'failed', code: 'TIMEOUT', detail: OUTCOMES.gaveUp.en };
const STOPPED: Outcome = {
  kind: 'refused',
  code: 'REFUSED',
  detail: OUTCOMES.stopped(`${GONE}`).en,
};

/** The system's code, such as ECONNREFUSED: messages could name more than belongs in a log. */
function failureName(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.name : 'unknown');
}
