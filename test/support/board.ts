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
  /** Path of the interpreter that writes it. Default: the 64-bit one. Give the same one to `RunningBoard`. */
  interpreter?: string;
  /** Other scripts than those of the build. */
  firmware?: Firmware;
}

/** Of the 64-bit Linux build at its start; an ESP32-C3, and a 32-bit build like it, have one less. */
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
    device_id: identity.deviceId,
    key_version: 1,
    key: Buffer.from(identity.secret).toString('hex'),
    main: { host: '127.0.0.1', port },
    ...changes.settings,
  };
  if (!changes.firmware) built ??= buildFirmware();
  const firmware = changes.firmware ?? ((await built) as Firmware);
  await writeBoard(folder, {
    interpreter: changes.interpreter ?? (interpreter as string),
    firmware,
    settings,
    prelude: changes.prelude ?? '',
  });
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
  #questions = 0;

  constructor(folder: string, path = interpreter as string) {
    super(path, folder);
    onTestFinished(() => this.cutPower());
  }

  /**
   * Whether memory has never run out. The 64-bit build gets more where it does, a build of a fixed size breaks off what it
   * does and says so.
   */
  async hadRoom(): Promise<boolean> {
    this.#questions += 1;
    this.run(`print("total ${this.#questions}:",process.memory().total,"!")`);
    const answer = new RegExp(`total ${this.#questions}: (\\d+) !`);
    await until(() => answer.test(this.output));
    const total = Number(answer.exec(this.output)?.[1]);
    return total <= VARIABLES && !this.ranOut;
  }
}
