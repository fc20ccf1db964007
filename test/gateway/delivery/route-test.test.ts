// The test of a route: every part of it is offered one marked call, and what happens is told and nothing more.
import { describe, expect, it } from 'vitest';
import { RouteTest } from '#gateway/delivery/route-test.ts';
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';
import type { Delivery, Destination, Outcome } from '#gateway/domain/ports/destination.ts';
import { EMPTY_PLAN, Routes } from '#gateway/domain/route.ts';
import { TEST_DEVICE_ID } from '#gateway/domain/route-trial.ts';
import { DeviceList } from '#gateway/registry/device-file.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { testDevice } from '#test/support/test-gateway.ts';

/** Answers as it is told, and keeps what it was offered. */
class Fake implements Destination {
  readonly name: string;
  readonly offered: Delivery[] = [];
  answer: Outcome | 'never' | Error = { kind: 'accepted' };
  hasWords = true;

  constructor(name: string) {
    this.name = name;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  carries(): boolean {
    return this.hasWords;
  }
  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    this.offered.push(delivery);
    const { answer } = this;
    if (answer instanceof Error) throw answer;
    if (answer !== 'never') return answer;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    return { kind: 'failed', code: 'TIMEOUT', detail: 'gave up' };
  }
}

async function start() {
  const clock = new MovingClock();
  const [first, duty, boss] = ['first', 'duty', 'boss'].map((name) => new Fake(name)) as [
    Fake,
    Fake,
    Fake,
  ];
  const red = {
    to: 'first',
    fallback: { to: 'duty', afterMs: 1 },
    limits: DEFAULT_LIMITS.red,
    escalation: [{ to: 'boss', afterMs: 1 }],
  };
  const status = { ...red, fallback: undefined, escalation: [], limits: DEFAULT_LIMITS.status };
  const north = { red: { ...red, to: 'duty', fallback: undefined, escalation: [] } };
  const routes = new Routes({
    routes: { ...EMPTY_PLAN.routes, red, status },
    groups: new Map([['north', north]]),
  });
  const directory = new DeviceList(async () => [testDevice('CB-0001', { group: 'north' })]);
  await directory.start();
  const find = (name: string) =>
    [first, duty, boss].find((destination) => destination.name === name);
  const log = { info() {}, warn() {}, error() {} };
  const test = new RouteTest({ routes, destinations: { find }, directory, clock, log });
  return { clock, test, first, duty, boss };
}

describe('the test of a route', () => {
  it('offers a marked press to its first destination, its fallback and each step of its escalation', async () => {
    const { test, first, duty, boss } = await start();
    const trials = await test.run('red', undefined);
    expect(trials.map(({ step, destination, outcome }) => [step, destination, outcome])).toEqual([
      ['first', 'first', 'accepted'],
      ['fallback', 'duty', 'accepted'],
      [1, 'boss', 'accepted'],
    ]);
    for (const [one, step] of [
      [first, 'first'],
      [duty, 'fallback'],
      [boss, 1],
    ] as const) {
      expect(one.offered).toMatchObject([
        { step, press: { deviceId: TEST_DEVICE_ID, key: 'red', test: true, joined: false } },
      ]);
    }
  });

  it('gives each part, and each test, an identity of its own', async () => {
    const { test, first, duty, boss } = await start();
    for (let time = 0; time < 3; time++) await test.run('red', undefined);
    const ids = [first, duty, boss].flatMap(({ offered }) =>
      offered.map((delivery) => delivery.kind === 'press' && delivery.press.callId),
    );
    expect(new Set(ids).size).toBe(9);
  });

  it('of a group goes over the route of that group', async () => {
    const { test, first, duty } = await start();
    await test.run('red', 'north');
    expect([first.offered.length, duty.offered.length]).toEqual([0, 1]);
    expect(duty.offered[0]).toMatchObject({ group: 'north', step: 'first' });
    await expect(test.run('red', 'south')).rejects.toMatchObject({ code: 'NO_SUCH_GROUP' });
  });

  it('of a route that leads nowhere says so', async () => {
    const { test } = await start();
    await expect(test.run('green', undefined)).rejects.toMatchObject({ code: 'NO_ROUTE' });
  });

  it('tells one failure beside the others, whatever a destination does wrong', async () => {
    const { test, first, duty, boss } = await start();
    first.answer = { kind: 'refused', code: 'REFUSED', detail: 'HTTP 422' };
    duty.answer = new Error('Maria Musterfrau');
    boss.hasWords = false;
    const trials = await test.run('red', undefined);
    expect(trials).toMatchObject([
      { outcome: 'refused', code: 'REFUSED', detail: 'HTTP 422' },
      { outcome: 'failed', code: 'BROKEN', detail: 'Error' },
      { outcome: 'refused', code: 'NOT_CARRIED' },
    ]);
    expect(boss.offered).toEqual([]);
  });

  it('ends an attempt that hangs after its time', async () => {
    const { test, first, clock } = await start();
    first.answer = 'never';
    const running = test.run('red', undefined);
    await clock.advance(10_000);
    expect((await running)[0]).toMatchObject({ code: 'TIMEOUT', tookMs: 10_000 });
    expect(clock.armed).toBe(0);
  });

  it('of notices ends a case that never began: it sends nobody out', async () => {
    const { test, first } = await start();
    first.answer = { kind: 'unknown' };
    expect(await test.run('status', undefined)).toMatchObject([{ outcome: 'unknown' }]);
    expect(first.offered).toMatchObject([
      { kind: 'notice', notice: { event: 'restored', deviceIds: [TEST_DEVICE_ID] } },
    ]);
  });
});

describe('a report on a test call', () => {
  async function unknown() {
    const setting = await start();
    const { test, first, clock } = setting;
    first.answer = { kind: 'unknown' };
    const running = test.run('red', undefined);
    await clock.advance(500);
    const [offered] = first.offered;
    const callId = offered?.kind === 'press' ? offered.press.callId : '';
    return { ...setting, running, callId };
  }

  it('by its destination is its acceptance', async () => {
    const { test, running, callId } = await unknown();
    expect(test.report(callId, 'accepted', ['duty'])).toEqual({
      ok: false,
      code: 'REPORT_NOT_DELIVERED',
    });
    expect(test.report(callId, 'accepted', ['first'])).toMatchObject({
      ok: true,
      call: { callId, stage: 'accepted', test: true },
    });
    expect((await running)[0]).toMatchObject({
      outcome: 'accepted',
      isReported: true,
      tookMs: 500,
    });
  });

  it('that does not come within the limit leaves it unknown, and may come later', async () => {
    const { test, running, callId, clock } = await unknown();
    await clock.advance(DEFAULT_LIMITS.red.acceptMs);
    expect((await running)[0]).toMatchObject({ outcome: 'unknown', isReported: false });
    expect(test.report(callId, 'answered', ['first'])).toMatchObject({ ok: true });
  });

  it('that is on another call is not its business', async () => {
    const { test, running, clock } = await unknown();
    expect(test.report('CB-0001.1.1', 'accepted', ['first'])).toBeUndefined();
    expect(test.report(`${TEST_DEVICE_ID}.1.1`, 'accepted', ['first'])).toBeUndefined();
    await clock.advance(10_000);
    await running;
  });
});
