// The contract of the destination port. Every destination passes it: `destinationContract(name, make)`.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCall } from '#gateway/domain/call.ts';
import type { BreachNotice, CaseNotice } from '#gateway/domain/notice.ts';
import {
  DESTINATION_ERRORS,
  type Destination,
  type NoticeDelivery,
  type PressDelivery,
} from '#gateway/domain/ports/destination.ts';
import { callIdOf } from '#gateway/domain/press.ts';
import { pressOf } from './journal.contract.ts';

/** One destination and the other side of it. */
export interface DestinationHarness {
  destination: Destination;
  /** What the other side does with the next deliveries. */
  become(
    behaviour: 'accepting' | 'silent about acceptance' | 'refusing' | 'hanging' | 'gone',
  ): void;
  /** The ids of the presses and notices that the other side received, with repetitions. */
  received(): string[];
  /** Resolves when the other side has received so many. */
  whenReceived(count: number): Promise<void>;
  close(): Promise<void>;
}

export const PERSONAL = 'Maria Musterfrau, Gartenweg 3';

const HOME = { reference: '4711', name: PERSONAL };
const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

export function deliveryOf(seq: number, changes: Partial<PressDelivery> = {}): PressDelivery {
  const press = pressOf(seq, { receivedAt: AT });
  return {
    ...{ kind: 'press', step: 'first' },
    press: { ...press, callId: callIdOf(press), joined: false },
    call: openCall(press, undefined),
    ...{ group: 'street-1', home: HOME, stored: true },
    ...changes,
  };
}

export function breachOf(changes: Partial<BreachNotice> = {}): NoticeDelivery {
  const notice: BreachNotice = {
    ...{ kind: 'breach', id: 'breach/CB-1/1/1/accepted', at: AT, group: 'street-1' },
    ...{ limit: 'accepted', cause: 'platform_down', deviceId: 'CB-1', key: 'red' },
    ...{ callId: 'CB-1.1.1', press: 'CB-1/1/1', limitMs: 2_000, tookMs: 2_040 },
    ...changes,
  };
  return { kind: 'notice', notice, homes: { 'CB-1': HOME } };
}

export function caseOf(changes: Partial<CaseNotice> = {}): NoticeDelivery {
  const notice: CaseNotice = {
    ...{ kind: 'case', id: 'case/7/1', at: AT, group: 'street-1', caseId: '7', event: 'opened' },
    ...{ condition: 'silent', deviceIds: ['CB-1'], openedAt: AT },
    ...changes,
  };
  return { kind: 'notice', notice, homes: { 'CB-1': HOME } };
}

export function destinationContract(name: string, make: () => Promise<DestinationHarness>): void {
  describe(`the contract of the destination: ${name}`, () => {
    let harness: DestinationHarness;
    beforeEach(async () => {
      harness = await make();
      await harness.destination.start();
    });
    afterEach(async () => {
      await harness.destination.stop();
      await harness.close();
    });

    const deliver = (seq = 1, signal = new AbortController().signal) =>
      harness.destination.deliver(deliveryOf(seq), signal);

    it('has a name', () => {
      expect(harness.destination.name).not.toBe('');
    });

    it('says accepted when the other side takes the press over', async () => {
      harness.become('accepting');
      expect(await deliver()).toEqual({ kind: 'accepted' });
      expect(harness.received()).toEqual(['CB-1/1/1']);
    });

    it('says unknown when the press arrived and nobody has taken it over', async () => {
      harness.become('silent about acceptance');
      expect(await deliver()).toEqual({ kind: 'unknown' });
    });

    it('offers the same press under the same id as often as it is asked', async () => {
      harness.become('accepting');
      for (let time = 0; time < 3; time++) await deliver();
      expect(harness.received()).toEqual(['CB-1/1/1', 'CB-1/1/1', 'CB-1/1/1']);
    });

    for (const behaviour of ['refusing', 'gone'] as const) {
      it(`fails with a code of the table, and never rejects, when the other side is ${behaviour}`, async () => {
        harness.become(behaviour);
        const outcome = await deliver();
        expect(outcome.kind).toBe('failed');
        expect(Object.keys(DESTINATION_ERRORS)).toContain('code' in outcome && outcome.code);
        expect(JSON.stringify(outcome)).not.toMatch(/Maria|Gartenweg|4711/);
      });
    }

    it('gives up with TIMEOUT when it is aborted, however long the other side hangs', async () => {
      harness.become('hanging');
      const controller = new AbortController();
      const outcome = deliver(1, controller.signal);
      await harness.whenReceived(1);
      controller.abort();
      expect(await outcome).toMatchObject({ kind: 'failed', code: 'TIMEOUT' });
    });

    it('gives up at once when it was aborted before', async () => {
      harness.become('accepting');
      expect(await deliver(1, AbortSignal.abort())).toMatchObject({ code: 'TIMEOUT' });
      expect(harness.received()).toEqual([]);
    });

    it('delivers to the other side as soon as that is well again', async () => {
      harness.become('refusing');
      await deliver();
      harness.become('accepting');
      expect(await deliver()).toEqual({ kind: 'accepted' });
    });

    it('takes notices over as it does presses, under their id', async () => {
      harness.become('accepting');
      const never = new AbortController().signal;
      for (const delivery of [breachOf(), caseOf()]) {
        expect(await harness.destination.deliver(delivery, never)).toEqual({ kind: 'accepted' });
      }
      expect(harness.received()).toEqual(['breach/CB-1/1/1/accepted', 'case/7/1']);
    });

    it('fails with a notice as it does with a press', async () => {
      harness.become('refusing');
      const outcome = await harness.destination.deliver(breachOf(), new AbortController().signal);
      expect(outcome).toMatchObject({ kind: 'failed' });
      expect(JSON.stringify(outcome)).not.toMatch(/Maria|Gartenweg|4711/);
    });

    it('carries what it takes over', () => {
      for (const delivery of [deliveryOf(1), breachOf(), caseOf()]) {
        expect(harness.destination.carries(delivery)).toBe(true);
      }
    });

    const { press } = deliveryOf(1);
    const others = {
      'the same press': deliveryOf(1),
      'another press': deliveryOf(2),
      'a green press': deliveryOf(2, { press: { ...press, seq: 2, key: 'green' } }),
      'a notice': caseOf(),
    };
    for (const [what, other] of Object.entries(others)) {
      it(`is not held up by hundred presses that hang: ${what} goes through`, async () => {
        harness.become('hanging');
        const controllers = Array.from({ length: 100 }, () => new AbortController());
        const hanging = controllers.map(({ signal }) => deliver(1, signal));
        await harness.whenReceived(100);
        harness.become('accepting');
        const outcome = harness.destination.deliver(other, new AbortController().signal);
        expect(await outcome).toEqual({ kind: 'accepted' });
        for (const controller of controllers) controller.abort();
        for (const one of hanging) expect(await one).toMatchObject({ code: 'TIMEOUT' });
      });
    }

    it('can be stopped twice', async () => {
      harness.become('accepting');
      await deliver();
      await harness.destination.stop();
    });
  });
}
