// One process of the gateway's own desk: spawned with nothing of the gateway's, watched, and killed when it must be.
import { type ChildProcess, spawn } from 'node:child_process';
import { basename, join, sep } from 'node:path';
import type { GatewayErrorCode } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import { environmentOfChild, giveWay } from '../system/child-process.ts';
import { Liveness } from '../system/liveness.ts';
import { endOrphans, watchFor } from '../system/orphans.ts';
import { NODE_ARGS, programPath } from '../system/program.ts';
import type { DeskStart, FromDesk, ToDesk } from './messages.ts';

/** Why a desk is not there. */
export interface DeskEnd {
  code: GatewayErrorCode;
  /** Without personal data. */
  detail: string;
}

export interface DeskProcessDeps {
  start: DeskStart;
  clock: Clock;
  onMessage(message: FromDesk): void;
  /** Once; undefined when it was stopped. */
  onEnd(end: DeskEnd | undefined): void;
}

const ENTRY = programPath('./child.ts', import.meta.url);
/** The same in every version and installation, from source and compiled. */
const ENTRY_ENDS = join(sep, 'own-desk', basename(ENTRY));

/** The gateway can do without it longer than without its own memory, but people wait for it. */
const OOM_SCORE = 500;
/** Archive and figures stay far below. */
const HEAP_MB = 512;
/** A database of years, on a slow disk that another program keeps busy. */
const START_MS = 60_000;
const SILENT_MS = 20_000;
const STOP_MS = 5_000;
const MAX_COMPLAINT = 4_096;

export class DeskProcess {
  readonly #deps: DeskProcessDeps;
  readonly #child: ChildProcess;
  readonly #liveness: Liveness;
  readonly #ended: Promise<void>;
  #reason: DeskEnd | undefined;
  #complaint = '';
  #isStopping = false;
  #endShell: () => void = () => {};

  constructor(deps: DeskProcessDeps) {
    this.#deps = deps;
    const { data } = deps.start;
    const args = [...NODE_ARGS, `--max-old-space-size=${HEAP_MB}`, ENTRY, data];
    this.#child = spawn(process.execPath, args, {
      env: environmentOfChild(),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Keys are bytes.
      serialization: 'advanced',
    });
    const { pid } = this.#child;
    if (pid !== undefined) {
      giveWay(pid, OOM_SCORE);
      this.#endShell = watchFor(pid);
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', () => resolve());
      this.#child.once('error', () => resolve());
    });
    this.#child.once('error', (error) => this.#end(error.message));
    this.#child.once('exit', (code, signal) => {
      this.#endShell();
      this.#end(`${signal ?? `exit code ${code}`}${placeIn(this.#complaint)}`);
    });
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#complaint = (this.#complaint + bytes.toString('utf8')).slice(-MAX_COMPLAINT);
    });
    this.#child.on('message', (message: FromDesk) => this.#heard(message));
    this.#liveness = new Liveness({
      clock: deps.clock,
      startMs: START_MS,
      silentMs: SILENT_MS,
      beat: (isReady) => {
        if (isReady) this.tell({ tell: 'ping' });
      },
      onSilent: () => {
        this.#reason ??= { code: 'DESK_SILENT', detail: `process ${pid}` };
        this.#child.kill('SIGKILL');
      },
    });
    this.tell({ tell: 'start', start: deps.start });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  tell(message: ToDesk): void {
    // It may have ended, which its end tells.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** Lets it close what it has open; then there is no more of it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.tell({ tell: 'stop' });
    const cancel = this.#deps.clock.after(STOP_MS, () => this.#child.kill('SIGKILL'));
    await this.#ended;
    cancel();
  }

  #heard(message: FromDesk): void {
    this.#liveness.heard();
    if (message.tell === 'ready') this.#liveness.ready();
    if (message.tell === 'failed') {
      this.#reason = { code: message.code, detail: message.detail };
      return;
    }
    this.#deps.onMessage(message);
  }

  #end(how: string): void {
    this.#liveness.stop();
    const end = this.#reason ?? { code: 'DESK_CRASHED', detail: how };
    this.#deps.onEnd(this.#isStopping ? undefined : end);
  }
}

/** Where in the program it ended. What else it prints could name a resident. */
function placeIn(complaint: string): string {
  const [place] = /\bat [^\n]*:\d+:\d+\)?$/m.exec(complaint) ?? [];
  return place === undefined ? '' : ` ${place}`;
}

/** Ends what a former gateway on this folder left. */
export function endFormer(data: string): Promise<void> {
  return endOrphans(ENTRY_ENDS, data);
}
