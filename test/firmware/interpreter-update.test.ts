// Updates over the air on the real interpreter: the loader, both slots, and images that are bad. Skipped without one.
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildFirmware, type Firmware } from '#firmware/build/firmware.ts';
import { payloadOf } from '#firmware/build/image.ts';
import { ttyCable } from '#firmware/host/console-device.ts';
import { ConsoleClient } from '#protocol/console.ts';
import {
  UPDATE_CHUNK_BYTES,
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_WHOLE,
  type UpdateStatus,
  type UpdateStep,
} from '#protocol/messages.ts';
import { imageToSend, type SentImage, sendImage } from '#simulator/board/image-sender.ts';
import { board, RunningBoard } from '#test/support/board.ts';
import { interpreters } from '#test/support/interpreter.ts';
import { hasSocat, ptyPair } from '#test/support/pty.ts';
import { until } from '#test/support/until.ts';
import { receiptingBroker } from './receipting-broker.ts';
import { DEVICE_ID, KEY } from './scripted-gateway.ts';

const DEVICE = { deviceId: DEVICE_ID, secret: KEY.secret };

/** Waits of the loader, shortened: the pause after a throw and the time of a trial. */
const HASTE =
  'var plainTimeout=setTimeout;global.setTimeout=function(f,t){' +
  'return plainTimeout(f,t===900000?3000:t===10000?300:t)};';

/** What a firmware says before it hangs. This build has no watchdog: its power is cut instead, as that one's reset does. */
const HANGS = 'it hangs now';

let built: Promise<[Firmware, Firmware]> | undefined;

/** The firmware as it is, and a later version of it. */
function firmwares(): Promise<[Firmware, Firmware]> {
  built ??= Promise.all([buildFirmware(false, '1.0.0'), buildFirmware(false, '1.1.0')]);
  return built;
}

/** For this build of the interpreter. */
const imageOf = (payload: Buffer, board = 'LINUX') => imageToSend(payload, '1.1.0', board);

type Broker = Awaited<ReturnType<typeof receiptingBroker>>;

/** A board whose power is on, and which is switched on again whenever it has restarted itself. */
class UpdatedBoard {
  running: RunningBoard;
  starts = 1;
  readonly #folder: string;
  readonly #path: string;
  readonly #broker: Broker;

  constructor(folder: string, path: string, broker: Broker) {
    this.#folder = folder;
    this.#path = path;
    this.#broker = broker;
    this.running = new RunningBoard(folder, path);
  }

  async step(step: UpdateStep): Promise<UpdateStatus | undefined> {
    const { uplinks, send } = this.#broker;
    const from = uplinks.length;
    send({ kind: 'update', step });
    const status = () =>
      uplinks.slice(from).find(({ event }) => event.kind === 'update_status')?.event;
    await until(() => status() !== undefined || this.running.isOff());
    return status() as UpdateStatus | undefined;
  }

  /** Until it is connected; on and on while it restarts. */
  async connected(): Promise<void> {
    for (;;) {
      const says = (text: string) => this.running.output.includes(text);
      await until(() => says('link connected') || says(HANGS) || this.running.isOff());
      if (says(HANGS)) await this.running.cutPower();
      else if (!this.running.isOff()) return;
      this.starts++;
      this.running = new RunningBoard(this.#folder, this.#path);
    }
  }

  /** Until it is over: the last status. */
  async update(image: SentImage, between: (offset: number) => void = () => {}) {
    await this.connected();
    return sendImage(
      {
        deviceId: DEVICE_ID,
        key: KEY,
        ask: (step) => this.step(step),
        between: async (offset) => between(offset),
        later: async (status) => {
          // A press has begun a call: while it is open no chunk is taken.
          const isCalling = status?.detail === 'press' || status?.detail === 'call';
          if (isCalling) this.#broker.send({ kind: 'progress', complete: true, calls: [] });
          if (status?.state === UPDATE_WHOLE) await until(() => this.running.isOff());
          await this.connected();
          await until(() => this.running.output.includes('settled') || this.running.isOff());
        },
      },
      image,
    );
  }
}

describe.each(interpreters)('$name', ({ name, path }) => {
  const start = async (prelude = '') => {
    const broker = await receiptingBroker();
    const [firmware] = await firmwares();
    const interpreter = path as string;
    const folder = await board(DEVICE, broker.port, {
      firmware,
      interpreter,
      prelude: HASTE + prelude,
    });
    return { broker, folder, updated: new UpdatedBoard(folder, interpreter, broker) };
  };

  test.skipIf(!path)(
    `${name}: all scripts are replaced in the other slot, presses between the chunks arrive, and the new ones run`,
    async () => {
      const { broker, updated } = await start();
      const [, next] = await firmwares();
      const image = imageOf(payloadOf(next.scripts));
      let pressed = 0;
      const status = await updated.update(image, (offset) => {
        if (offset % (UPDATE_CHUNK_BYTES * 50) !== 0) return;
        updated.running.pressRed();
        pressed++;
      });
      expect(status).toMatchObject({ state: UPDATE_GOOD, running: '1.1.0', slot: 2 });
      expect(updated.starts).toBe(2);
      await until(
        () => broker.uplinks.filter(({ event }) => event.kind === 'press').length >= pressed,
      );
      updated.running.pressRed();
      await updated.running.says('shown accepted');
      expect(updated.running.output).not.toMatch(/Uncaught|exception/);
      if (!hasSocat) return;
      await updated.connected();
      const { device, pc: other } = await ptyPair();
      updated.running.run(`Serial1.setup(115200,{path:'${device}'});print("port","open")`);
      await updated.running.says('port open');
      const cable = ttyCable(other);
      onTestFinished(() => cable.close());
      const pc = new ConsoleClient(cable, { timeoutMs: 10_000 });
      const hello = await pc.hello();
      expect((await pc.auth(hello.fields, { version: 1, secret: KEY.secret })).ok).toBe(true);
      const slots = await pc.ask('slots');
      expect(slots).toMatchObject({ ok: true });
      expect(slots.ok && slots.words.join(' ')).toBe(
        'slot=2 version=1.1.0 state=good other=1 other_version=1.0.0 other_state=good',
      );
      expect((await pc.ask('back')).ok).toBe(true);
      await until(() => updated.running.isOff());
      await updated.connected();
      const answer = await updated.step(image.offer);
      expect(answer).toMatchObject({ state: UPDATE_FAILED, running: '1.0.0', slot: 1 });
    },
    240_000,
  );

  const bad: [string, string][] = [
    ['throws at its root', "throw new Error('bad')"],
    ['throws later', 'setTimeout(function(){E.reboot()},200);'],
    ['never connects', ''],
    ['hangs until the watchdog ends it', `print('${HANGS}');for(;;);`],
  ];
  test.skipIf(!path).each(bad)(
    `${name}: an image that %s is left after three starts, and is told as failed`,
    async (_what, code) => {
      const { updated } = await start();
      const image = imageOf(payloadOf([{ file: 'main', code: `${code}\n//` }]));
      const status = await updated.update(image);
      expect(status).toMatchObject({ state: UPDATE_FAILED, detail: 'trials', running: '1.0.0' });
      expect(updated.starts).toBe(5);
    },
    120_000,
  );

  test.skipIf(!path)(`${name}: an image for another board is refused`, async () => {
    const { updated } = await start();
    const image = imageOf(Buffer.from('main:1\n;'), 'ESP32');
    expect(await updated.update(image)).toMatchObject({ state: UPDATE_REFUSED, detail: 'board' });
  });
});
