// What is being offered, the oldest first, found by its id and by its call.

import type { Offer } from './offer.ts';
import type { Job } from './route-attempt.ts';

export type JobOf<O extends Offer> = Job & { readonly offer: O };

export class Jobs<O extends Offer> {
  readonly #byId = new Map<string, JobOf<O>>();
  readonly #byCall = new Map<string, JobOf<O>[]>();

  get size(): number {
    return this.#byId.size;
  }

  all(): Iterable<JobOf<O>> {
    return this.#byId.values();
  }

  find(id: string): JobOf<O> | undefined {
    return this.#byId.get(id);
  }

  ofCall(callId: string): readonly JobOf<O>[] {
    return this.#byCall.get(callId) ?? [];
  }

  /** A line in the log for each call is enough: what joins one waits with it. */
  isFirstOfCall({ offer }: Job): boolean {
    return offer.callId === undefined || this.ofCall(offer.callId)[0]?.offer === offer;
  }

  add(offer: O): JobOf<O> {
    const job: JobOf<O> = { offer, routeAttempts: [], isSettled: false };
    const { id, callId } = offer;
    this.#byId.set(id, job);
    if (callId === undefined) return job;
    const ofCall = this.#byCall.get(callId);
    if (ofCall) ofCall.push(job);
    else this.#byCall.set(callId, [job]);
    return job;
  }

  delete(job: Job): void {
    const { id, callId } = job.offer;
    this.#byId.delete(id);
    if (callId === undefined) return;
    const remaining = this.ofCall(callId).filter((sibling) => sibling !== job);
    if (remaining.length > 0) this.#byCall.set(callId, remaining);
    else this.#byCall.delete(callId);
  }
}
