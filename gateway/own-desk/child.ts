// The process of the gateway's own desk: hears how to start, says how it goes, and ends with its gateway.

import type { HomeLight } from '../desk/light-shapes.ts';
import type { RunningDesk } from '../desk/run.ts';
import { GatewayError } from '../domain/errors.ts';
import type { Log } from '../domain/ports/log.ts';
import { reasonOf } from '../domain/reason.ts';
import { systemClock } from '../system/clock.ts';
import { keepHeapSmall } from '../system/small-heap.ts';
import { withDeskLibrary } from './library.ts';
import type { DeskStart, FromDesk, LoginRole, ToDesk } from './messages.ts';

let running: Promise<RunningDesk> | undefined;

function tell(message: FromDesk): void {
  // The gateway may be gone: then so is this process in a moment.
  if (process.connected) process.send?.(message, () => {});
}

/** In the log of the gateway: two processes that write to one file would cut each other's lines. */
const logTo =
  (level: keyof Log) =>
  (fields: object, message: string): void =>
    tell({ tell: 'log', level, fields: plain(fields), message });

const log: Log = { info: logTo('info'), warn: logTo('warn'), error: logTo('error') };

/** An error goes by what it says, as in every log. */
function plain(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? reasonOf(value) : value,
    ]),
  );
}

async function start(of: DeskStart): Promise<RunningDesk> {
  keepHeapSmall();
  const { startDesk } = await withDeskLibrary(() => import('../desk/run.ts'));
  return await startDesk({ ...of, clock: systemClock, log });
}

async function begin(of: DeskStart): Promise<void> {
  try {
    running = start(of);
    const { port } = await running;
    tell({ tell: 'ready', port });
  } catch (error) {
    running = undefined;
    const isKnown = error instanceof GatewayError;
    const code = isKnown ? error.code : 'DESK_FAILED';
    const detail = isKnown ? error.detail.en : reasonOf(error);
    if (process.connected) process.send?.({ tell: 'failed', code, detail }, () => process.exit(1));
    else process.exit(1);
  }
}

async function login(id: number, name: string, role: LoginRole): Promise<void> {
  const token = await running?.then((desk) => desk.oneTimeLogin(name, role)).catch(() => undefined);
  tell({ tell: 'login', id, token });
}

async function showLights(lights: readonly HomeLight[]): Promise<void> {
  const desk = await running?.catch(() => undefined);
  desk?.showLights(lights);
}

async function end(): Promise<void> {
  const desk = await running?.catch(() => undefined);
  await desk?.stop().catch(() => {});
  process.exit(0);
}

process.on('message', (message: ToDesk) => {
  switch (message.tell) {
    case 'start':
      void begin(message.start);
      break;
    case 'ping':
      tell({ tell: 'pong' });
      break;
    case 'login':
      void login(message.id, message.name, message.role);
      break;
    case 'lights':
      void showLights(message.lights);
      break;
    case 'stop':
      void end();
  }
});
process.on('disconnect', () => void end());
// Ctrl-C in a terminal goes to every process in it: this one ends when the gateway says so, after the last event.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
