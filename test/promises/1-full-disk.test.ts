// Promise 1 and "red first" while the journal fails: red presses get out, nothing is acknowledged, nothing is lost after.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import type { GatewayPorts } from '#gateway/main.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { PENDING_RED } from '#protocol/device/password.ts';
import { KEY_RED, RECEIPT_DUPLICATE, RECEIPT_STORED } from '#protocol/messages.ts';
import { type SeenPress, VirtualHome } from '#simulator/home.ts';
import { canMount, smallDisk } from '#test/gateway/small-disk.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { wrap } from '#test/support/wrap.ts';

const FIRST = 'CB-0001';
const SECOND = 'CB-0002';
const NEEDS_MOUNT = canMount() ? '' : ' (skipped: needs root and the right to mount a tmpfs)';
const secretOf = (deviceId: string) => testDevice(deviceId).keys[0]!.secret;
const idOf = ({ deviceId, identity }: SeenPress) =>
  `${deviceId}/${identity.bootId}/${identity.seq}`;

function homeAt(deviceId: string, port: number) {
  const main = { host: '127.0.0.1', port, tls: false };
  const standard = standardSettings(deviceId, secretOf(deviceId), 1, main, null);
  const quick = {
    redRetryFirst: 20,
    redRetryLongest: 50,
    idleRetryFirst: 20,
    idleRetryLongest: 50,
  };
  let stored = () => {};
  const settings = { ...standard, limits: { ...standard.limits, ...quick } };
  const home = new VirtualHome({
    settings,
    onMove: ({ storedAt }) => {
      if (storedAt !== undefined) stored();
    },
  });
  onTestFinished(() => home.powerOff());
  home.powerOn();
  const allStored = async () => {
    while (home.presses.some(({ storedAt }) => storedAt === undefined)) {
      await new Promise<void>((resolve) => {
        stored = resolve;
      });
    }
  };
  return { home, allStored };
}

/** Pushes red; resolves with the press when the platform has it. */
async function pushRed(bench: TestBench, home: VirtualHome): Promise<SeenPress> {
  // A contact has to be quiet for a moment before the device counts again.
  const press = await until(() => home.press(KEY_RED));
  await bench.platform.until((received) => received.has(idOf(press)));
  return press;
}

describe('while the journal fails', () => {
  async function failing() {
    const state = { fails: false };
    const change = ({ journal }: GatewayPorts) => {
      const fail = async () => {
        throw new Error('ENOSPC');
      };
      const either =
        <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
        (...args: A): Promise<R> =>
          state.fails ? fail() : call.apply(journal, args);
      const { appendPress, renewSession, update } = journal;
      return {
        journal: wrap(journal, {
          appendPress: either(appendPress),
          renewSession: either(renewSession),
          update: either(update),
        }),
      };
    };
    const bench = await TestBench.start([FIRST, SECOND], change);
    onTestFinished(() => bench.close());
    return { bench, state };
  }

  it('every red press reaches the platform: the second of a device, and that of a device that comes new', async () => {
    const { bench, state } = await failing();
    const { home, allStored } = homeAt(FIRST, bench.gateway.mqttPort);
    await pushRed(bench, home);
    await allStored();
    state.fails = true;
    await pushRed(bench, home);
    await pushRed(bench, home);
    const { home: other, allStored: allOfOther } = homeAt(SECOND, bench.gateway.mqttPort);
    await pushRed(bench, other);
    const unstored = [...home.presses.slice(1), ...other.presses];
    expect(unstored.map(({ storedAt }) => storedAt)).toEqual([undefined, undefined, undefined]);
    state.fails = false;
    await Promise.all([allStored(), allOfOther()]);
  });

  it('a CONNECT that says red is pending is admitted, every other one is answered 3', async () => {
    const { bench, state } = await failing();
    state.fails = true;
    const returnCodes: (number | undefined)[] = [];
    for (const [index, pending] of [0, 1, PENDING_RED].entries()) {
      const device = new RawDevice(FIRST, secretOf(FIRST), { bootId: 1, connectNo: index + 1 });
      const password = Buffer.from(device.password(pending));
      returnCodes.push(await device.connect(bench.gateway.mqttPort, { password }));
      device.close();
    }
    expect(returnCodes).toEqual([3, 3, 0]);
    expect(bench.gateway.health().refusals).toMatchObject({ JOURNAL_FAILED: 2 });
  });
});

it.skipIf(NEEDS_MOUNT !== '')(
  `a full disk holds up no red press, and costs no stored one${NEEDS_MOUNT}`,
  async () => {
    const disk = smallDisk();
    const folder = join(disk.folder, 'journal');
    const change = () => ({ journal: new LevelJournal({ folder, clock: systemClock }) });
    const bench = await TestBench.start([FIRST, SECOND], change);
    onTestFinished(() => bench.close());
    const port = bench.gateway.mqttPort;
    const raw = (connectNo: number) =>
      new RawDevice(SECOND, secretOf(SECOND), { bootId: 1, connectNo }).join(port);
    const { home, allStored } = homeAt(FIRST, port);
    await pushRed(bench, home);
    await allStored();

    const stored: number[] = [];
    const filler = await raw(1);
    disk.fill();
    let seq = 1;
    const press = async (device: RawDevice) => (await device.press({ bootId: 1, seq })).result;
    for (; (await press(filler).catch(() => undefined)) === RECEIPT_STORED; seq++) stored.push(seq);
    for (const _ of ['at once', 'and again']) {
      expect((await pushRed(bench, home)).storedAt).toBeUndefined();
    }

    disk.free();
    await allStored();
    const back = await raw(2);
    for (const until = seq + 20; seq < until; seq++) {
      expect([RECEIPT_STORED, RECEIPT_DUPLICATE]).toContain(await press(back));
      stored.push(seq);
    }
    const ids = [...home.presses.map(idOf), ...stored.map((seq) => `${SECOND}/1/${seq}`)];
    await bench.platform.until((received) => ids.every((id) => received.has(id)));

    await bench.down();
    await bench.up(change);
    const after = await raw(3);
    for (const seq of stored) {
      expect((await after.press({ bootId: 1, seq })).result).toBe(RECEIPT_DUPLICATE);
    }
  },
);
