// The repair of a board over its interpreter's prompt: with the real interpreter on a pty whose Storage is corrupt.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildFirmware } from '#firmware/build/firmware.ts';
import { payloadOf } from '#firmware/build/image.ts';
import { slotFileOf } from '#firmware/host/slot-file.ts';
import { boardOf } from '#firmware/src/espruino/board.ts';
import {
  HEAD_AT,
  SLOT_FILES,
  slotFileBytes,
  slotPlaceOf,
} from '#firmware/src/espruino/slot-place.ts';
import { INSTALLER } from '#gateway/messages/installer.ts';
import { textsIn } from '#gateway/messages/sentence.ts';
import * as provisioning from '#gateway/provisioning/board.ts';
import { type Figures, judgeBoard, layoutOf } from '#gateway/provisioning/board.ts';
import { openSerial } from '#gateway/provisioning/cable/serial.ts';
import { Failure } from '#gateway/provisioning/failure.ts';
import { PACE } from '#gateway/provisioning/pace.ts';
import { repairBoard } from '#gateway/provisioning/repair/repair.ts';
import { board, provision, RunningBoard } from '#test/support/board.ts';
import { SECRET } from '#test/support/console-board.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { hasSocat } from '#test/support/pty.ts';
import { until } from '#test/support/until.ts';
import { receiptingBroker } from '../../firmware/receipting-broker.ts';
import { DEVICE_ID } from '../../firmware/scripted-gateway.ts';

const EN = textsIn(INSTALLER, 'en');

const GOOD: Figures = {
  interpreter: '2v29.277',
  board: 'ESP32C3_IDF4',
  variables: 4_095,
  free: [
    { address: 0xe000, bytes: 0x2000 },
    { address: 0x310000, bytes: 0x10000 },
    { address: 0x360000, bytes: 0xa0000 },
  ],
  log: 0x310000,
};

test('a board as it is named is taken', () => {
  expect(() => judgeBoard(GOOD)).not.toThrow();
  expect(() => judgeBoard({ ...GOOD, interpreter: '2v30', log: undefined })).not.toThrow();
});

test.each([
  ['the release that drops bursts', { interpreter: '2v29' }, 'BOARD_OLD'],
  ['an earlier build', { interpreter: '2v29.95' }, 'BOARD_OLD'],
  ['a version that can not be read', { interpreter: '' }, 'BOARD_OLD'],
  ['3,400 variables', { variables: 3_400 }, 'BOARD_MEMORY'],
  ['flash without room for the log', { free: [{ address: 0xe000, bytes: 0x2000 }] }, 'BOARD_FLASH'],
  ['a log in another place', { log: 0x360000 }, 'BOARD_FLASH'],
])('a board is refused for %s', (_what, change, code) => {
  expect(() => judgeBoard({ ...GOOD, ...change })).toThrow(Failure);
  expect(() => judgeBoard({ ...GOOD, ...change })).toThrow(code);
});

test('the log that is kept lies where the firmware has it, and outside of what is erased', () => {
  Object.assign(globalThis, { Serial1: {}, USB: {} });
  for (const name of ['ESP32', 'ESP32C3_IDF4', 'ESP32S3_IDF4']) {
    const { log, storage } = layoutOf(name)!;
    const { flashAddress, flashPages, flashPageBytes } = boardOf(name);
    expect([log.address, log.bytes]).toEqual([flashAddress, flashPages * flashPageBytes]);
    expect(storage.address).toBeGreaterThanOrEqual(log.address + log.bytes);
  }
});

test('the slots are laid out where the firmware looks for them, and leave room for settings', () => {
  expect([provisioning.SLOT_AT, provisioning.SLOT_FILES]).toEqual([HEAD_AT, SLOT_FILES]);
  for (const name of ['ESP32', 'ESP32C3_IDF4', 'ESP32S3_IDF4', 'LINUX']) {
    const layout = layoutOf(name)!;
    const { storage, pages } = slotPlaceOf(name)!;
    const bytes = slotFileBytes(pages);
    expect([layout.storage.address, provisioning.slotFileBytes(layout)]).toEqual([storage, bytes]);
    // The next file begins at a page, and so does the pages' erasure.
    expect((bytes + 32) % 4096).toBe(0);
    expect(2 * (bytes + 32) + 12_288).toBeLessThanOrEqual(layout.storage.bytes);
  }
  expect(slotPlaceOf('ESPRUINOWIFI')).toBeNull();
});

const FLASH = 'espruino.flash';
const LOG_BYTES = 0xc000;

/** An interpreter whose console is a pty, started anew whenever it ends: as a board on its cable. */
function boardOnPty(folder: string): { path: string; switchOff: () => Promise<void> } {
  const path = join(folder, 'cable');
  const loop = `while :; do ${interpreter} || [ $? = 1 ] || exit; done`;
  writeFileSync(join(folder, 'power'), `#!/bin/sh\n${loop}\n`, { mode: 0o755 });
  const socat: ChildProcess = spawn(
    'socat',
    [`pty,raw,echo=0,link=${path}`, 'EXEC:./power,pty,raw,echo=0,setsid'],
    { cwd: folder, stdio: 'ignore', detached: true },
  );
  const switchOff = async () => {
    if (socat.exitCode !== null || socat.signalCode !== null) return;
    const ended = once(socat, 'exit');
    socat.kill();
    await ended;
  };
  onTestFinished(switchOff);
  return { path, switchOff };
}

test.skipIf(!hasSocat || !interpreter)(
  'socat, interpreter: a board whose Storage is corrupt from the first byte is repaired, and keeps its boot counter',
  async () => {
    const { port } = await receiptingBroker();
    const identity = { deviceId: DEVICE_ID, secret: SECRET };
    const folder = await board(identity, port);
    const before = new RunningBoard(folder);
    await before.says('link connected');
    before.pressRed();
    await before.says('settled 1 ');
    await before.cutPower();
    const flash = readFileSync(join(folder, FLASH));
    const log = flash.subarray(flash.length - LOG_BYTES);
    const whole = Buffer.from(flash.subarray(0, flash.length - LOG_BYTES)).fill(0, 0, 64);
    expect(log.some((byte) => byte !== 255)).toBe(true);
    writeFileSync(join(folder, FLASH), Buffer.concat([whole, log]));
    const { path, switchOff } = boardOnPty(folder);
    await until(() => existsSync(path));
    // The interpreter erases a corrupt Storage as it starts. Here the log lies in it, and on a board it doesn't.
    await until(() => readFileSync(join(folder, FLASH)).every((byte) => byte === 255));
    writeFileSync(
      join(folder, FLASH),
      Buffer.concat([readFileSync(join(folder, FLASH)).subarray(0, -LOG_BYTES), log]),
    );
    const { scripts, loader, version } = await buildFirmware();
    const slot = slotFileOf(version, payloadOf(scripts));
    const said: string[] = [];
    const controller = new AbortController();
    const work = repairBoard({
      path,
      texts: EN,
      firmware: { version, loader: Buffer.from(loader.code), slot },
      gateway: () => Promise.reject(new Failure('GATEWAY_MISSING')),
      world: {
        list: async () => [],
        open: openSerial,
        pace: { ...PACE, answerMs: 500, restartMs: 1, lookMs: 50, probes: 2 },
        environment: {},
        signal: controller.signal,
        print: (text) => said.push(text),
        command: '',
        version: '',
        installer: () => {
          throw new Error('nobody is asked');
        },
      },
    });
    // The console of this build is no Serial1: the firmware answers nothing on it once it runs.
    await expect(work).rejects.toMatchObject({ code: 'REPAIR_FAILED' });
    expect(said.at(-1)).toContain(EN.repair.restarting);
    await switchOff();
    expect(readFileSync(join(folder, FLASH)).subarray(-LOG_BYTES)).toEqual(log);
    await provision(folder, identity, port);
    const after = new RunningBoard(folder);
    await after.says('link connected');
    after.pressRed();
    await until(() => /settled \d+ /.test(after.output));
    expect(Number(/settled (\d+) /.exec(after.output)?.[1])).toBeGreaterThan(1);
  },
  // Some 80 KB over a prompt, a piece at a time.
  240_000,
);
