// The desk of a torture run with its gateway, as the gateway's own process or alone beside it: started, killed, started again, read.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CallRecord } from '#gateway/desk/call-record.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { ownMasterKey, readMasterKey } from '#gateway/registry/master-key.ts';
import { NODE_ARGS, programPath } from '#gateway/system/program.ts';
import { freePort, GatewayProcess, type GatewayProgram, REAL_GATEWAY } from '../gateway-process.ts';
import type { HomeToRun } from '../generator/messages.ts';
import { newSecret } from '../run.ts';

const BIN = programPath('../../gateway/cli/bin.ts', import.meta.url);
const ACCOUNTS = programPath('./desk-accounts.ts', import.meta.url);
const READY_WITHIN_MS = 120_000;
const LOOK_MS = 50;
/** Of what no gateway has taken. */
const MAX_COUNTED = 1_000;

export const REAL_DESK: GatewayProgram = {
  command: process.execPath,
  args: [...NODE_ARGS, BIN, 'desk'],
};

export interface TorturedDeskOptions {
  /** Alone, over the public webhook and reports; otherwise the gateway starts it. */
  isAlone: boolean;
  /** Of a desk that runs alone: by default the real one. Tests put a broken one here. */
  program?: GatewayProgram;
}

export interface DeskContent {
  records: CallRecord[];
  /** Reports that no gateway has taken. */
  unsent: number;
}

export class TorturedDesk {
  readonly gateway: GatewayProcess;
  readonly #options: TorturedDeskOptions;
  readonly #port: number;
  #folder = '';
  /** Of a desk that runs alone. */
  #child: ChildProcess | undefined;
  #pid: number | undefined;
  #tellReady = () => {};
  #reportsTo = '';

  private constructor(options: TorturedDeskOptions, port: number) {
    this.#options = options;
    this.#port = port;
    const settings = options.isAlone
      ? { desk: 'off' }
      : { desk: { port }, destinations: {}, routes: {} };
    this.gateway = new GatewayProcess(REAL_GATEWAY, settings, (line) => this.#read(line));
  }

  static async make(options: TorturedDeskOptions): Promise<TorturedDesk> {
    return new TorturedDesk(options, await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Gateway and desk serve, and there are accounts of these names, when it resolves. */
  async start(homes: readonly HomeToRun[], names: readonly string[], password: string) {
    const secret = newSecret();
    if (!this.#options.isAlone) {
      const isUp = this.#nextReady();
      await this.gateway.start(homes, { url: '', secret });
      await isUp;
      await addAccounts(this.#data, names, password);
      return;
    }
    this.#folder = await mkdtemp(join(tmpdir(), 'call-button-desk-'));
    await writeFile(join(this.#folder, 'secret'), secret, { mode: 0o600 });
    await addAccounts(this.#data, names, password);
    await this.gateway.start(homes, { url: `${this.url}/v1/events`, secret });
    this.#reportsTo = `${this.gateway.httpUrl}/v1/reports`;
    await this.#spawn();
  }

  /** SIGKILL; resolves when it serves again. */
  async killDesk(): Promise<void> {
    if (this.#options.isAlone) {
      await this.#end('SIGKILL');
      await this.#spawn();
      return;
    }
    const isUp = this.#nextReady();
    process.kill(this.#pid as number, 'SIGKILL');
    await isUp;
  }

  /** SIGKILL; resolves when it serves again, and its desk too. */
  async killGateway(): Promise<void> {
    const isUp = this.#options.isAlone ? undefined : this.#nextReady();
    await this.gateway.killAndRestart();
    await isUp;
  }

  /** Whether the gateway still has open calls. */
  async hasOpenCalls(): Promise<boolean> {
    const response = await fetch(`${this.gateway.httpUrl}/metrics`);
    const counts = [...(await response.text()).matchAll(/^\w*open_calls\{[^}]*\} (\d+)$/gm)];
    return counts.length === 0 || counts.some(([, count]) => count !== '0');
  }

  /** Ends both, and reads what the desk has kept. */
  async halt(): Promise<DeskContent> {
    await this.#end('SIGTERM');
    await this.gateway.halt();
    const masterKey = (await readMasterKey(undefined, ownMasterKey(this.#data))) as Buffer;
    const store = await DeskStore.open({ folder: join(this.#data, 'desk'), masterKey });
    const rows = await store.db.selectFrom('record').selectAll().orderBy('number').execute();
    const unsent = (await store.openReports({ from: 0 }, MAX_COUNTED)).length;
    await store.close();
    const records = rows.map(({ number, call_id: callId, at, by, step, fields }) => {
      const what = { step, ...JSON.parse(fields) } as CallRecord['what'];
      return { number, callId, at, by, what };
    });
    return { records, unsent };
  }

  async stop(): Promise<void> {
    await this.#end('SIGKILL');
    await this.gateway.stop();
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  get #data(): string {
    return this.#options.isAlone ? join(this.#folder, 'data') : this.gateway.dataFolder;
  }

  #nextReady(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const late = new Error(`the desk was not ready within ${READY_WITHIN_MS / 1_000} s`);
      const timer = setTimeout(() => reject(late), READY_WITHIN_MS);
      this.#tellReady = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** A line of the gateway's log. */
  #read(line: string): void {
    if (!line.includes('"desk ready"')) return;
    this.#pid = (JSON.parse(line) as { pid: number }).pid;
    this.#tellReady();
  }

  async #spawn(): Promise<void> {
    const { command, args } = this.#options.program ?? REAL_DESK;
    const own = ['--data', this.#data, '--port', `${this.#port}`, '--reports', this.#reportsTo];
    const child = spawn(command, [...args, ...own, '--secret', join(this.#folder, 'secret')], {
      stdio: 'ignore',
      // Ctrl-C in a terminal goes to the whole group: the desk must not end before the run has.
      detached: true,
    });
    this.#child = child;
    const until = performance.now() + READY_WITHIN_MS;
    while (!(await this.#serves())) {
      if (child.exitCode !== null) throw new Error(`the desk ended with code ${child.exitCode}`);
      if (performance.now() > until) throw new Error('the desk was not ready in time');
      await pause(LOOK_MS);
    }
  }

  async #serves(): Promise<boolean> {
    const response = await fetch(`${this.url}/api/session`).catch(() => undefined);
    await response?.arrayBuffer();
    return response?.ok === true;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

async function addAccounts(data: string, names: readonly string[], password: string) {
  const args = [...NODE_ARGS, ACCOUNTS, data, password, ...names];
  await promisify(execFile)(process.execPath, args);
}
