// What is being offered, red before green and the oldest first, found by its id and by its call.

import { SEVERITIES, type Severity } from '../domain/limits.ts';
import type { Offer } from './offer.ts';

export class Offers<O extends Offer> {
  readonly #bySeverity: Record<Severity, Map<string, O>> = {
    red: new Map(),
    green: new Map(),
    status: new Map(),
  };
  readonly #byCall = new Map<string, O[]>();

  get size(): number {
    return SEVERITIES.reduce((sum, severity) => sum + this.#bySeverity[severity].size, 0);
  }

  *all(): Iterable<O> {
    for (const severity of SEVERITIES) yield* this.of(severity);
  }

  /** The oldest first. */
  of(severity: Severity): Iterable<O> {
    return this.#bySeverity[severity].values();
  }

  find(id: string): O | undefined {
    const { red, green, status } = this.#bySeverity;
    return red.get(id) ?? green.get(id) ?? status.get(id);
  }

  /** The one that is being offered under the id of this one. */
  known({ id, severity }: Offer): O | undefined {
    return this.#bySeverity[severity].get(id);
  }

  ofCall(callId: string): readonly O[] {
    return this.#byCall.get(callId) ?? [];
  }

  /** A line in the log for each call is enough: what joins one waits with it. */
  isFirstOfCall(offer: Offer): boolean {
    return offer.callId === undefined || this.ofCall(offer.callId)[0] === offer;
  }

  add(offer: O): void {
    const { id, severity, callId } = offer;
    this.#bySeverity[severity].set(id, offer);
    if (callId === undefined) return;
    const ofCall = this.#byCall.get(callId);
    if (ofCall) ofCall.push(offer);
    else this.#byCall.set(callId, [offer]);
  }

  delete({ id, severity, callId }: Offer): void {
    this.#bySeverity[severity].delete(id);
    if (callId === undefined) return;
    const remaining = this.ofCall(callId).filter((sibling) => sibling.id !== id);
    if (remaining.length > 0) this.#byCall.set(callId, remaining);
    else this.#byCall.delete(callId);
  }
}
