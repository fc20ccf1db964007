// What the firmware needs on the interpreter: variables, time from a press to the socket, seals.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFirmware, buildScript } from '#firmware/build/firmware.ts';
import { boardDeclarations, boardSources } from '#firmware/build/sources.ts';
import { ConnectedBoard } from './connected-board.ts';
import type { Measurement } from './model.ts';
import { atMost } from './reach.ts';
import { inScope } from './scope.ts';
import { median, percentile } from './statistics.ts';

export interface OnInterpreter {
  interpreter: string;
  quick: boolean;
}

const MOST_VARIABLES = 2_500;
const MOST_PRESS_MS = 150;
/** One look differs by fifty from the next, and the budget is near. */
const LOOKS = 15;
const SEAL_ENTRY = fileURLToPath(new URL('./parts/seal-entry.ts', import.meta.url));

export function boardPresses({ interpreter, quick }: OnInterpreter): Measurement {
  return {
    title: 'board',
    warmups: 0,
    repetitions: quick ? 1 : 3,
    metrics: [
      {
        metric: 'variables while connected and pressing',
        ...{ unit: '', of: 'variables', reach: atMost(MOST_VARIABLES, '') },
      },
      { metric: '… most of the looks', unit: '', of: 'mostVariables' },
      {
        metric: 'press → bytes out of the socket, p50',
        ...{ unit: 'ms', of: 'p50', reach: atMost(MOST_PRESS_MS, 'ms') },
      },
      { metric: '… most of the presses', unit: 'ms', of: 'most' },
    ],
    prepare: async (outer) => ({
      ours: () =>
        inScope(outer, async (scope) => {
          const firmware = await buildFirmware();
          const board = await ConnectedBoard.start(scope, { interpreter, firmware });
          const took: number[] = [];
          for (let index = 0; index < (quick ? 3 : 20); index++) took.push(await board.press());
          const readings = await board.variables(LOOKS);
          return {
            ...{ variables: median(readings), mostVariables: Math.max(...readings) },
            ...{ p50: percentile(took, 0.5), most: Math.max(...took) },
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
        ...{ entry: SEAL_ENTRY, sources, declarations: boardDeclarations() },
      });
      writeFileSync(join(folder, 'seal.js'), code);
      return {
        ours: async () => {
          const { stdout } = spawnSync(interpreter, ['seal.js'], {
            ...{ cwd: folder, encoding: 'utf8', timeout: 60_000, input: '' },
          });
          const ms = Number(/sealed in ([\d.]+) ms/.exec(stdout)?.[1]);
          if (Number.isNaN(ms)) throw new Error(`the interpreter said ${stdout.slice(-300)}`);
          return { ms };
        },
      };
    },
  };
}
