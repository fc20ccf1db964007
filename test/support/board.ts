// A board for tests: the built script in the Storage of the real interpreter, whose console is the test's hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { buildFirmware } from '#firmware/build/firmware.ts';
import { Board, writeBoard } from '#simulator/board/board.ts';
import { interpreter } from './interpreter.ts';

export interface BoardIdentity {
  deviceId: string;
  secret: Uint8Array;
}

/** Writes to a board's Storage and leaves it switched off. The rest of its flash stays. */
export async function provision(
  folder: string,
  identity: BoardIdentity,
  port: number,
): Promise<void> {
  const settings = {
    ...{ device_id: identity.deviceId, key_version: 1 },
    key: Buffer.from(identity.secret).toString('hex'),
    main: { host: '127.0.0.1', port },
  };
  const firmware = await buildFirmware();
  await writeBoard(folder, { interpreter: interpreter as string, firmware, settings });
}

/** A provisioned board, switched off: the folder that holds its flash. */
export async function board(identity: BoardIdentity, port: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-board-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await provision(folder, identity, port);
  return folder;
}

/** A board that is switched on, until the test is over. */
export class RunningBoard extends Board {
  constructor(folder: string) {
    super(interpreter as string, folder);
    onTestFinished(() => this.cutPower());
  }
}
