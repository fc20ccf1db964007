// A destination of type sia between two receivers, with a clock that tests move.

import { SiaDestination, type SiaOptions } from '#gateway/destinations/sia/destination.ts';
import type { Address } from '#gateway/destinations/sia/exchange.ts';
import { Sequence } from '#gateway/destinations/sia/sequence.ts';
import type { Delivery, Outcome } from '#gateway/domain/ports/destination.ts';
import { deliveryOf } from '#test/contract/deliveries.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { TestReceiver } from './receiver.ts';

export const KEY = '00112233445566778899AABBCCDDEEFF';

export class Setting {
  readonly clock = new MovingClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  readonly main = new TestReceiver(() => this.clock.utc());
  readonly spare = new TestReceiver(() => this.clock.utc());
  readonly #made: SiaDestination[] = [];

  async start(): Promise<this> {
    await Promise.all([this.main.start(), this.spare.start()]);
    return this;
  }

  /** Not started, and without link tests unless `changes` asks for them. */
  destination(changes: Partial<SiaOptions> = {}): SiaDestination {
    const made = new SiaDestination({
      name: 'arc',
      receiver: this.main.address,
      account: 'ABC',
      format: 'ADM-CID',
      supervision: 'off',
      extended: [],
      events: {},
      clock: this.clock,
      sequence: new Sequence(0),
      ...changes,
    });
    this.#made.push(made);
    return made;
  }

  withSpare(changes: Partial<SiaOptions> = {}): SiaDestination {
    return this.destination({ spare: this.spare.address, ...changes });
  }

  /** Both sides with the key. */
  encrypted(key = KEY, changes: Partial<SiaOptions> = {}): SiaDestination {
    this.main.key = Buffer.from(key, 'hex');
    return this.destination({ key, ...changes });
  }

  async stop(): Promise<void> {
    for (const destination of this.#made) await destination.stop();
    await Promise.all([this.main.stop(), this.spare.stop()]);
  }
}

export function offer(
  destination: SiaDestination,
  delivery: Delivery = deliveryOf(1),
  signal = new AbortController().signal,
): Promise<Outcome> {
  return destination.deliver(delivery, signal);
}

/** A press of a home that the centre knows. */
export function atHome(seq: number, home: Record<string, string> = { sia_account: '1234' }) {
  const { home: before } = deliveryOf(seq);
  return deliveryOf(seq, { home: { ...before, ...home } });
}

/** Where nobody listens. */
export async function deadAddress(): Promise<Address> {
  const receiver = await new TestReceiver().start();
  const { address } = receiver;
  await receiver.stop();
  return address;
}
