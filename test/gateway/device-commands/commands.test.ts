// Commands end to end: a real gateway, real TCP, a device made of the protocol. Time is moved where time counts.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Administration, CommandView } from '#gateway/domain/ports/administration.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { KEY_RED, OUTCOME_FAILED, OUTCOME_UNSUPPORTED } from '#protocol/messages.ts';
import { TestBench } from '#test/support/test-gateway.ts';
import { wrap } from '#test/support/wrap.ts';
import { ObedientDevice } from './device.ts';
import { SkippingClock } from './skipping-clock.ts';

const ID = 'CB-0001';
const ONE = { kind: 'device', deviceId: ID } as const;
const LOCATE = { kind: 'locate', seconds: 30 } as const;
const SESSION = { bootId: 1, connectNo: 1 };
const LATER = { bootId: 1, connectNo: 2 };

async function start(deviceIds = [ID], change?: Parameters<typeof TestBench.start>[1]) {
  const bench = await TestBench.start(deviceIds, change);
  onTestFinished(() => bench.close());
  return bench;
}

const newest = (administration: Administration) => administration.commandsOf(ID)[0] as CommandView;

describe('a command', () => {
  it('is sent to a device that listens, and ends with its answer', async () => {
    const { gateway, ...rest } = await start();
    const device = await ObedientDevice.join({ gateway, ...rest } as TestBench, ID, SESSION);
    const [made] = await gateway.administration.command(ONE, LOCATE);
    const heard = await device.hears();
    expect(heard).toEqual({ kind: 'command', commandId: made?.commandId, action: LOCATE });
    expect(newest(gateway.administration)).toMatchObject({ state: 'sent' });
    await device.answers(heard.commandId);
    expect(newest(gateway.administration)).toMatchObject({ id: heard.commandId, state: 'done' });
  });

  it('waits for the connection of its device, and is sent behind its snapshot', async () => {
    const bench = await start();
    const { administration } = bench.gateway;
    await administration.command(ONE, LOCATE);
    expect(newest(administration)).toMatchObject({ state: 'queued', waitsFor: 'connection' });
    const device = await ObedientDevice.join(bench, ID, SESSION);
    await device.hears();
    expect(device.downlinks.map(({ kind }) => kind)).toEqual(['progress', 'command']);
  });

  it('is not sent on a new connection before its snapshot, though the old one listened', async () => {
    const bench = await start();
    const { administration, mqttPort } = bench.gateway;
    const old = await ObedientDevice.join(bench, ID, SESSION);
    const device = new ObedientDevice(ID, old.key.secret, LATER);
    onTestFinished(() => device.close());
    expect(await device.connect(mqttPort)).toBe(0);
    await administration.command(ONE, LOCATE);
    expect(newest(administration)).toMatchObject({ state: 'queued', waitsFor: 'connection' });
    device.subscribe(downTopic(ID));
    await device.hears();
    expect(device.downlinks.map(({ kind }) => kind)).toEqual(['progress', 'command']);
  });

  it('is sent again under its id, also on the next connection, until it is answered', async () => {
    const clock = new SkippingClock();
    const bench = await start([ID], () => ({ clock }));
    const { administration } = bench.gateway;
    const first = await ObedientDevice.join(bench, ID, SESSION);
    await administration.command(ONE, LOCATE);
    const { commandId } = await first.hears();
    clock.skip(5_000);
    expect((await first.hears(2)).commandId).toBe(commandId);
    first.close();
    const second = await ObedientDevice.join(bench, ID, LATER);
    expect((await second.hears()).commandId).toBe(commandId);
    await second.answers(commandId);
    const third = await ObedientDevice.join(bench, ID, { bootId: 1, connectNo: 3 });
    const [other] = await administration.command(ONE, { kind: 'locate', seconds: 1 });
    expect((await third.hears()).commandId).toBe(other?.commandId);
  });

  it('outlives a restart of the gateway with its id, and so does its result', async () => {
    const bench = await start();
    const [queued] = await bench.gateway.administration.command(ONE, LOCATE);
    await bench.down();
    await bench.up();
    const device = await ObedientDevice.join(bench, ID, SESSION);
    expect((await device.hears()).commandId).toBe(queued?.commandId);
    await bench.down();
    await bench.up();
    const again = await ObedientDevice.join(bench, ID, LATER);
    expect((await again.hears()).commandId).toBe(queued?.commandId);
    await again.answers(queued?.commandId as number, OUTCOME_FAILED, 'no buzzer');
    await bench.down();
    await bench.up();
    const { administration } = bench.gateway;
    expect(administration.commandsOf(ID)).toMatchObject([
      { id: queued?.commandId, state: 'failed', detail: 'no buzzer' },
    ]);
    const third = await ObedientDevice.join(bench, ID, { bootId: 1, connectNo: 3 });
    const [next] = await administration.command(ONE, { kind: 'reboot' });
    expect(next?.commandId).toBeGreaterThan(queued?.commandId as number);
    expect((await third.hears()).commandId).toBe(next?.commandId);
  });

  it('that a device can not do says so', async () => {
    const bench = await start();
    const device = await ObedientDevice.join(bench, ID, SESSION);
    await bench.gateway.administration.command(ONE, { kind: 'self_test' });
    await device.answers((await device.hears()).commandId, OUTCOME_UNSUPPORTED);
    expect(newest(bench.gateway.administration)).toMatchObject({ state: 'unsupported' });
  });

  it('is not confirmed to the operator, nor sent, when it could not be written', async () => {
    let failure: Error | undefined;
    const bench = await start([ID], ({ journal }) => ({
      journal: wrap(journal, {
        async store(remembered) {
          if (failure) throw failure;
          await journal.store(remembered);
        },
      }),
    }));
    const { administration } = bench.gateway;
    const device = await ObedientDevice.join(bench, ID, SESSION);
    failure = new Error('disk full');
    await expect(administration.command(ONE, LOCATE)).rejects.toMatchObject({
      code: 'JOURNAL_FAILED',
    });
    expect(administration.commandsOf(ID)).toEqual([]);
    failure = undefined;
    await administration.command(ONE, { kind: 'self_test' });
    expect((await device.hears()).action.kind).toBe('self_test');
  });

  it('whose result was lost between two writes is sent again, and its second answer counts', async () => {
    let isDying = false;
    const dying = ({ journal }: Parameters<NonNullable<Parameters<typeof start>[1]>>[0]) => ({
      journal: wrap(journal, {
        async store(remembered) {
          if (isDying) throw new Error('killed');
          await journal.store(remembered);
        },
      }),
    });
    const bench = await start([ID], dying);
    const [made] = await bench.gateway.administration.command(ONE, LOCATE);
    const device = await ObedientDevice.join(bench, ID, SESSION);
    await device.hears();
    isDying = true;
    // The event is on disk, and receipted; what follows from it is not.
    await device.answers(made?.commandId as number);
    await bench.down();
    isDying = false;
    await bench.up();
    const again = await ObedientDevice.join(bench, ID, LATER);
    expect((await again.hears()).commandId).toBe(made?.commandId);
    await again.answers(made?.commandId as number);
    expect(newest(bench.gateway.administration)).toMatchObject({ state: 'done' });
  });

  it('that was never sent can be cancelled, and one that was sent can not', async () => {
    const bench = await start();
    const { administration } = bench.gateway;
    const [queued] = await administration.command(ONE, LOCATE);
    await administration.cancel(ID, queued?.commandId as number);
    expect(newest(administration)).toMatchObject({ state: 'cancelled' });
    const device = await ObedientDevice.join(bench, ID, SESSION);
    const [sent] = await administration.command(ONE, LOCATE);
    expect((await device.hears()).commandId).toBe(sent?.commandId);
    await expect(administration.cancel(ID, sent?.commandId as number)).rejects.toMatchObject({
      code: 'COMMAND_NOT_QUEUED',
    });
    await expect(administration.cancel(ID, 7)).rejects.toMatchObject({ code: 'NO_SUCH_COMMAND' });
  });
});

describe('while somebody waits for help', () => {
  it('the device is not restarted, put to the test, or given a key; but it may be located', async () => {
    const clock = new SkippingClock();
    const bench = await start([ID], () => ({ clock }));
    const { administration } = bench.gateway;
    const device = await ObedientDevice.join(bench, ID, SESSION);
    await device.press({ bootId: 1, seq: 1 }, KEY_RED);
    for (const kind of ['reboot', 'self_test', 'rotate_key'] as const) {
      await administration.command(ONE, { kind });
    }
    const [locate] = await administration.command(ONE, LOCATE);
    expect((await device.hears()).commandId).toBe(locate?.commandId);
    const held = administration.commandsOf(ID).filter(({ action }) => action.kind !== 'locate');
    expect(held.map(({ state, waitsFor }) => `${state} ${waitsFor}`)).toEqual(
      Array(3).fill('queued call'),
    );
    await device.answers(locate?.commandId as number);
    await bench.platform.report('CB-0001.1.1', 'closed');
    clock.skip(5_000);
    await device.until(() => device.commands.length >= 4);
    expect(new Set(device.commands.map(({ action }) => action.kind))).toEqual(
      new Set(['locate', 'reboot', 'self_test', 'rotate_key']),
    );
  });
});

describe('an order is refused', () => {
  it('with a code of its own for each reason, and nothing is stored', async () => {
    const bench = await start();
    bench.devices.push({ ...bench.devices[0]!, deviceId: 'CB-0002', blocked: true, group: 'old' });
    await bench.down();
    await bench.up();
    const { administration } = bench.gateway;
    const group = { kind: 'group', group: 'g' } as const;
    const refusals: [code: string, order: Promise<unknown>][] = [
      ['NO_SUCH_DEVICE', administration.command({ kind: 'device', deviceId: 'CB-9' }, LOCATE)],
      ['NO_SUCH_GROUP', administration.command({ kind: 'group', group: 'no' }, LOCATE)],
      ['DEVICE_OUT_OF_SERVICE', administration.command({ ...ONE, deviceId: 'CB-0002' }, LOCATE)],
      ['SETTING_INVALID', administration.command(ONE, { kind: 'locate', seconds: 0 })],
      ['SETTING_INVALID', administration.command(ONE, { kind: 'locate', seconds: 601 })],
      ['SETTING_INVALID', administration.command(ONE, { kind: 'locate', seconds: 1.5 })],
      ['COMMAND_REFUSED', administration.command(group, { kind: 'self_test' })],
      ['COMMAND_REFUSED', administration.command({ kind: 'all' }, { kind: 'self_test' })],
    ];
    for (const [code, order] of refusals) await expect(order).rejects.toMatchObject({ code });
    expect(administration.commandsOf(ID)).toEqual([]);
    for (let count = 0; count < 4; count++) await administration.command(ONE, LOCATE);
    const more = administration.command(ONE, LOCATE);
    await expect(more).rejects.toMatchObject({ code: 'COMMANDS_WAITING' });
    // Those out of service are left out, not refused.
    expect(await administration.command({ kind: 'group', group: 'old' }, LOCATE)).toEqual([]);
  });
});

describe('a command that is not answered', () => {
  it('is given up with a record, a beep after 10 min: an hour later it would frighten', async () => {
    const clock = new SkippingClock();
    const bench = await start([ID], () => ({ clock }));
    const { administration } = bench.gateway;
    await administration.command(ONE, LOCATE);
    await administration.command(ONE, { kind: 'reboot' });
    clock.skip(10 * 60_000);
    const states = () => administration.commandsOf(ID).map(({ state }) => state);
    await expect.poll(states).toEqual(['queued', 'expired']);
    const device = await ObedientDevice.join(bench, ID, SESSION);
    expect((await device.hears()).action).toEqual({ kind: 'reboot' });
    clock.skip(24 * 3_600_000);
    await expect.poll(states).toEqual(['expired', 'expired']);
    // Late news is true all the same.
    await device.answers((await device.hears()).commandId);
    expect(states()).toEqual(['done', 'expired']);
  });

  it('expires while the gateway is down, and at a wall clock that was set back no later', async () => {
    const clock = new SkippingClock();
    const bench = await start([ID], () => ({ clock }));
    await bench.gateway.administration.command(ONE, LOCATE);
    await bench.down();
    clock.skip(11 * 60_000);
    await bench.up(() => ({ clock }));
    const newestState = () => newest(bench.gateway.administration).state;
    await expect.poll(newestState).toBe('expired');
    await bench.gateway.administration.command(ONE, LOCATE);
    await bench.down();
    const early = new SkippingClock();
    await bench.up(() => ({ clock: early }));
    early.skip(10 * 60_000);
    await expect.poll(newestState).toBe('expired');
  });
});

describe('restarts', () => {
  it('of a group come one after the other, a second apart', async () => {
    const ids = [ID, 'CB-0002', 'CB-0003'];
    const clock = new SkippingClock();
    const bench = await start(ids, () => ({ clock }));
    const devices: ObedientDevice[] = [];
    for (const id of ids) devices.push(await ObedientDevice.join(bench, id, SESSION));
    await bench.gateway.administration.command({ kind: 'group', group: 'g' }, { kind: 'reboot' });
    const count = () => devices.filter(({ commands }) => commands.length > 0).length;
    const anyHears = Promise.race(devices.map((device) => device.hears()));
    await anyHears;
    expect(count()).toBe(1);
    for (const expected of [2, 3]) {
      clock.skip(1_000);
      await expect.poll(count).toBe(expected);
    }
  });
});
