// The example of gateway/destinations/README.md: shows presses on the duty phone, through an ntfy server.
import type { Delivery, Destination, Outcome } from '#gateway/domain/ports/destination.ts';
import { pressId } from '#gateway/domain/press.ts';

export class DutyPhone implements Destination {
  readonly name: string;
  readonly #url: string;

  constructor(name: string, url: string) {
    this.name = name;
    this.#url = url;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  carries({ kind }: Delivery): boolean {
    return kind === 'press';
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    if (delivery.kind !== 'press') {
      return { kind: 'refused', code: 'NOT_CARRIED', detail: 'presses only' };
    }
    const { press, home } = delivery;
    const text = `${press.test ? 'TEST ' : ''}${press.key}: ${home.reference}`;
    const headers = { 'x-sequence-id': pressId(press) };
    const post = { method: 'POST', body: text, headers, signal, redirect: 'manual' } as const;
    try {
      const response = await fetch(this.#url, post);
      await response.body?.cancel();
      return outcomeOf(response);
    } catch {
      // Not the error's own words: they could name more than belongs in a log.
      return signal.aborted
        ? { kind: 'failed', code: 'TIMEOUT', detail: 'gave up' }
        : { kind: 'failed', code: 'UNREACHABLE', detail: 'no answer' };
    }
  }
}

function outcomeOf({ ok, status, headers }: Response): Outcome {
  // It is on its way to a phone: whether somebody has seen it is for others to say.
  if (ok) return { kind: 'unknown' };
  const detail = `HTTP ${status}`;
  if (status === 413) return { kind: 'refused', code: 'REFUSED', detail };
  const afterMs = (Number(headers.get('retry-after')) || 0) * 1_000;
  return { kind: 'failed', code: status === 429 ? 'BUSY' : 'REFUSED', detail, afterMs };
}
