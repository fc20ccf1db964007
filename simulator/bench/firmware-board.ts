// What the firmware needs on the interpreter: variables, time from a press to the socket, growth in a long life, seals.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFirmware, buildScript } from '#firmware/build/firmware.ts';
import { boardDeclarations, boardSources } from '#firmware/build/sources.ts';
import { Board, writeBoard } from '../board/board.ts';
import { startTcpGateway, type TcpGateway } from '../board/tcp-gateway.ts';
import type { Measurement } from './model.ts';
import { atMost } from './reach.ts';
import { inScope, type Scope } from './scope.ts';
import { percentile } from './statistics.ts';

export interface OnInterpreter {
  interpreter: string;
  quick: boolean;
}

const DEVICE_ID = 'CB-BENCH';
const KEY = { version: 1, secret: new Uint8Array(32).fill(3) };
const MOST_VARIABLES = 2_500;
const MOST_PRESS_MS = 150;
/** Variables by which two looks at the same board differ; a leak of one each time would be ten thousand. */
const NOISE = 50;
/** Waits of minutes pass in seconds, so that ten thousand reconnects fit into a run. */
const FAST = 'var slow=setTimeout;global.setTimeout=function(f,t){return slow(f,t/50)};';
const SEAL_ENTRY = fileURLToPath(new URL('./parts/seal-entry.ts', import.meta.url));

interface Connected {
  board: Board;
  tcp: TcpGateway;
}

async function connectBoard(scope: Scope, interpreter: string, prelude = ''): Promise<Connected> {
  const tcp = await startTcpGateway({ deviceId: DEVICE_ID, key: KEY });
  await scope.onStop(() => tcp.stop());
  const folder = await scope.folder();
  const settings = {
    ...{ device_id: DEVICE_ID, key_version: KEY.version },
    key: Buffer.from(KEY.secret).toString('hex'),
    main: { host: '127.0.0.1', port: tcp.port },
  };
  await writeBoard(folder, { interpreter, firmware: await buildFirmware(), settings, prelude });
  const board = new Board(interpreter, folder);
  await scope.onStop(() => board.cutPower());
  await board.says('link connected');
  return { board, tcp };
}

/** One press; milliseconds until its bytes came out of the socket. */
async function press({ board, tcp }: Connected): Promise<number> {
  board.output = '';
  const arrived = new Promise<number>((resolve) => {
    tcp.gateway.onUplink = ({ event }) => event.kind === 'press' && resolve(performance.now());
  });
  const from = performance.now();
  board.pressRed();
  const took = (await arrived) - from;
  await board.says('settled');
  await board.says('released');
  return took;
}

/** Timers and packets that are under way come and go: what is held for good is the least of ten looks. */
async function leastVariables(connected: Connected): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 10; look++) {
    await press(connected);
    least = Math.min(least, await connected.board.variables());
  }
  return least;
}

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
      {
        metric: 'press → bytes out of the socket, p50',
        ...{ unit: 'ms', of: 'p50', reach: atMost(MOST_PRESS_MS, 'ms') },
      },
      { metric: '… most', unit: 'ms', of: 'most' },
    ],
    prepare: async (outer) => ({
      ours: () =>
        inScope(outer, async (scope) => {
          const connected = await connectBoard(scope, interpreter);
          const took: number[] = [];
          for (let index = 0; index < (quick ? 3 : 20); index++) took.push(await press(connected));
          const variables = await connected.board.variables();
          return { variables, p50: percentile(took, 0.5), most: Math.max(...took) };
        }),
    }),
  };
}

export function boardEndurance({ interpreter, quick }: OnInterpreter): Measurement {
  const times = quick ? 20 : 10_000;
  return {
    title: 'long life',
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: `variables more after ${times.toLocaleString('en-US')} presses`,
        ...{ unit: '', of: 'presses', reach: atMost(NOISE, '') },
      },
      {
        metric: `variables more after ${times.toLocaleString('en-US')} reconnects`,
        ...{ unit: '', of: 'reconnects', reach: atMost(NOISE, '') },
      },
    ],
    prepare: async (outer) => ({
      ours: () =>
        inScope(outer, async (scope) => {
          const connected = await connectBoard(scope, interpreter, FAST);
          const { board, tcp } = connected;
          const before = await leastVariables(connected);
          for (let index = 0; index < times; index++) await press(connected);
          const pressed = await leastVariables(connected);
          for (let index = 0; index < times; index++) {
            board.output = '';
            tcp.cut();
            await board.says('link connected');
          }
          const reconnected = await leastVariables(connected);
          return { presses: pressed - before, reconnects: reconnected - pressed };
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
