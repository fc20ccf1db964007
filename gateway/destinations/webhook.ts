// The webhook destination: a CloudEvent in structured mode, signed as Standard Webhooks says, anew at every attempt.
import { Webhook } from 'standardwebhooks';
import type { Delivery, Destination, Outcome } from '../domain/ports/destination.ts';
import { pressEvent } from './event.ts';

export interface WebhookOptions {
  name: string;
  url: string;
  /** `whsec_` and base64 of 24 to 64 bytes. */
  secret: string;
  /** CloudEvents source: names this gateway. */
  source: string;
  /** UTC milliseconds: the moment of the signature. */
  utc: () => number;
}

/** How long a destination may ask us to wait with 429 or 503, at most. */
const MAX_RETRY_AFTER_S = 3_600;

/** `Retry-After` in seconds (RFC 9110, 10.2.3); dates and nonsense are ignored. */
function retryAfter(response: Response): { afterMs: number } | undefined {
  const value = response.headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return seconds <= MAX_RETRY_AFTER_S ? { afterMs: seconds * 1_000 } : undefined;
}

/** What an answer means. CloudEvents webhook specification, 2.1 and 2.2. */
function outcomeOf(response: Response): Outcome {
  const { status } = response;
  if (status === 200 || status === 201 || status === 204) return { kind: 'accepted' };
  if (status === 202) return { kind: 'unknown' };
  const detail = `HTTP ${status}`;
  if (status === 429 || status === 503) {
    return { kind: 'failed', code: 'BUSY', detail, ...retryAfter(response) };
  }
  return { kind: 'failed', code: status >= 500 ? 'BROKEN' : 'REFUSED', detail };
}

export class WebhookDestination implements Destination {
  readonly name: string;
  readonly #options: WebhookOptions;
  readonly #webhook: Webhook;

  constructor(options: WebhookOptions) {
    this.name = options.name;
    this.#options = options;
    this.#webhook = new Webhook(options.secret);
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const event = pressEvent(delivery, this.#options.source);
    const body = JSON.stringify(event);
    const now = new Date(this.#options.utc());
    try {
      const response = await fetch(this.#options.url, {
        method: 'POST',
        body,
        signal,
        // A redirect could lead a resident's data anywhere.
        redirect: 'manual',
        headers: {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          'webhook-id': event.id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': this.#webhook.sign(event.id, now, body),
        },
      });
      await response.body?.cancel();
      return outcomeOf(response);
    } catch (error) {
      if (signal.aborted) return { kind: 'failed', code: 'TIMEOUT', detail: 'gave up' };
      return { kind: 'failed', code: 'UNREACHABLE', detail: reasonOf(error) };
    }
  }
}

/** The system's code, such as ECONNREFUSED: messages could name more than belongs in a log. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause && typeof cause === 'object' && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : 'unknown';
}
