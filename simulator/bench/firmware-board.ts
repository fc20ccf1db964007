// How fast the firmware is on the interpreter: from a press to the light and to the socket, and sealing.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildFirmware, buildScript } from '#firmware/build/firmware.ts';
import { boardDeclarations, boardSources } from '#firmware/build/sources.ts';
import { ConnectedBoard } from './connected-board.ts';
import type { Measurement } from './model.ts';
import { atMost } from './reach.ts';
import { inScope } from './scope.ts';
import { percentile } from './statistics.ts';

export interface OnInterpreter {
  interpreter: string;
  quick: boolean;
}

/**
 * Between two presses, in ms. Right after one the line still owes acknowledgements of TCP, for which the next small
 * packet waits some 100 ms (Nagle's algorithm); no finger is so fast.
 */
const BETWEEN_MS = 300;
const MAX_LIGHT_MS = 20;
const MAX_SOCKET_MS = 50;
const SEAL_ENTRY = fileURLToPath(new URL('./parts/seal-entry.ts', import.meta.url));

/** Says how long it took from the edge of a red press to the light that answers it. This board has none: to its order. */
export const LIGHT =
  'var log=console.log,edgeAt=0,pushed=push;' +
  'global.push=function(p){edgeAt=getTime();pushed(p)};' +
  "console.log=function(a,b,c,d){if(edgeAt&&a==='shown'&&b==='pressed'){" +
  "log('lit after',(getTime()-edgeAt)*1000,'ms');edgeAt=0}log(a,b,c,d)};";

export function boardPresses({ interpreter, quick }: OnInterpreter): Measurement {
  return {
    title: 'board',
    warmups: 0,
    repetitions: quick ? 1 : 3,
    metrics: [
      {
        metric: 'press → light, p50',
        unit: 'ms',
        of: 'light',
        reach: atMost(MAX_LIGHT_MS, 'ms'),
      },
      { metric: '… most of the presses', unit: 'ms', of: 'mostLight' },
      {
        metric: 'press → bytes out of the socket, p50',
        unit: 'ms',
        of: 'socket',
        reach: atMost(MAX_SOCKET_MS, 'ms'),
      },
      { metric: '… most of the presses', unit: 'ms', of: 'mostSocket' },
    ],
    prepare: async (outer) => ({
      ours: () =>
        inScope(outer, async (scope) => {
          const firmware = await buildFirmware();
          const board = await ConnectedBoard.start(scope, {
            interpreter,
            firmware,
            prelude: LIGHT,
          });
          const socket: number[] = [];
          const light: number[] = [];
          for (let index = 0; index < (quick ? 3 : 20); index++) {
            socket.push(await board.press());
            light.push(Number(/lit after ([\d.e-]+) ms/.exec(board.board.output)?.[1]));
            await setTimeout(BETWEEN_MS);
          }
          return {
            light: percentile(light, 0.5),
            mostLight: Math.max(...light),
            socket: percentile(socket, 0.5),
            mostSocket: Math.max(...socket),
          };
        }),
    }),
  };
}

export function sealing({ interpreter, quick }: OnInterpreter): Measurement {
  return {
    title: 'seal',
    warmups: 0,
    repetitions: quick ? 1 : 3,
    metrics: [{ metric: 'encode and seal a red press on the interpreter', unit: 'ms', of: 'ms' }],
    prepare: async (scope) => {
      const folder = await scope.folder();
      const sources = boardSources();
      const { code } = await buildScript({
        entry: SEAL_ENTRY,
        sources,
        declarations: boardDeclarations(),
      });
      writeFileSync(join(folder, 'seal.js'), code);
      return {
        ours: async () => {
          const { stdout } = spawnSync(interpreter, ['seal.js'], {
            cwd: folder,
            encoding: 'utf8',
            timeout: 60_000,
            input: '',
          });
          const ms = Number(/sealed in ([\d.]+) ms/.exec(stdout)?.[1]);
          if (Number.isNaN(ms)) throw new Error(`the interpreter said ${stdout.slice(-300)}`);
          return { ms };
        },
      };
    },
  };
}
