// The board of the firmware's benchmark: it presses and reconnects, and what never comes is told instead of waited for.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildFirmware, type Firmware } from '#firmware/build/firmware.ts';
import { type BoardOptions, ConnectedBoard, FAST } from '#simulator/bench/connected-board.ts';
import { boardLife } from '#simulator/bench/firmware-life.ts';
import { measure } from '#simulator/bench/measure.ts';
import { Scope } from '#simulator/bench/scope.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { never } from './support.ts';

/** Built once for all boards of this file. */
let built: Promise<Firmware> | undefined;

function firmware(): Promise<Firmware> {
  built ??= buildFirmware();
  return built;
}

const EMPTY = { file: '.bootcde', entry: '', output: '', use: '', code: '', bytes: 0 };
const NO_FIRMWARE = { main: EMPTY, scripts: [EMPTY], loader: EMPTY, version: '1.0.0' };

function scopeOfTest(): Scope {
  const scope = new Scope();
  onTestFinished(() => scope.stop());
  return scope;
}

/** Behaves like an interpreter whose firmware connects, and then does what `script` says. */
async function boardThat(script: string, options: Partial<BoardOptions> = {}) {
  const scope = scopeOfTest();
  const path = join(await scope.folder(), 'interpreter');
  // With an argument it is asked to write its Storage.
  const writes = '[ "$1" ] && echo "<<written>>" && exit';
  const lines = ['#!/bin/sh', writes, 'echo link connected', script, ''];
  await writeFile(path, lines.join('\n'), { mode: 0o755 });
  return ConnectedBoard.start(scope, {
    interpreter: path,
    firmware: NO_FIRMWARE,
    limitMs: 1_000,
    ...options,
  });
}

const STAYS = 'exec cat';
const WHEN_TOLD = 'until [ -s hand ]; do sleep 0.02; done';

describe('a board of the benchmark', () => {
  it('tells what it said last when a press does not come in time', async () => {
    const board = await boardThat(`echo "Uncaught Error: so it is"; ${STAYS}`);
    await expect(board.press()).rejects.toThrow(
      /no press within 1000 ms; it runs, it was given 1 lines[\s\S]*Uncaught Error: so it is/,
    );
  });

  it('tells the same when it does not connect again in time', async () => {
    const board = await boardThat(
      `${WHEN_TOLD}; echo sound; echo link waiting no CONNACK; ${STAYS}`,
    );
    await expect(board.reconnect()).rejects.toThrow(
      /no "link connected" within 1000 ms; it runs[\s\S]*link waiting no CONNACK/,
    );
  });

  it('does not wait for a press of a board that has ended', async () => {
    const board = await boardThat(`${WHEN_TOLD}; exit 3`, { limitMs: 60_000 });
    await expect(board.press()).rejects.toThrow(/no press before its end; it ended with code 3/);
  });
});

describe('a fast board', () => {
  /** What the prelude makes of `setTimeout` and `getTime`. */
  function made() {
    const waits: number[] = [];
    const board = {} as Record<'setTimeout' | 'getTime' | 'grow', (...of: unknown[]) => number>;
    const run = new Function('global', 'setTimeout', 'getTime', 'print', FAST);
    run(
      board,
      (_: unknown, ms: number) => waits.push(ms),
      () => 5,
      () => {},
    );
    return { board, waits };
  }

  it('waits a fiftieth before it connects, and gives the other side its full time', () => {
    const { board, waits } = made();
    for (const ms of [0, 1_000, 1_999, 2_000, 3_000, 10_000]) board.setTimeout(null, ms);
    expect(waits).toEqual([0, 20, 39.98, 2_000, 3_000, 10_000]);
  });

  it('is more than a minute older when it grows', () => {
    const { board } = made();
    expect(board.getTime()).toBe(5);
    board.grow();
    expect(board.getTime()).toBeGreaterThan(5 + 60);
  });
});

describe.skipIf(!interpreter)('on the interpreter', () => {
  it('a press counts when that press has its receipt, and another connection follows one that was cut', async () => {
    const board = await ConnectedBoard.start(scopeOfTest(), {
      interpreter: interpreter as string,
      firmware: await firmware(),
      fast: true,
    });
    expect(await board.press()).toBeGreaterThan(0);
    await board.reconnect();
    await board.reconnect();
    expect(await board.press()).toBeGreaterThan(0);
    const readings = await board.variables(3);
    expect(readings).toHaveLength(3);
    for (const reading of readings) expect(reading).toBeGreaterThan(1_000);
  });

  it('a long life tells how far it is, and what it holds before and after', async () => {
    const told: string[] = [];
    const life = boardLife({ interpreter: interpreter as string, firmware, times: 2 });
    const rows = await measure(life, never, (what) => told.push(what));
    expect(rows.map(({ metric, holds, error }) => ({ metric, holds, error }))).toEqual([
      { metric: 'variables more after 2 presses', holds: true, error: null },
      { metric: 'variables more after 2 reconnects', holds: true, error: null },
    ]);
    const held = expect.stringMatching(/^(at first|after 2 \w+): \d+ variables, \d+–\d+$/);
    const far = expect.stringMatching(/^[12] of 2 (presses|reconnects), \d+ variables$/);
    expect(told).toEqual(['1 of 1, ours', held, far, far, held, far, far, held]);
  });
});
