// A board for tests: the built script in the Storage of the real interpreter.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { buildFirmware, type Firmware } from '#firmware/build/firmware.ts';
import type { StoredSettings } from '#firmware/src/core/stored.d.ts';
import { Board, writeBoard } from '#simulator/board/board.ts';
import { interpreter } from './interpreter.ts';
import { until } from './until.ts';

export interface BoardIdentity {
  deviceId: string;
  secret: Uint8Array;
}

export interface BoardChanges {
  settings?: Partial<StoredSettings>;
  /** Runs before the firmware. */
  prelude?: string;
  /** Other scripts than those of the build. */
  firmware?: Firmware;
}

/** Of the Linux build at its start, and of an ESP32-C3 but for one. */
const VARIABLES = 4096;

/** Built once for all boards of a file. */
let built: Promise<Firmware> | undefined;

/** Writes to a board's Storage and leaves it switched off. The rest of its flash stays. */
export async function provision(
  folder: string,
  identity: BoardIdentity | null,
  port: number,
  changes: BoardChanges = {},
): Promise<void> {
  const settings = identity && {
    ...{ device_id: identity.deviceId, key_version: 1 },
    key: Buffer.from(identity.secret).toString('hex'),
    main: { host: '127.0.0.1', port },
    ...changes.settings,
  };
  if (!changes.firmware) built ??= buildFirmware();
  const firmware = changes.firmware ?? ((await built) as Firmware);
  const prelude = changes.prelude ?? '';
  await writeBoard(folder, { interpreter: interpreter as string, firmware, settings, prelude });
}

/** A board, switched off, with settings unless `identity` is null: the folder that holds its flash. */
export async function board(
  identity: BoardIdentity | null,
  port: number,
  changes: BoardChanges = {},
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-board-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await provision(folder, identity, port, changes);
  return folder;
}

/** A board that is switched on, until the test is over. */
export class RunningBoard extends Board {
  constructor(folder: string) {
    super(interpreter as string, folder);
    onTestFinished(() => this.cutPower());
  }

  /** Whether memory has never run out. Where it does this build gets more; a board breaks off what it does. */
  async hadRoom(): Promise<boolean> {
    this.run(`print("had room",process.memory().total===${VARIABLES},"!")`);
    await until(() => /had room \w+ !/.test(this.output));
    return this.output.includes('had room true');
  }
}
