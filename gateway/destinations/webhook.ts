// The webhook destination: a CloudEvent in structured mode, signed as Standard Webhooks says, anew at every attempt.
import { setImmediate } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Severity } from '../domain/limits.ts';
import type { Delivery, Destination, Outcome } from '../domain/ports/destination.ts';
import { type Answer, Connections } from './connections.ts';
import { eventOf } from './event.ts';
import { HostLookup } from './lookup.ts';

export interface WebhookOptions {
  name: string;
  url: string;
  /** `whsec_` and base64 of 24 to 64 bytes. */
  secret: string;
  /** CloudEvents source: names this gateway. */
  source: string;
  /** UTC milliseconds: the moment of the signature. */
  utc: () => number;
  /** Shared by destinations, so that their hosts are asked for once. */
  hosts?: HostLookup;
}

/** How long a destination may ask us to wait with 429 or 503, at most. */
const MAX_RETRY_AFTER_S = 3_600;

/** `Retry-After` in seconds (RFC 9110, 10.2.3); dates and nonsense are ignored. */
function afterMs(retryAfter = ''): { afterMs: number } | undefined {
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : Number.NaN;
  return seconds <= MAX_RETRY_AFTER_S ? { afterMs: seconds * 1_000 } : undefined;
}

/** They say that this very event is wrong, and it will never be another. */
const FOR_EVER: readonly number[] = [400, 410, 413, 415, 422];

/** What an answer means. CloudEvents webhook specification, 2.1 and 2.2. */
function outcomeOf({ status, retryAfter }: Answer): Outcome {
  if (status === 200 || status === 201 || status === 204) return { kind: 'accepted' };
  if (status === 202) return { kind: 'unknown' };
  const detail = `HTTP ${status}`;
  if (FOR_EVER.includes(status)) return { kind: 'refused', code: 'REFUSED', detail };
  if (status === 429 || status === 503) {
    return { kind: 'failed', code: 'BUSY', detail, ...afterMs(retryAfter) };
  }
  return { kind: 'failed', code: status >= 500 ? 'BROKEN' : 'REFUSED', detail };
}

export class WebhookDestination implements Destination {
  readonly name: string;
  readonly #options: WebhookOptions;
  readonly #webhook: Webhook;
  /** Each lane its own: what hangs or queues in one is not in the way of another. */
  readonly #connections: Record<Severity, Connections>;

  constructor(options: WebhookOptions) {
    const { name, url, secret, hosts = new HostLookup() } = options;
    this.name = name;
    this.#options = options;
    this.#webhook = new Webhook(secret);
    const make = () => new Connections(url, hosts.lookup);
    this.#connections = { red: make(), green: make(), status: make() };
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    for (const connections of Object.values(this.#connections)) connections.close();
  }

  carries(): boolean {
    return true;
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    // A turn later: PUBACK and receipt leave before the event is signed.
    await setImmediate();
    if (signal.aborted) return GAVE_UP;
    const { source, utc } = this.#options;
    const lane = delivery.kind === 'press' ? delivery.press.key : 'status';
    try {
      const event = eventOf(delivery, source);
      const body = JSON.stringify(event);
      const headers = this.#headers(event.id, body, new Date(utc()));
      return outcomeOf(await this.#connections[lane].post({ headers, body, signal }));
    } catch (error) {
      if (signal.aborted) return GAVE_UP;
      return { kind: 'failed', code: 'UNREACHABLE', detail: reasonOf(error) };
    }
  }

  #headers(id: string, body: string, now: Date): Record<string, string> {
    return {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': this.#webhook.sign(id, now, body),
    };
  }
}

const GAVE_UP: Outcome = { kind: 'failed', code: 'TIMEOUT', detail: 'gave up' };

/** The system's code, such as ECONNREFUSED: messages could name more than belongs in a log. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.name;
}
