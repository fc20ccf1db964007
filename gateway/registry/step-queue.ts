// Whose turn it is in the registry: one step after the other, and nobody has so many waiting that others don't come to theirs.
import { GatewayError } from '../domain/errors.ts';
import type { Actor } from '../domain/ports/registry.ts';

/** Who does what no person asked for at that moment. There is one such step per device at most: none is turned away. */
export const GATEWAY: Actor = { name: 'gateway', role: 'admin' };

/** Steps of one name: a provisioning has one at a time, and each takes a few milliseconds. */
export const WAITING_OF_ONE = 64;
/** Of all: some seconds of writing. */
export const WAITING_OF_ALL = 1_024;

export class StepQueue {
  #last: Promise<unknown> = Promise.resolve();
  #all = 0;
  readonly #of = new Map<string, number>();

  /** Errors: those of `step`, and REGISTRY_BUSY, at once. */
  take<T>(actor: Actor, step: () => Promise<T>): Promise<T> {
    if (actor === GATEWAY) return this.#after(step);
    const { name } = actor;
    const waiting = this.#of.get(name) ?? 0;
    if (waiting >= WAITING_OF_ONE || this.#all >= WAITING_OF_ALL) {
      const detail = `${waiting >= WAITING_OF_ONE ? waiting : this.#all} steps wait`;
      return Promise.reject(new GatewayError('REGISTRY_BUSY', detail));
    }
    this.#of.set(name, waiting + 1);
    this.#all++;
    return this.#after(step).finally(() => {
      const left = (this.#of.get(name) ?? 1) - 1;
      if (left === 0) this.#of.delete(name);
      else this.#of.set(name, left);
      this.#all--;
    });
  }

  /** When all that was asked for before has had its turn. */
  async done(): Promise<void> {
    await this.#last;
  }

  #after<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#last.then(step);
    this.#last = done.catch(() => {});
    return done;
  }
}
