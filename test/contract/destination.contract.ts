// The contract of the destination port. Every destination passes it: `destinationContract(name, make)`.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DESTINATION_ERRORS,
  type Delivery,
  type Destination,
  type Outcome,
} from '#gateway/domain/ports/destination.ts';
import { until, untilTurn } from '#test/support/until.ts';
import {
  caseOf,
  deliveryOf,
  greenOf,
  missedDeadlineOf,
  PERSONAL_DATA,
  progressOf,
  testPressOf,
} from './deliveries.ts';

export { caseOf, deliveryOf, missedDeadlineOf, PERSONAL } from './deliveries.ts';

/** What the other side does with the next deliveries. */
export type Behaviour =
  | 'accepting'
  /** It has it, and says nothing about taking it over. */
  | 'silent about acceptance'
  /** Not now: it may take the same one later. */
  | 'refusing'
  /** It will never take this one. */
  | 'refusing for ever'
  /** Asks to wait, and says how long. */
  | 'busy'
  /** Receives, and answers nothing. */
  | 'hanging'
  /** Nobody is there. */
  | 'gone';

/** What not every protocol can say; what a destination can not is not asked of it. */
export type Ability =
  /** `deliver` itself learns that it was taken over; otherwise the best that it says is unknown. */
  | 'accepted'
  /** The other side can have it without taking it over: `silent about acceptance`. */
  | 'unknown'
  /** `refusing for ever`. */
  | 'refused'
  /** `busy`. */
  | 'moment'
  /** What goes over the wire names the press or notice: `received()` returns its id. */
  | 'ids'
  /** It carries notices. */
  | 'notices'
  /** It has a `link` once it has spoken with the other side; `gone` and the return are seen without a delivery. */
  | 'link';

/** One destination and the other side of it. */
export interface DestinationHarness {
  destination: Destination;
  /** Without it: accepted, unknown, ids and notices. */
  can?: readonly Ability[];
  become(behaviour: Behaviour): void | Promise<void>;
  /** The ids of the presses and notices that the other side received, with repetitions; one text each without `ids`. */
  received(): string[];
  /** Resolves when the other side has received so many. */
  whenReceived(count: number): Promise<void>;
  /** How many presses the other side can leave hanging at one time; hundred without it. */
  crowd?: number;
  close(): Promise<void>;
}

/** Why a test of the contract is skipped for a destination. */
const NOT_ASKED = 'not asked of it: it can not say that';

const USUAL: readonly Ability[] = ['accepted', 'unknown', 'ids', 'notices'];

const KINDS: Record<string, Delivery> = {
  'a red press': deliveryOf(1),
  'a green press': greenOf(1),
  'a test press': testPressOf(1),
  'a press at the fallback': deliveryOf(1, { step: 'fallback' }),
  'a press at an escalation': deliveryOf(1, { step: 1 }),
  'a breach': missedDeadlineOf(),
  'a case': caseOf(),
  'a case that is over': caseOf({ event: 'restored' }),
  'news of a call': progressOf(),
};

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

    const can = (ability: Ability) => (harness.can ?? USUAL).includes(ability);
    const taken = () => ({ kind: can('accepted') ? 'accepted' : 'unknown' });
    const offer = (delivery: Delivery, signal = new AbortController().signal) =>
      harness.destination.deliver(delivery, signal);
    const deliver = (seq = 1, signal?: AbortSignal) => offer(deliveryOf(seq), signal);

    /** Of every outcome that is no acceptance: a code of the table, a detail in a few words, nobody's data. */
    function isFitForALog(outcome: Outcome): void {
      expect(JSON.stringify(outcome)).not.toMatch(PERSONAL_DATA);
      if (!('code' in outcome)) return;
      expect(Object.keys(DESTINATION_ERRORS)).toContain(outcome.code);
      expect(outcome.detail).toMatch(/^[\x20-\x7e]{1,200}$/);
    }

    it('has a name', () => {
      expect(harness.destination.name).not.toBe('');
    });

    describe('an outcome', () => {
      it('is accepted when the other side takes the press over', async () => {
        await harness.become('accepting');
        expect(await deliver()).toEqual(taken());
        expect(harness.received()).toHaveLength(1);
        if (can('ids')) expect(harness.received()).toEqual(['CB-1/1/1']);
      });

      it('is unknown when the press arrived and nobody has taken it over', async ({ skip }) => {
        if (!can('unknown')) skip(NOT_ASKED);
        await harness.become('silent about acceptance');
        expect(await deliver()).toEqual({ kind: 'unknown' });
      });

      it('is refused when the other side will never take it, with a code of the table', async ({
        skip,
      }) => {
        if (!can('refused')) skip(NOT_ASKED);
        await harness.become('refusing for ever');
        const outcome = await deliver();
        expect(outcome.kind).toBe('refused');
        isFitForALog(outcome);
      });

      it('names the moment when the other side asks to wait', async ({ skip }) => {
        if (!can('moment')) skip(NOT_ASKED);
        await harness.become('busy');
        const outcome = await deliver();
        expect(outcome).toMatchObject({ kind: 'failed', code: 'BUSY' });
        expect('afterMs' in outcome && outcome.afterMs).toBeGreaterThan(0);
        isFitForALog(outcome);
      });

      for (const behaviour of ['refusing', 'gone'] as const) {
        it(`is failed, with a code of the table, when the other side is ${behaviour}`, async () => {
          await harness.become(behaviour);
          const outcome = await deliver();
          expect(outcome.kind).toBe('failed');
          isFitForALog(outcome);
        });
      }

      it('is as good as any when the other side is well again', async () => {
        for (const behaviour of ['refusing', 'gone'] as const) {
          await harness.become(behaviour);
          await deliver();
          await harness.become('accepting');
          await untilTaken();
        }
      });

      it('never holds personal data, whatever is offered and however it ends', async () => {
        const behaviours: Behaviour[] = ['refusing', 'gone'];
        if (can('unknown')) behaviours.push('silent about acceptance');
        if (can('refused')) behaviours.push('refusing for ever');
        if (can('moment')) behaviours.push('busy');
        for (const behaviour of behaviours) {
          await harness.become(behaviour);
          for (const delivery of Object.values(KINDS)) isFitForALog(await offer(delivery));
        }
      });
    });

    /** After `gone` the line may need a moment: what the dispatcher does is to offer again. */
    async function untilTaken(): Promise<void> {
      let outcome: Outcome | undefined;
      await until(
        async () => {
          outcome = await deliver();
          return outcome.kind !== 'failed';
        },
        () => `the destination delivers again; its last outcome is ${JSON.stringify(outcome)}`,
      );
      expect(outcome).toEqual(taken());
    }

    it('offers the same press under the same id as often as it is asked', async () => {
      await harness.become('accepting');
      for (let time = 0; time < 3; time++) await deliver();
      expect(harness.received()).toHaveLength(3);
      if (can('ids')) expect(new Set(harness.received())).toEqual(new Set(['CB-1/1/1']));
    });

    describe('what it carries', () => {
      for (const [what, delivery] of Object.entries(KINDS)) {
        it(`is what it takes over, and the rest it refuses with NOT_CARRIED and sends nothing: ${what}`, async () => {
          await harness.become('accepting');
          const outcome = await offer(delivery);
          if (harness.destination.carries(delivery)) return expect(outcome).toEqual(taken());
          expect(outcome).toMatchObject({ kind: 'refused', code: 'NOT_CARRIED' });
          expect(harness.received()).toEqual([]);
        });
      }

      it('is every press, or no press can be routed to it', () => {
        expect(harness.destination.carries(deliveryOf(1))).toBe(true);
      });

      it('is notices too, under their id, when it says so', async ({ skip }) => {
        if (!can('notices')) skip(NOT_ASKED);
        await harness.become('accepting');
        for (const delivery of [missedDeadlineOf(), caseOf()])
          expect(await offer(delivery)).toEqual(taken());
        if (!can('ids')) return;
        expect(harness.received()).toEqual(['breach/CB-1/1/1/accepted', 'case/7/1']);
      });
    });

    describe('a delivery that hangs', () => {
      it('gives up with TIMEOUT when it is aborted, however long the other side hangs', async () => {
        await harness.become('hanging');
        const controller = new AbortController();
        const outcome = deliver(1, controller.signal);
        await harness.whenReceived(1);
        controller.abort();
        expect(await outcome).toMatchObject({ kind: 'failed', code: 'TIMEOUT' });
        isFitForALog(await outcome);
      });

      it('gives up at once when it was aborted before', async () => {
        await harness.become('accepting');
        expect(await deliver(1, AbortSignal.abort())).toMatchObject({ code: 'TIMEOUT' });
        expect(harness.received()).toEqual([]);
      });

      const others: Record<string, Delivery> = {
        'the same press': deliveryOf(1),
        'another press': deliveryOf(2),
        'a green press': greenOf(2),
        'a notice': caseOf(),
      };
      for (const [what, other] of Object.entries(others)) {
        it(`holds nothing up: beside a crowd of them ${what} goes through`, async ({ skip }) => {
          if (!harness.destination.carries(other)) skip(NOT_ASKED);
          await harness.become('hanging');
          const { crowd = 100 } = harness;
          const controllers = Array.from({ length: crowd }, () => new AbortController());
          const hanging = controllers.map(({ signal }) => deliver(1, signal));
          await harness.whenReceived(crowd);
          await harness.become('accepting');
          expect(await offer(other)).toEqual(taken());
          for (const controller of controllers) controller.abort();
          for (const answer of hanging) expect(await answer).toMatchObject({ code: 'TIMEOUT' });
        });
      }
    });

    describe('the link', () => {
      /** Resolves when the destination has seen it by itself. */
      async function whenLink(isUp: boolean): Promise<void> {
        await untilTurn(() => harness.destination.link?.isUp === isUp, `the link is up: ${isUp}`);
      }

      it('is up while the other side is there, down when it goes, and up when it comes back', async ({
        skip,
      }) => {
        if (!can('link')) skip(NOT_ASKED);
        await harness.become('accepting');
        await deliver();
        await whenLink(true);
        const { since } = harness.destination.link ?? {};
        await harness.become('gone');
        await whenLink(false);
        const { reason, since: downSince = 0 } = harness.destination.link ?? {};
        expect(reason).toMatch(/^[\x20-\x7e]{1,200}$/);
        expect(reason).not.toMatch(PERSONAL_DATA);
        expect(downSince).toBeGreaterThanOrEqual(since ?? 0);
        await harness.become('accepting');
        await whenLink(true);
        expect(harness.destination.link?.reason).toBeUndefined();
      });

      it('that is down keeps nobody from trying: the next delivery may be the one that gets through', async ({
        skip,
      }) => {
        if (!can('link')) skip(NOT_ASKED);
        await harness.become('gone');
        await deliver();
        await harness.become('accepting');
        await untilTaken();
      });
    });

    describe('its end', () => {
      it('may come twice', async () => {
        await harness.become('accepting');
        await deliver();
        for (const _ of ['once', 'and again']) {
          await expect(harness.destination.stop()).resolves.toBeUndefined();
        }
      });

      it('makes no delivery reject that is under way or comes after it', async () => {
        await harness.become('hanging');
        const controller = new AbortController();
        const underWay = deliver(1, controller.signal);
        await harness.whenReceived(1);
        await harness.destination.stop();
        const after = deliver(2, controller.signal);
        controller.abort();
        for (const outcome of [await underWay, await after]) {
          expect(outcome.kind).toBe('failed');
          isFitForALog(outcome);
        }
      });
    });
  });
}
