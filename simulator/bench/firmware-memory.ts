// The memory of the smallest board: what is free on a 32-bit interpreter in each state, and whether forty reds come through.

import { MAX_DEFINITIONS } from '#firmware/build/definitions.ts';
import { buildFirmware } from '#firmware/build/firmware.ts';
import { encodeLine } from '#protocol/serial.ts';
import { measureDefinitions } from '../board/definitions.ts';
import { ConnectedBoard } from './connected-board.ts';
import type { Measurement } from './model.ts';
import { atLeast, atMost } from './reach.ts';
import { inScope, type Scope } from './scope.ts';

/** As many as the outbox holds. When all are red the newest is held back, so that a further one can be counted in it. */
const OUTBOX = 32;
const SENT = OUTBOX - 1;
/** More than the outbox holds: the newest of them share a place. */
const CROWD = 40;
/** Between two presses. The contact must come to rest, and an interpreter that is emulated is slow. */
const BETWEEN_MS = 250;
/** An emulated interpreter is some ten times slower. */
const LIMIT_MS = 120_000;
/** While the presses of the crowd are delivered, so often another one shows that the keys are alive. */
const ALIVE_EVERY_MS = 3_000;

/**
 * Looks at the free variables whenever the firmware calls what these functions replace: they stand deep in its calls,
 * where it holds most. `presses(n)` presses red n times. What the cable brings is emitted, and its answer is printed.
 */
const PRELUDE =
  'var least=9999;function look(){var f=process.memory().free;if(f<least)least=f}' +
  'var isWatched=false,sha=require("crypto").SHA256,toText=E.toString;' +
  'Modules.addCached("crypto","exports.SHA256=function(b){if(isWatched)look();return sha(b)}");' +
  'E.toString=function(b){if(isWatched)look();return toText(b)};' +
  'global.setTimeout=function(f,t){if(isWatched)look();return later(f,t)};' +
  `global.presses=function(n){if(n<1)return print("all pressed");push(12);later(presses,${BETWEEN_MS},n-1)};` +
  'Serial1.write=function(s){print("console",s)};' +
  'var taken=process.memory().usage-own;' +
  'global.tell=function(){print("least",least+taken,"free",process.memory().free+taken,"!")};';

/** Free variables now, and the least that were free at any look; what the benchmark itself takes counts as free. */
async function room({ board }: ConnectedBoard): Promise<{ free: number; least: number }> {
  board.output = '';
  board.run('tell()');
  await board.says(' !', LIMIT_MS);
  const [, least, free] = /least (\d+) free (\d+) !/.exec(board.output) ?? [];
  return { free: Number(free), least: Number(least) };
}

/** Presses red so many times, and waits until the last is done. */
async function pressMany({ board }: ConnectedBoard, times: number): Promise<void> {
  board.output = '';
  board.run(`presses(${times})`);
  await board.says('all pressed', LIMIT_MS);
}

/** Resolves when the gateway has got so many presses, counted with those that share a place. */
function arrived({ tcp }: ConnectedBoard, presses: () => number): Promise<void> {
  const counts = new Map<string, number>();
  return new Promise((resolve) => {
    tcp.gateway.onUplink = ({ event, identity }) => {
      if (event.kind !== 'press' || identity === null) return;
      counts.set(`${identity.bootId}/${identity.seq}`, event.count);
      let sum = 0;
      for (const count of counts.values()) sum += count;
      if (sum >= presses()) resolve();
    };
  });
}

async function startBoard(scope: Scope, interpreter: string): Promise<ConnectedBoard> {
  const firmware = await buildFirmware();
  const board = await ConnectedBoard.start(scope, {
    interpreter,
    firmware,
    prelude: PRELUDE,
    limitMs: LIMIT_MS,
  });
  // The receipt of the start's own event is the last that comes by itself.
  await board.board.says('settled', LIMIT_MS);
  return board;
}

function lineOf(words: readonly string[]): string {
  const line = encodeLine(words);
  if (!line.ok) throw new Error(line.error.code);
  return line.value;
}

/** Free variables while it is idle and while reds wait for the gateway. */
async function whileWaiting(scope: Scope, interpreter: string) {
  const connected = await startBoard(scope, interpreter);
  await room(connected);
  const idle = (await room(connected)).free;
  await connected.tcp.leave();
  await pressMany(connected, OUTBOX);
  await room(connected);
  const waiting = (await room(connected)).free;
  return { idle, waiting };
}

/** The least that is free while reds are sent and none receipted, the console asks, a command comes, the line breaks. */
async function worstState(scope: Scope, interpreter: string): Promise<number> {
  const connected = await startBoard(scope, interpreter);
  const { board, tcp } = connected;
  tcp.isSilent = true;
  const sent = arrived(connected, () => SENT);
  board.run('isWatched=true;');
  await pressMany(connected, OUTBOX);
  await board.within(LIMIT_MS, `${SENT} presses`, sent);
  const hello = lineOf(['hello', '1']);
  board.run(`Serial1.emit('data',${JSON.stringify(hello)})`);
  tcp.gateway.send({ kind: 'command', commandId: 1, action: { kind: 'locate', seconds: 1 } });
  await room(connected);
  const resent = arrived(connected, () => SENT);
  tcp.cut();
  await board.says('link connected', LIMIT_MS);
  tcp.gateway.send({ kind: 'command', commandId: 2, action: { kind: 'locate', seconds: 1 } });
  board.run(`Serial1.emit('data',${JSON.stringify(hello)})`);
  await board.within(LIMIT_MS, `${SENT} presses after the line broke`, resent);
  return (await room(connected)).least;
}

/** Seconds until all of a crowd of reds has come to a gateway that returns, and how many presses meanwhile went unnoticed. */
async function crowd(scope: Scope, interpreter: string) {
  const connected = await startBoard(scope, interpreter);
  const { board, tcp } = connected;
  await tcp.leave();
  await pressMany(connected, CROWD);
  board.output = '';
  const from = performance.now();
  let pressed = 0;
  // Those that show that the keys are alive count too: else one of the crowd could hide behind them.
  const all = arrived(connected, () => CROWD + pressed);
  const hand = setInterval(() => {
    board.pressRed();
    pressed++;
  }, ALIVE_EVERY_MS);
  try {
    await tcp.comeBack();
    await board.within(LIMIT_MS, `${CROWD} presses`, all);
  } finally {
    clearInterval(hand);
  }
  const seconds = (performance.now() - from) / 1_000;
  // Its contact is at rest before this one is pressed, and it is the last.
  board.run("later(function(){red();later(print,2000,'last','pressed')},1000)");
  await board.says('last pressed', LIMIT_MS);
  const noticed = board.output.match(/pressed \d/g)?.length ?? 0;
  return { seconds, unnoticed: Math.max(0, pressed + 1 - noticed) };
}

export function definitions(interpreter: string): Measurement {
  return {
    title: 'definitions',
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: 'definitions of the main script (32-bit)',
        unit: 'variables',
        of: 'definitions',
        reach: atMost(MAX_DEFINITIONS, 'variables'),
      },
    ],
    prepare: async () => ({
      ours: async () => {
        const { main } = await buildFirmware();
        return { definitions: await measureDefinitions(interpreter, main.code) };
      },
    }),
  };
}

export function waitingRoom(interpreter: string): Measurement {
  return {
    title: 'idle and waiting',
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: 'free while connected and idle (32-bit, 4,095)',
        unit: 'variables',
        of: 'idle',
        reach: atLeast(1_500, 'variables'),
      },
      {
        metric: `free while ${OUTBOX} reds wait`,
        unit: 'variables',
        of: 'waiting',
        reach: atLeast(800, 'variables'),
      },
    ],
    prepare: async (outer) => ({
      ours: () => inScope(outer, (scope) => whileWaiting(scope, interpreter)),
    }),
  };
}

export function worstRoom(interpreter: string): Measurement {
  return {
    title: 'worst state',
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: `least free: ${OUTBOX} reds without receipt, console, command, line made anew`,
        unit: 'variables',
        of: 'least',
        reach: atLeast(300, 'variables'),
      },
    ],
    prepare: async (outer) => ({
      ours: async () => ({
        least: await inScope(outer, (scope) => worstState(scope, interpreter)),
      }),
    }),
  };
}

export function returningGateway(interpreter: string): Measurement {
  return {
    title: 'gateway returns',
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: `${CROWD} reds wait and the gateway returns: all delivered after (32-bit)`,
        unit: 's',
        of: 'seconds',
        reach: atMost(30, 's'),
      },
      {
        metric: '… presses meanwhile that went unnoticed',
        unit: '',
        of: 'unnoticed',
        reach: atMost(0, ''),
      },
    ],
    prepare: async (outer) => ({
      ours: () => inScope(outer, (scope) => crowd(scope, interpreter)),
    }),
  };
}
