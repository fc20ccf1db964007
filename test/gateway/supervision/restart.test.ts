// What outlives a restart, what does not count against a device, and memory that can't be read.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deviceIn,
  devicesIn,
  HOUR,
  heartbeat,
  MINUTE,
  SECOND,
  SupervisionBench,
} from './supervision-bench.ts';

const ONE = [deviceIn('street', 'CB-1')];

async function started(): Promise<SupervisionBench> {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  await bench.clock.advance(HOUR);
  return bench;
}

describe('after a restart', () => {
  it('nobody is declared anything before they had their full time', async () => {
    let bench = await started();
    bench.falls('CB-1');
    await bench.clock.advance(4 * MINUTE);
    bench = await bench.restart();
    await bench.clock.advance(5 * MINUTE - SECOND);
    expect(bench.supervision.status().devices).toMatchObject({ reconnecting: 1 });
    expect(bench.told()).toEqual([]);
    await bench.clock.advance(2 * MINUTE);
    expect(bench.told()).toEqual(['opened offline CB-1']);
  });

  it('a device that connects in time and is silent has its full 25 minutes', async () => {
    let bench = await started();
    bench.hushes('CB-1');
    await bench.clock.advance(20 * MINUTE);
    bench = await bench.restart();
    bench.supervision.connected('CB-1');
    await bench.clock.advance(25 * MINUTE - SECOND);
    expect(bench.told()).toEqual([]);
    await bench.clock.advance(2 * MINUTE);
    expect(bench.told()).toEqual(['opened silent CB-1']);
  });

  it('it is still known when a device was well last', async () => {
    let bench = await started();
    const before = bench.clock.utc();
    bench = await bench.restart();
    await bench.clock.advance(HOUR);
    const { lastGoodAt } = bench.notices[0] ?? {};
    expect(before - (lastGoodAt as number)).toBeLessThanOrEqual(10 * MINUTE);
  });

  it('what was open stays open, is not told again, and is restored under its name', async () => {
    let bench = await started();
    bench.lives('CB-1', { onMains: false, batteryPercent: 10 });
    bench.says('CB-1', { kind: 'fault', faultKind: 2, detail: 0 });
    await bench.clock.advance(MINUTE);
    bench.falls('CB-1');
    await bench.clock.advance(HOUR);
    const opened = new Map(bench.notices.map((notice) => [notice.condition, notice]));
    expect(opened.size).toBe(5);
    bench.told();
    bench = await bench.restart();
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual([]);
    bench.lives('CB-1', { uptimeS: 1 });
    await bench.clock.advance(2 * HOUR);
    expect(bench.notices).toHaveLength(5);
    for (const { event, caseId, condition, lastGoodAt } of bench.notices) {
      expect(event).toBe('restored');
      expect(caseId).toBe(opened.get(condition)?.caseId);
      const before = opened.get(condition)?.lastGoodAt as number;
      expect(Math.abs((lastGoodAt as number) - before)).toBeLessThan(SECOND);
    }
  });

  it('a flapping device is still flapping, and stable after an hour', async () => {
    let bench = await started();
    for (let time = 0; time < 12; time++) bench.lives('CB-1');
    expect(bench.told()).toEqual(['opened flapping CB-1']);
    bench = await bench.restart();
    bench.lives('CB-1');
    await bench.clock.advance(50 * MINUTE);
    expect(bench.told()).toEqual([]);
    await bench.clock.advance(20 * MINUTE);
    expect(bench.told()).toEqual(['restored flapping CB-1']);
  });

  it('on a wall clock that was set back, nothing crashes and nothing is forgotten', async () => {
    let bench = await started();
    bench.falls('CB-1');
    await bench.clock.advance(HOUR);
    bench.told();
    bench.clock.setUtc(Date.UTC(2001, 0, 1));
    bench = await bench.restart();
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual([]);
    bench.lives('CB-1');
    expect(bench.told()).toEqual(['restored offline CB-1']);
  });

  it('on a wall clock that was set back, a device that says nothing is silent all the same', async () => {
    let bench = await started();
    bench.clock.setUtc(Date.UTC(2001, 0, 1));
    bench = await bench.restart();
    bench.supervision.connected('CB-1');
    await bench.clock.advance(27 * MINUTE);
    expect(bench.told()).toEqual(['opened silent CB-1']);
  });

  it('cases of a device that was blocked or removed meanwhile are ended', async () => {
    for (const devices of [[deviceIn('street', 'CB-1', true)], []]) {
      let bench = await started();
      bench.falls('CB-1');
      await bench.clock.advance(HOUR);
      bench.told();
      bench.devices = devices;
      bench = await bench.restart();
      expect(bench.told()).toEqual(['restored offline CB-1']);
      bench = await bench.restart();
      expect(bench.told()).toEqual([]);
    }
  });
});

describe('the directory', () => {
  it('has blocked devices that are not supervised', async () => {
    const bench = await SupervisionBench.start([deviceIn('street', 'CB-1', true)]);
    bench.says('CB-1', heartbeat({ batteryPercent: 1 }));
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual([]);
    const { devices } = bench.supervision.status();
    expect(Object.values(devices).every((count) => count === 0)).toBe(true);
  });

  it('ends the cases of a device that becomes blocked, and starts anew when it is not any more', async () => {
    const bench = await started();
    bench.falls('CB-1');
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual(['opened offline CB-1']);
    bench.devices = [deviceIn('street', 'CB-1', true)];
    bench.reload();
    expect(bench.told()).toEqual(['restored offline CB-1']);
    bench.devices = ONE;
    bench.reload();
    await bench.clock.advance(25 * MINUTE - SECOND);
    expect(bench.told()).toEqual([]);
    await bench.clock.advance(2 * MINUTE);
    expect(bench.told()).toEqual(['opened silent CB-1']);
  });

  it('gives an added device its full time', async () => {
    const bench = await started();
    bench.devices = [...ONE, deviceIn('street', 'CB-2')];
    bench.reload();
    await bench.clock.advance(25 * MINUTE - SECOND);
    expect(bench.told()).toEqual([]);
    await bench.clock.advance(2 * MINUTE);
    expect(bench.told()).toEqual(['opened silent CB-2']);
  });

  it('may know a device before supervision does: it is supervised when it comes', async () => {
    const bench = await started();
    bench.devices = [...ONE, deviceIn('street', 'CB-2')];
    bench.lives('CB-2');
    bench.falls('CB-2');
    await bench.clock.advance(7 * MINUTE);
    expect(bench.told()).toEqual(['opened offline CB-2']);
  });

  it('may move a device to another group: it leaves the common case', async () => {
    const bench = await SupervisionBench.start(devicesIn('street', 6));
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual(['opened silent 6 of street']);
    bench.devices = [deviceIn('hill', 'CB-0'), ...bench.devices.slice(1)];
    bench.reload();
    await bench.clock.advance(5 * MINUTE);
    expect(bench.told()).toEqual(['changed silent 5 of street', 'opened silent CB-0']);
  });

  it('and options may change while it runs', async () => {
    const bench = await started();
    bench.falls('CB-1');
    bench.reload({ offlineAfterMs: 2 * HOUR });
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual(['opened silent CB-1']);
  });
});

describe('memory', () => {
  it('of a device in the worst case is below 300 bytes', async () => {
    const bench = await started();
    for (let percent = 99; percent > 9; percent--) {
      bench.lives('CB-1', { onMains: false, batteryPercent: percent });
      await bench.clock.advance(20 * MINUTE);
    }
    for (let time = 0; time < 12; time++) bench.lives('CB-1', { onMains: false });
    bench.says('CB-1', { kind: 'fault', faultKind: 4, detail: 4_294_967_295 });
    bench.says('CB-1', { kind: 'battery', level: 3, batteryMv: 3_000, batteryPercent: 5 });
    bench.falls('CB-1');
    await bench.clock.advance(10 * MINUTE);
    expect(bench.told()).toContain('opened offline CB-1');
    const { state } = bench.disk.remembered.get('device/CB-1') ?? {};
    expect(state).toMatchObject({ c: { length: 6 } });
    expect(JSON.stringify(state).length).toBeLessThanOrEqual(300);
  });

  it('is written at most once in ten minutes while nothing changes', async () => {
    const bench = await started();
    let writes = 0;
    const { remember } = bench.journal;
    bench.journal.remember = (remembered) => {
      writes++;
      remember.call(bench.journal, remembered);
    };
    for (let second = 0; second < 3_600; second++) {
      bench.says('CB-1', heartbeat());
      await bench.clock.advance(SECOND);
    }
    expect(writes).toBeLessThanOrEqual(6);
    expect(writes).toBeGreaterThanOrEqual(5);
  });

  it('that cannot be read is ignored with one warning', async () => {
    const bad = [7, 'x', [], {}, { v: 2 }, { v: 1, s: -1 }, { v: 1, s: 1.5 }, { v: 1, c: 'o' }];
    const worse = [
      { v: 1, c: [['x', 1, 1, 0]] },
      { v: 1, c: [['o', 1, 1]] },
      { v: 1, s: 1, r: [1] },
      { v: 1, s: 1, k: [1, 2] },
      { v: 1, s: 1, p: 101 },
      { v: 1, s: 1, f: [null, 1, 1, 1] },
    ];
    let bench = await started();
    for (const state of [...bad, ...worse]) {
      bench.disk.remembered.set('device/CB-1', { subject: 'device/CB-1', state });
      bench.disk.remembered.set('group/x', { subject: 'group/x', state });
      bench.disk.remembered.set('other/x', { subject: 'other/x', state });
      bench = await bench.restart();
      expect(bench.warnings).toHaveLength(1);
      expect(bench.warnings[0]?.fields).toMatchObject({ count: 2 });
    }
  });

  it('of whatever shape never ends the gateway, nor keeps a device that is well from being well', async () => {
    const field = fc.oneof(fc.integer(), fc.double(), fc.array(fc.integer()), fc.jsonValue());
    const device = fc.record(
      {
        v: fc.constant(1),
        s: field,
        c: field,
        p: field,
        m: field,
        l: field,
        f: field,
        k: field,
        r: field,
      },
      { requiredKeys: ['v'] },
    );
    const states = fc.oneof(fc.jsonValue(), device);
    await fc.assert(
      fc.asyncProperty(states, states, async (one, group) => {
        const bench = await SupervisionBench.start([]);
        bench.devices = ONE;
        bench.disk.remembered.set('device/CB-1', { subject: 'device/CB-1', state: one });
        bench.disk.remembered.set('group/g', { subject: 'group/g', state: group });
        const next = await bench.restart();
        next.lives('CB-1');
        await next.clock.advance(3 * HOUR);
        expect(next.told().filter((told) => !told.startsWith('restored'))).toEqual([]);
        next.stop();
      }),
      { numRuns: 60 },
    );
  });
});
