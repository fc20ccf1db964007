// Mains, faults and flapping: what opens them, what ends them, and events that come late or twice.
import { describe, expect, it } from 'vitest';
import {
  DAY,
  deviceIn,
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

const LOST = { kind: 'mains', state: 1 } as const;
const BACK = { kind: 'mains', state: 2 } as const;

describe('mains', () => {
  it('lost is told after a minute, and its return at once', async () => {
    const bench = await started();
    bench.says('CB-1', LOST);
    await bench.clock.advance(50 * SECOND);
    expect(bench.told()).toEqual([]);
    await bench.clock.advance(10 * SECOND);
    expect(bench.told()).toEqual(['opened mains_lost CB-1']);
    bench.says('CB-1', BACK);
    expect(bench.told()).toEqual(['restored mains_lost CB-1']);
  });

  it('lost for less than a minute is nobody’s business', async () => {
    const bench = await started();
    bench.says('CB-1', LOST);
    await bench.clock.advance(50 * SECOND);
    bench.says('CB-1', BACK);
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual([]);
  });

  it('is known from heartbeats alone', async () => {
    const bench = await started();
    bench.lives('CB-1', { onMains: false });
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual(['opened mains_lost CB-1']);
    bench.lives('CB-1');
    expect(bench.told()).toEqual(['restored mains_lost CB-1']);
  });

  it('lost that was held up in the outbox does not override a newer heartbeat', async () => {
    const bench = await started();
    bench.says('CB-1', heartbeat());
    bench.says('CB-1', LOST, 2 * HOUR);
    await bench.clock.advance(5 * MINUTE);
    expect(bench.told()).toEqual([]);
  });

  it('lost and back, both late and in order, open nothing', async () => {
    const bench = await started();
    await bench.clock.advance(5 * MINUTE);
    bench.says('CB-1', LOST, 3 * MINUTE);
    bench.says('CB-1', BACK, MINUTE);
    bench.says('CB-1', LOST, 3 * MINUTE);
    await bench.clock.advance(4 * MINUTE);
    expect(bench.told()).toEqual([]);
  });

  it('of a state that this version does not know say nothing', async () => {
    const bench = await started();
    bench.says('CB-1', { kind: 'mains', state: 7 });
    await bench.clock.advance(5 * MINUTE);
    expect(bench.told()).toEqual([]);
  });
});

describe('a fault', () => {
  const fault = (faultKind: number, detail = 0) => ({ kind: 'fault', faultKind, detail }) as const;
  const BOOT = { kind: 'boot', cause: 1, firmware: '1.0', model: 'esp32' } as const;

  it('is told at once, with its kind and detail as numbers', async () => {
    const bench = await started();
    bench.says('CB-1', fault(1, 2));
    expect(bench.notices[0]).toMatchObject({ faultKind: 1, faultDetail: 2 });
    expect(bench.told()).toEqual(['opened fault CB-1']);
  });

  it('stays until an hour after the next boot, however long that is: a device tells each kind once per boot', async () => {
    const bench = await started();
    bench.says('CB-1', fault(1));
    await bench.clock.advance(30 * DAY);
    expect(bench.told()).toEqual(['opened fault CB-1']);
    bench.says('CB-1', BOOT);
    await bench.clock.advance(59 * MINUTE);
    expect(bench.told()).toEqual([]);
    await bench.clock.advance(2 * MINUTE);
    expect(bench.told()).toEqual(['restored fault CB-1']);
  });

  it('that comes again after the boot stays', async () => {
    const bench = await started();
    bench.says('CB-1', fault(1));
    await bench.clock.advance(HOUR);
    bench.says('CB-1', BOOT);
    await bench.clock.advance(MINUTE);
    bench.says('CB-1', fault(1));
    await bench.clock.advance(DAY);
    expect(bench.told()).toEqual(['opened fault CB-1']);
  });

  it('ends also when the boot was never heard of, by the uptime of heartbeats', async () => {
    const bench = await started();
    bench.says('CB-1', fault(1));
    await bench.clock.advance(HOUR);
    bench.says('CB-1', heartbeat({ uptimeS: 60 }));
    await bench.clock.advance(HOUR);
    expect(bench.told()).toEqual(['opened fault CB-1', 'restored fault CB-1']);
  });

  it('of another kind is told too, once', async () => {
    const bench = await started();
    bench.says('CB-1', fault(1));
    bench.says('CB-1', fault(2, 5));
    expect(bench.notices[1]).toMatchObject({ event: 'changed', faultKind: 2, faultDetail: 5 });
    expect(bench.notices[1]?.id).toBe(`${bench.notices[0]?.caseId}/changed/1`);
    for (const kind of [1, 2, 1, 2]) bench.says('CB-1', fault(kind));
    expect(bench.told()).toHaveLength(2);
  });

  it('that is sent again after it is over opens nothing', async () => {
    let bench = await started();
    bench.says('CB-1', fault(1));
    await bench.clock.advance(MINUTE);
    bench.says('CB-1', BOOT);
    await bench.clock.advance(2 * HOUR);
    bench.told();
    bench.says('CB-1', fault(1), 2 * HOUR + MINUTE);
    expect(bench.told()).toEqual([]);
    bench = await bench.restart();
    bench.lives('CB-1');
    bench.says('CB-1', fault(1), 2 * HOUR + MINUTE);
    expect(bench.told()).toEqual([]);
  });
});

describe('a connection', () => {
  async function reconnects(bench: SupervisionBench, times: number, everyMs: number) {
    for (let time = 0; time < times; time++) {
      bench.falls('CB-1');
      await bench.clock.advance(SECOND);
      bench.lives('CB-1');
      await bench.clock.advance(everyMs - SECOND);
    }
  }

  it('that came back 10 times within an hour is flapping', async () => {
    const bench = await started();
    await reconnects(bench, 9, MINUTE);
    expect(bench.told()).toEqual([]);
    await reconnects(bench, 1, MINUTE);
    expect(bench.told()).toEqual(['opened flapping CB-1']);
    await reconnects(bench, 20, MINUTE);
    expect(bench.told()).toEqual([]);
  });

  it('that is replaced again and again is flapping too', async () => {
    const bench = await started();
    for (let time = 0; time < 10; time++) bench.lives('CB-1');
    expect(bench.told()).toEqual(['opened flapping CB-1']);
  });

  it('that came back 10 times in more than an hour is not', async () => {
    const bench = await started();
    await reconnects(bench, 30, 7 * MINUTE);
    expect(bench.told()).toEqual([]);
  });

  it('is stable again when an hour has seen at most two reconnections', async () => {
    const bench = await started();
    await reconnects(bench, 12, MINUTE);
    await bench.clock.advance(50 * MINUTE);
    expect(bench.told()).toEqual(['opened flapping CB-1']);
    await reconnects(bench, 2, MINUTE);
    await bench.clock.advance(12 * MINUTE);
    expect(bench.told()).toEqual(['restored flapping CB-1']);
  });

  it('that still comes back six times an hour is still flapping', async () => {
    const bench = await started();
    await reconnects(bench, 12, MINUTE);
    await reconnects(bench, 30, 10 * MINUTE);
    expect(bench.told()).toEqual(['opened flapping CB-1']);
  });

  it('that broke with the gateway is no reconnection', async () => {
    let bench = await started();
    for (let time = 0; time < 15; time++) {
      bench = await bench.restart();
      bench.lives('CB-1');
      await bench.clock.advance(MINUTE);
    }
    expect(bench.told()).toEqual([]);
  });
});
