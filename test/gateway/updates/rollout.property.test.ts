// The rollout as a machine: whatever devices say in whatever order, it keeps its stages, stops by itself, and never offers an image again where it failed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deviceIn,
  deviceSubject,
  recallDevice,
  recallRollout,
  rememberDevice,
  rememberRollout,
} from '#gateway/domain/updates/memory.ts';
import type { DeviceProgress } from '#gateway/domain/updates/progress.ts';
import { BACK_WITHIN_MS, Rollout, STAND_IN_AFTER_MS } from '#gateway/domain/updates/rollout.ts';
import { enoughOf, stageSizes, stagesOf } from '#gateway/domain/updates/stages.ts';
import {
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_TRIAL,
  UPDATE_WAITING,
  UPDATE_WANTED,
  UPDATE_WHOLE,
} from '#protocol/messages.ts';

const IMAGE = 'a'.repeat(64);
const HEAD = {
  number: 1,
  image: IMAGE,
  version: '0.3.0',
  older: false,
  scope: { kind: 'all' },
  by: 'somebody',
} as const;
/** It is sent the image, or is about to prove it. */
const UNDER_WAY: readonly string[] = ['sending', 'whole', 'trial'];
const STATES = [
  UPDATE_WANTED,
  UPDATE_WAITING,
  UPDATE_WHOLE,
  UPDATE_TRIAL,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_FAILED,
];

const at = (mono: number) => ({ utc: 1_000_000 + mono, mono });
const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `CB-${1000 + index}`);
const begin = (count: number) => Rollout.begin(HEAD, idsOf(count), at(0));
const there = () => true;

/** Brings a device through all of it. */
function update(rollout: Rollout, deviceId: string, mono = 0): void {
  rollout.offered(deviceId, at(mono));
  for (const state of [UPDATE_WANTED, UPDATE_WHOLE, UPDATE_TRIAL, UPDATE_GOOD]) {
    rollout.report(deviceId, { state, detail: '' }, at(mono));
  }
}

function offeredNow(rollout: Rollout): string[] {
  return [...rollout.devices].filter((device) => rollout.mayGet(device)).map((one) => one.deviceId);
}

/** As after a restart: from what was remembered. */
function restarted(rollout: Rollout, mono: number): Rollout {
  const record = recallRollout(
    JSON.parse(JSON.stringify(rememberRollout({ head: rollout.head, counts: rollout.counts() }))),
  );
  const devices = [...rollout.devices].map((progress, place) => {
    const { deviceId } = progress;
    const row = rememberDevice({ rollout: 1, place, progress, failed: [] });
    const recalled = recallDevice(deviceId, JSON.parse(JSON.stringify(row)), mono);
    return recalled?.progress as DeviceProgress;
  });
  return new Rollout(record?.head as Rollout['head'], devices);
}

describe('the stages', () => {
  it('are one device, 1 %, 10 % and all, rounded up, none empty, together every device', () => {
    expect(stageSizes(1_000)).toEqual([1, 9, 90, 900]);
    expect(stageSizes(1_100)).toEqual([1, 10, 99, 990]);
    expect(stageSizes(10)).toEqual([1, 9]);
    expect(stageSizes(1)).toEqual([1]);
    expect(stageSizes(0)).toEqual([]);
    fc.assert(
      fc.property(fc.nat({ max: 20_000 }), (devices) => {
        const sizes = stageSizes(devices);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(devices);
        expect(sizes.every((size) => size > 0)).toBe(true);
        expect(stagesOf(devices)).toHaveLength(devices);
        if (devices > 0) expect(sizes[0]).toBe(1);
      }),
    );
  });
});

describe('a rollout', () => {
  it('offers one device first, and the next stage only when that one is good', () => {
    const rollout = begin(200);
    expect(offeredNow(rollout)).toEqual(['CB-1000']);
    rollout.tick(at(1), there);
    expect(offeredNow(rollout)).toEqual(['CB-1000']);
    update(rollout, 'CB-1000');
    expect(offeredNow(rollout)).toEqual([]);
    rollout.tick(at(2), there);
    expect(offeredNow(rollout)).toEqual(['CB-1001']);
  });

  it('goes on when 90 % of a stage are good, and carries the rest to the end', () => {
    const rollout = begin(1_000);
    const ids = idsOf(1_000);
    for (const id of ids.slice(0, 10)) update(rollout, id);
    rollout.tick(at(1), there);
    rollout.tick(at(1), there);
    expect(rollout.head.stage).toBe(2);
    for (const id of ids.slice(10, 90)) update(rollout, id);
    rollout.tick(at(2), there);
    expect(rollout.head.stage).toBe(2);
    update(rollout, ids[90] as string);
    rollout.tick(at(3), there);
    expect(rollout.head.stage).toBe(3);
    expect(rollout.device(ids[99] as string)?.stage).toBe(3);
    for (const id of ids.slice(91)) update(rollout, id);
    rollout.tick(at(4), there);
    expect(rollout.head).toMatchObject({ state: 'finished' });
    expect(rollout.counts().good).toBe(1_000);
  });

  it('does not go on while a device of the stage is under way', () => {
    const rollout = begin(100);
    const ids = idsOf(100);
    update(rollout, ids[0] as string);
    rollout.tick(at(1), there);
    for (const id of ids.slice(1, 10)) update(rollout, id);
    const last = rollout.device(ids[9] as string) as DeviceProgress;
    last.step = 'good';
    rollout.report(ids[10] as string, { state: UPDATE_WANTED, detail: '' }, at(1));
    rollout.tick(at(2), there);
    expect(rollout.head.stage).toBe(2);
  });

  it.each([
    ['refused', UPDATE_REFUSED, 'storage'],
    ['failed', UPDATE_FAILED, 'trials'],
  ] as const)('stops by itself when a device says %s, and tells which', (why, state, detail) => {
    const rollout = begin(50);
    update(rollout, 'CB-1000');
    rollout.tick(at(1), there);
    rollout.offered('CB-1001', at(1));
    rollout.report('CB-1001', { state, detail }, at(2));
    expect(rollout.head).toMatchObject({
      state: 'stopped',
      stop: { why, detail, deviceId: 'CB-1001' },
    });
    expect(offeredNow(rollout)).toEqual([]);
  });

  it('stops by itself when a device that had all of it is not good within 30 min', () => {
    const rollout = begin(5);
    rollout.offered('CB-1000', at(0));
    rollout.report('CB-1000', { state: UPDATE_WHOLE, detail: '' }, at(0));
    rollout.tick(at(BACK_WITHIN_MS - 1), there);
    expect(rollout.isRunning).toBe(true);
    expect(rollout.tick(at(BACK_WITHIN_MS), there).map(({ deviceId }) => deviceId)).toEqual([
      'CB-1000',
    ]);
    expect(rollout.head.stop).toMatchObject({ why: 'lost', deviceId: 'CB-1000' });
    // It was only late: the news count, and the rollout stays stopped.
    rollout.report('CB-1000', { state: UPDATE_GOOD, detail: '' }, at(BACK_WITHIN_MS + 1));
    expect(rollout.device('CB-1000')?.step).toBe('good');
    expect(rollout.isRunning).toBe(false);
  });

  it('waits for a device that says that it has all of it and must not restart yet, but not for ever', () => {
    const rollout = begin(5);
    rollout.offered('CB-1000', at(0));
    let mono = 0;
    for (; mono < 23 * 3_600_000; mono += 60_000) {
      rollout.report('CB-1000', { state: UPDATE_WHOLE, detail: '' }, at(mono));
      rollout.tick(at(mono), there);
    }
    expect(rollout.isRunning).toBe(true);
    for (; mono < 25 * 3_600_000; mono += 60_000) {
      rollout.report('CB-1000', { state: UPDATE_WHOLE, detail: '' }, at(mono));
      rollout.tick(at(mono), there);
    }
    expect(rollout.head.stop).toMatchObject({ why: 'lost' });
  });

  it('gives up a device that had all of it three times and did not keep it', () => {
    const rollout = begin(1);
    rollout.offered('CB-1000', at(0));
    for (let round = 0; round < 3; round++) {
      expect(rollout.isRunning).toBe(true);
      rollout.report('CB-1000', { state: UPDATE_WHOLE, detail: '' }, at(round));
      rollout.report('CB-1000', { state: UPDATE_WANTED, detail: '' }, at(round));
    }
    expect(rollout.device('CB-1000')).toMatchObject({ step: 'failed', detail: 'not kept' });
  });

  it('gives a device that knows no updates up, takes another one into its stage, and goes on', () => {
    const rollout = begin(30);
    rollout.offered('CB-1000', at(0));
    rollout.unsupported('CB-1000', at(1));
    rollout.tick(at(1), there);
    expect(rollout.isRunning).toBe(true);
    expect(offeredNow(rollout)).toEqual(['CB-1001']);
    rollout.offered('CB-1001', at(2));
    rollout.report('CB-1001', { state: UPDATE_REFUSED, detail: 'slots' }, at(2));
    expect(rollout.isRunning).toBe(true);
    expect(offeredNow(rollout)).toEqual(['CB-1002']);
  });

  it('lets a device that is there stand in for one that is away for an hour', () => {
    const rollout = begin(30);
    const isThere = (deviceId: string) => deviceId !== 'CB-1000' && deviceId !== 'CB-1001';
    rollout.tick(at(STAND_IN_AFTER_MS - 1), isThere);
    expect(offeredNow(rollout)).toEqual(['CB-1000']);
    rollout.tick(at(STAND_IN_AFTER_MS), isThere);
    expect(offeredNow(rollout)).toEqual(['CB-1002']);
    expect(rollout.device('CB-1000')?.stage).toBe(rollout.head.stages - 1);
  });

  it('goes on after a resume, without the device that stopped it, and another one takes its place', () => {
    const rollout = begin(30);
    rollout.offered('CB-1000', at(0));
    rollout.report('CB-1000', { state: UPDATE_FAILED, detail: 'trials' }, at(1));
    expect(rollout.resume(at(2))).toBe(true);
    rollout.tick(at(3), there);
    expect(offeredNow(rollout)).toEqual(['CB-1001']);
    expect(rollout.resume(at(4))).toBe(false);
  });

  it('goes back on every device that has it or may have it, and is over when each has said so', () => {
    const rollout = begin(200);
    update(rollout, 'CB-1000');
    rollout.tick(at(1), there);
    update(rollout, 'CB-1001');
    rollout.tick(at(2), there);
    rollout.offered('CB-1002', at(2));
    rollout.offered('CB-1003', at(2));
    rollout.report('CB-1003', { state: UPDATE_WHOLE, detail: '' }, at(2));
    expect(rollout.goBack(at(3))).toBe(true);
    expect(offeredNow(rollout)).toEqual([]);
    expect(rollout.counts()).toMatchObject({ returning: 4, sending: 0 });
    // One that was being sent it may have all of it.
    rollout.report('CB-1002', { state: UPDATE_FAILED, detail: 'left' }, at(4));
    rollout.report('CB-1000', { state: UPDATE_GOOD, detail: '' }, at(4));
    rollout.report('CB-1000', { state: UPDATE_FAILED, detail: 'left' }, at(5));
    rollout.report('CB-1001', { state: UPDATE_REFUSED, detail: 'slots' }, at(5));
    rollout.tick(at(6), there);
    expect(rollout.isRunning).toBe(true);
    rollout.report('CB-1003', { state: UPDATE_FAILED, detail: 'left' }, at(7));
    rollout.tick(at(8), there);
    expect(rollout.head).toMatchObject({ state: 'finished', direction: 'back' });
    expect(rollout.counts()).toMatchObject({ returned: 3, stayed: 1 });
  });

  it('has nothing to go back from while no device has it', () => {
    expect(begin(5).goBack(at(1))).toBe(false);
  });

  it('leaves a device that is not in service any more out, unless it has come to an end', () => {
    const rollout = begin(3);
    update(rollout, 'CB-1000');
    expect(rollout.gone('CB-1000', at(1))).toBe(false);
    expect(rollout.gone('CB-1001', at(1))).toBe(true);
    expect(rollout.gone('CB-1002', at(1))).toBe(true);
    rollout.tick(at(2), there);
    expect(rollout.head.state).toBe('finished');
  });
});

type Step =
  | { kind: 'report'; device: number; state: number }
  | { kind: 'offer' | 'interrupt' | 'unsupported' | 'gone'; device: number }
  | { kind: 'pass'; minutes: number }
  | { kind: 'stop' | 'resume' | 'restart' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      device: fc.nat({ max: 400 }),
      state: fc.constantFrom(...STATES, UPDATE_GOOD, UPDATE_GOOD, UPDATE_WANTED, UPDATE_WHOLE),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('offer' as const), device: fc.nat({ max: 400 }) }),
  },
  fc.record({
    kind: fc.constantFrom('interrupt' as const, 'unsupported' as const, 'gone' as const),
    device: fc.nat({ max: 400 }),
  }),
  fc.record({ kind: fc.constant('pass' as const), minutes: fc.nat({ max: 40 }) }),
  fc.record({ kind: fc.constantFrom('stop' as const, 'resume' as const, 'restart' as const) }),
);

it('whatever happens, it keeps its stages, offers nothing while it is stopped, and nothing where it failed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.array(steps, { maxLength: 200 }),
      (size, all) => {
        let rollout = begin(size);
        const ids = idsOf(size);
        const failed = new Set<string>();
        let mono = 0;
        let stage = 0;
        for (const step of all) {
          const deviceId = 'device' in step ? (ids[step.device % size] as string) : '';
          if (step.kind === 'report') {
            // A device says something only when it was asked.
            const device = rollout.device(deviceId) as DeviceProgress;
            if (!rollout.mayGet(device) && !rollout.isAsked(device)) continue;
            const detail = step.state === UPDATE_REFUSED ? 'storage' : '';
            rollout.report(deviceId, { state: step.state, detail }, at(mono));
            if (step.state === UPDATE_FAILED) failed.add(deviceId);
            if (step.state === UPDATE_GOOD) failed.delete(deviceId);
          } else if (step.kind === 'offer') {
            if (rollout.mayGet(rollout.device(deviceId) as DeviceProgress)) {
              rollout.offered(deviceId, at(mono));
            }
          } else if (step.kind === 'interrupt') rollout.interrupted(deviceId, '', at(mono));
          else if (step.kind === 'unsupported') rollout.unsupported(deviceId, at(mono));
          else if (step.kind === 'gone') rollout.gone(deviceId, at(mono));
          else if (step.kind === 'stop') rollout.stopBy({ why: 'operator', at: mono });
          else if (step.kind === 'resume') rollout.resume(at(mono));
          else if (step.kind === 'restart') rollout = restarted(rollout, mono);
          else if (step.kind === 'pass') mono += step.minutes * 60_000;
          rollout.tick(at(mono), there);

          const { head } = rollout;
          const devices = [...rollout.devices];
          const offered = devices.filter((device) => rollout.mayGet(device));
          if (head.state !== 'running') expect(offered).toEqual([]);
          for (const { deviceId: id } of offered) expect(failed).not.toContain(id);
          for (const device of devices) {
            const hasBegun = UNDER_WAY.includes(device.step) || device.step === 'good';
            if (hasBegun) expect(device.stage).toBeLessThanOrEqual(head.stage);
          }
          expect(head.stage).toBeGreaterThanOrEqual(stage);
          for (; stage < head.stage; stage++) {
            const { good, waiting, sending, whole, trial } = rollout.counts(stage);
            expect(sending + whole + trial).toBe(0);
            expect(good).toBeGreaterThanOrEqual(enoughOf(good + waiting));
          }
          const bad = devices.some(({ step: now }) => now === 'failed' || now === 'lost');
          if (head.state === 'finished' && head.direction === 'forward') {
            const { waiting, sending, whole, trial } = rollout.counts();
            expect([waiting, sending, whole, trial]).toEqual([0, 0, 0, 0]);
          }
          if (!bad && head.state === 'stopped' && head.stop?.why !== 'operator') {
            expect(devices.some(({ step: now }) => now === 'refused' || now === 'good')).toBe(true);
          }
          const counted = Object.values(rollout.counts()).reduce((sum, count) => sum + count, 0);
          expect(counted).toBe(size);
          expect(rollout.counts()).toEqual(new Rollout(head, devices).counts());
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('when every device answers well, every rollout finishes with every device good', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.infiniteStream(fc.boolean()),
      (size, coins) => {
        const rollout = begin(size);
        for (let round = 0; rollout.isRunning && round < 40; round++) {
          for (const device of rollout.devices) {
            // Some are away for a while, and come in the end.
            const isAway = round < 20 && coins.next().value;
            if (rollout.mayGet(device) && !isAway) update(rollout, device.deviceId);
          }
          rollout.tick(at(round * STAND_IN_AFTER_MS), there);
        }
        expect(rollout.head.state).toBe('finished');
        expect(rollout.counts().good).toBe(size);
      },
    ),
    { numRuns: 60 },
  );
});

describe('what is remembered', () => {
  it('is not taken when it has another shape', () => {
    const rollout = begin(2);
    const row = rememberRollout({ head: rollout.head, counts: rollout.counts() }) as object;
    for (const bad of [
      undefined,
      null,
      [],
      {},
      { ...row, v: 2 },
      { ...row, head: { ...rollout.head, image: 'x' } },
      { ...row, head: { ...rollout.head, state: 'odd' } },
      { ...row, head: { ...rollout.head, stop: { why: 'odd', at: 1 } } },
      { ...row, counts: {} },
    ]) {
      expect(recallRollout(bad)).toBeUndefined();
    }
    for (const bad of [undefined, null, [], {}, { v: 1, r: 1, o: 0, s: 0, p: 'odd', t: 1 }]) {
      expect(recallDevice('CB-1000', bad, 0)).toBeUndefined();
    }
    expect(deviceIn(deviceSubject('CB-1000'))).toBe('CB-1000');
    expect(deviceIn('updates/rollout/1')).toBeUndefined();
  });

  it('gives a device that was on its way back all of its time again after a restart', () => {
    const rollout = begin(1);
    rollout.report('CB-1000', { state: UPDATE_WHOLE, detail: '' }, at(0));
    const later = restarted(rollout, 10 * BACK_WITHIN_MS);
    later.tick(at(11 * BACK_WITHIN_MS - 1), there);
    expect(later.isRunning).toBe(true);
    later.tick(at(11 * BACK_WITHIN_MS), there);
    expect(later.head.stop?.why).toBe('lost');
  });
});

describe('going back', () => {
  it('reaches a device that was sent the last step and then said nothing, also after a restart of the gateway', () => {
    const [deviceId = ''] = idsOf(1);
    const rollout = begin(1);
    rollout.offered(deviceId, at(0));
    rollout.report(deviceId, { state: UPDATE_WANTED, detail: '' }, at(0));
    rollout.sentAll(deviceId);
    rollout.interrupted(deviceId, 'away', at(1));
    rollout.stopBy({ why: 'operator', at: 2 });
    const later = restarted(rollout, 3);
    expect(later.isAsked(later.device(deviceId) as DeviceProgress)).toBe(true);
    expect(later.goBack(at(4))).toBe(true);
    expect(later.device(deviceId)?.step).toBe('returning');
  });

  it('takes no news of a question of before for the answer', () => {
    const [deviceId = ''] = idsOf(1);
    const rollout = begin(1);
    update(rollout, deviceId);
    rollout.goBack(at(1));
    rollout.report(deviceId, { state: UPDATE_WANTED, detail: '' }, at(2));
    expect(rollout.device(deviceId)?.step).toBe('returning');
    rollout.report(deviceId, { state: UPDATE_FAILED, detail: 'left' }, at(3));
    expect(rollout.device(deviceId)?.step).toBe('returned');
  });
});
