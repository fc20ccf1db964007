// An update over the air on the interpreter: how long it takes, how much memory, what a press notices of it, what stays.
import { buildFirmware, type Firmware } from '#firmware/build/firmware.ts';
import { payloadOf } from '#firmware/build/image.ts';
import { UPDATE_CHUNK_BYTES, UPDATE_GOOD, UPDATE_WHOLE } from '#protocol/messages.ts';
import { imageToSend, sendImage } from '../board/image-sender.ts';
import { ConnectedBoard } from './connected-board.ts';
import { LIGHT } from './firmware-board.ts';
import type { Measurement, Tell } from './model.ts';
import { atMost } from './reach.ts';
import { inScope, type Scope } from './scope.ts';
import { percentile } from './statistics.ts';

/** An emulated interpreter is some ten times slower. */
const LIMIT_MS = 120_000;
/** A gateway sends no more than one chunk in this time. */
const CHUNK_EVERY_MS = 1_000;
/** A press between so many chunks. */
const PRESS_EVERY = 25;

/** Looks at the free variables at each call of these functions: the answer to a step is sealed deep in its calls. */
const LOOK =
  'var least=9999,watched=false,sha=require("crypto").SHA256,toText=E.toString;' +
  'function look(){var f=process.memory().free;if(f<least)least=f}' +
  'Modules.addCached("crypto","exports.SHA256=function(b){if(watched)look();return sha(b)}");' +
  'E.toString=function(b){if(watched)look();return toText(b)};' +
  'global.tell=function(){print("least",least,"free",process.memory().free,"storage",require("Storage").getFree(),"!");' +
  'least=9999};';

interface Figures {
  least: number;
  free: number;
  storage: number;
}

async function figures({ board }: ConnectedBoard): Promise<Figures> {
  board.output = '';
  board.run('tell()');
  await board.says(' !', LIMIT_MS);
  const found = /least (\d+) free (\d+) storage (\d+) !/.exec(board.output) ?? [];
  return { least: Number(found[1]), free: Number(found[2]), storage: Number(found[3]) };
}

interface Updated {
  /** Time at one chunk a second, in s: what took longer counts as it was. */
  seconds: number;
  /** From each press to its light, in ms. */
  lights: number[];
}

/** The board is on again, connected and idle, and runs the other slot. */
async function update(
  board: ConnectedBoard,
  firmware: Firmware,
  isPressed: boolean,
): Promise<Updated> {
  const lights: number[] = [];
  let milliseconds = 0;
  let chunks = 0;
  const image = imageToSend(payloadOf(firmware.scripts), firmware.version, 'LINUX');
  const status = await sendImage(
    {
      ...board.identity,
      ask: async (step) => {
        const from = performance.now();
        const answer = await board.ask(step);
        const took = performance.now() - from;
        milliseconds += step.kind === 'chunk' ? Math.max(took, CHUNK_EVERY_MS) : took;
        return answer;
      },
      later: async (answer) => {
        const from = performance.now();
        if (answer?.state === UPDATE_WHOLE) await board.comeBack();
        await board.board.says('settled', LIMIT_MS);
        milliseconds += performance.now() - from;
      },
      between: async () => {
        chunks++;
        if (!isPressed || chunks % PRESS_EVERY !== 0) return;
        await board.press();
        lights.push(Number(/lit after ([\d.e-]+) ms/.exec(board.board.output)?.[1]));
      },
    },
    image,
  );
  if (status.state !== UPDATE_GOOD)
    throw new Error(`the update ended in ${status.state} ${status.detail}`);
  return { seconds: milliseconds / 1_000, lights };
}

async function startBoard(scope: Scope, interpreter: string, firmware: Firmware) {
  const options = { interpreter, firmware, prelude: LOOK + LIGHT, limitMs: LIMIT_MS };
  const board = await ConnectedBoard.start(scope, options);
  await board.board.says('settled', LIMIT_MS);
  return board;
}

/** Two versions of the same scripts, that follow each other. */
async function versions(): Promise<(number: number) => Promise<Firmware>> {
  const first = await buildFirmware(false, '1.100000.0');
  const at = (number: number) => `1.${100_000 + number}.0`;
  return async (number) => ({
    ...first,
    version: at(number),
    scripts: first.scripts.map((script) => {
      const code = script.code.replaceAll('1.100000.0', at(number));
      return { ...script, code };
    }),
  });
}

export function updateOnce(interpreter: string, name: string): Measurement {
  return {
    title: `update over the air, ${name}`,
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: `an update of all scripts at a chunk of ${UPDATE_CHUNK_BYTES} bytes a second (${name})`,
        unit: 's',
        of: 'seconds',
        reach: atMost(300, 's'),
      },
      {
        metric: '… variables more than idle, at any look',
        unit: 'variables',
        of: 'variables',
        reach: atMost(300, 'variables'),
      },
      { metric: '… press → light meanwhile, p50', unit: 'ms', of: 'light' },
    ],
    prepare: async (outer) => ({
      ours: () =>
        inScope(outer, async (scope) => {
          const version = await versions();
          const board = await startBoard(scope, interpreter, await version(0));
          await figures(board);
          const idle = (await figures(board)).free;
          board.board.run('watched=true;');
          let least = idle;
          board.beforeRestart = async () => {
            least = Math.min(least, (await figures(board)).least);
          };
          const { seconds, lights } = await update(board, await version(1), true);
          return { seconds, variables: idle - least, light: percentile(lights, 0.5) };
        }),
    }),
  };
}

export function updateOften(interpreter: string, times: number): Measurement {
  return {
    title: `${times} updates`,
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: `variables more after ${times} updates`,
        unit: '',
        of: 'variables',
        reach: atMost(0, ''),
      },
      { metric: '… bytes of Storage less', unit: '', of: 'storage', reach: atMost(0, '') },
    ],
    prepare: async (outer, tell: Tell) => ({
      ours: () =>
        inScope(outer, async (scope) => {
          const version = await versions();
          const board = await startBoard(scope, interpreter, await version(0));
          // The first one runs in the other slot.
          await update(board, await version(1), false);
          await update(board, await version(2), false);
          await figures(board);
          const before = await figures(board);
          for (let number = 1; number <= times; number++) {
            await update(board, await version(2 + number), false);
            if (number % 10 === 0) tell(`${number} updates`);
          }
          await figures(board);
          const after = await figures(board);
          return {
            variables: before.free - after.free,
            storage: before.storage - after.storage,
          };
        }),
    }),
  };
}
