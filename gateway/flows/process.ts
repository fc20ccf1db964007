// One process of the flows: forked with nothing of the gateway's, watched, and killed when it must be.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { GatewayErrorCode } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import { environmentOfChild, giveWay } from '../system/child-process.ts';
import { Liveness } from '../system/liveness.ts';
import { endOrphans, watchFor } from '../system/orphans.ts';
import { Allowance } from './allowance.ts';
import { FlowChannel } from './channel.ts';
import type { FromChild } from './messages.ts';

export type FlowCode = Extract<GatewayErrorCode, `FLOW_${string}`>;

export interface FlowProcessDeps {
  /** The one folder in which it may write. It is there. */
  folder: string;
  heapMb: number;
  /** Without an answer to a ping for so long it is killed; milliseconds. */
  unresponsiveMs: number;
  clock: Clock;
  onMessage(message: FromChild): void;
  /** Once; `undefined` when it was stopped. */
  onEnd(code: FlowCode | undefined): void;
}

const ENTRY = fileURLToPath(new URL('./child/main.cjs', import.meta.url));

/** When memory is short it is the first to go. */
const OOM_SCORE = 1_000;

/** Node-RED alone needs a second or two, on a busy machine many. */
const START_MS = 60_000;
const STOP_MS = 3_000;
/** Beside the heap: code, buffers, stacks. Node-RED alone has 60 to 100. */
const BESIDE_HEAP_MB = 300;

/** What a flow may say by itself, beside what it says of deliveries. */
const MESSAGES = { perSecond: 1_000, burst: 2_000 };
const BYTES = { perSecond: 4 << 20, burst: 8 << 20 };

export class FlowProcess {
  readonly line: FlowChannel;
  readonly #deps: FlowProcessDeps;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #endedBy: FlowCode | undefined;
  #isStopping = false;
  readonly #liveness: Liveness;
  #complaint = '';
  #endShell: () => void = () => {};

  /** `nodeRed` is the folder of `nodeRedFolder`. */
  constructor(nodeRed: string, deps: FlowProcessDeps) {
    this.#deps = deps;
    const { clock } = deps;
    this.#child = spawn(process.execPath, argumentsOf(nodeRed, deps), {
      cwd: deps.folder,
      env: environmentOfChild(),
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
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
    this.#child.once('error', () => this.#end('FLOW_CRASHED'));
    this.#child.once('exit', (_code, signal) => {
      this.#endShell();
      this.#exited(signal);
    });
    // What it prints may name residents: only the words of a full heap are looked for, in the last of it.
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#complaint = (this.#complaint + bytes.toString('latin1')).slice(-4_096);
    });
    this.line = new FlowChannel({
      socket: lineTo(this.#child),
      messages: new Allowance(MESSAGES, clock),
      bytes: new Allowance(BYTES, clock),
      onMessage: (message) => this.#heard(message),
      onFlood: () => this.kill('FLOW_FLOODS'),
    });
    this.#liveness = new Liveness({
      clock,
      startMs: START_MS,
      silentMs: deps.unresponsiveMs,
      beat: (isReady) => {
        if (isReady) this.line.tell({ tell: 'ping' });
        void this.#weigh();
      },
      onSilent: (isReady) => this.kill(isReady ? 'FLOW_SPINS' : 'FLOW_SILENT'),
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  kill(code: FlowCode): void {
    this.#endedBy ??= code;
    this.#child.kill('SIGKILL');
  }

  /** Lets it close what it has open; then there is no more of it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.line.tell({ tell: 'stop' });
    const cancel = this.#deps.clock.after(STOP_MS, () => this.#child.kill('SIGKILL'));
    await this.#ended;
    cancel();
  }

  #heard(message: FromChild): void {
    this.#liveness.heard();
    if (message.tell === 'ready') this.#liveness.ready();
    this.#deps.onMessage(message);
  }

  /** Buffers lie outside of the heap, which V8 limits. Only Linux tells. */
  async #weigh(): Promise<void> {
    const statm = await readFile(`/proc/${this.pid}/statm`, 'utf8').catch(() => '');
    const [, pages = '0'] = statm.split(' ');
    if ((Number(pages) * 4_096) / (1 << 20) > this.#deps.heapMb + BESIDE_HEAP_MB) {
      this.kill('FLOW_HEAP');
    }
  }

  #exited(signal: NodeJS.Signals | null): void {
    const isFull = signal === 'SIGABRT' || /heap out of memory/i.test(this.#complaint);
    this.#end(isFull ? 'FLOW_HEAP' : 'FLOW_CRASHED');
  }

  #end(code: FlowCode): void {
    this.#liveness.stop();
    this.line.close();
    this.#deps.onEnd(this.#isStopping ? undefined : (this.#endedBy ?? code));
  }
}

/** A process that could not be started, because no file can be opened any more, has no line; it says so in a moment. */
function lineTo(child: ChildProcess): Duplex {
  const stdio = child.stdio as ChildProcess['stdio'] | undefined;
  return (stdio?.[3] as Duplex | undefined) ?? new Duplex({ read() {}, write() {} });
}

/** Node's permission model: it reads its own code and its folder, writes there, and starts no process. */
function argumentsOf(nodeRed: string, { folder, heapMb }: FlowProcessDeps): string[] {
  const isStable = process.allowedNodeEnvironmentFlags.has('--permission');
  const readable = [...packageFolders(nodeRed), dirname(dirname(ENTRY)), folder];
  return [
    isStable ? '--permission' : '--experimental-permission',
    ...readable.map((path) => `--allow-fs-read=${realpathSync(path)}/`),
    writableOnly(folder),
    `--max-old-space-size=${heapMb}`,
    ENTRY,
  ];
}

/** By this word of its command line a process of the flows is known to be one of this folder. */
function writableOnly(folder: string): string {
  return `--allow-fs-write=${realpathSync(folder)}/`;
}

/** Ends what a former gateway on this folder left. */
export function endFormer(folder: string): Promise<void> {
  return endOrphans(join(sep, 'flows', 'child', basename(ENTRY)), writableOnly(folder));
}

/** Every `node_modules` in which what node-red needs can be. */
function packageFolders(nodeRed: string): string[] {
  const folders: string[] = [];
  for (let at = realpathSync(nodeRed); at !== dirname(at); at = dirname(at)) {
    const folder = basename(at) === 'node_modules' ? at : join(at, 'node_modules');
    if (existsSync(folder) && !folders.includes(folder)) folders.push(folder);
  }
  return folders;
}
