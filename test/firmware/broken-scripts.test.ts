// A board that lacks a script: what it can't do it says, and a PC can still reach it.
import { expect, test } from 'vitest';
import type { Firmware } from '#firmware/build/firmware.ts';
import { RecordedBoard, readableFirmware } from '#test/support/recorded-board.ts';
import { STORED } from './stored-settings.ts';

async function without(file: string): Promise<Firmware> {
  const firmware = await readableFirmware();
  return { ...firmware, scripts: firmware.scripts.filter((script) => script.file !== file) };
}

test('without its start script a board gives the prompt back to the cable, so that it can be repaired', async () => {
  const board = new RecordedBoard(await without('cbstart'), STORED);
  board.start();
  expect(board.lines).toContain('no cbstart');
  expect(board.promptIsOn).toHaveProperty('write');
});

test('a board that has all of its scripts keeps the prompt away from the cable', async () => {
  const board = new RecordedBoard(await readableFirmware(), STORED);
  board.start();
  expect(board.promptIsOn).toBeNull();
});
