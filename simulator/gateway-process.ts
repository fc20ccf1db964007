// The gateway under test, in a process of its own as an operator runs it: started, killed, started again.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { NODE_ARGS, programPath } from '#gateway/system/program.ts';
import { KEY_BYTES } from '#protocol/seal.ts';
import type { GatewayUnderTest, Identified, Platform } from './gateway-under-test.ts';
import type { GatewayAddress, HomeToRun } from './generator/messages.ts';

const BIN = programPath('../gateway/cli/bin.ts', import.meta.url);
const SECRET_VARIABLE = 'CALL_BUTTON_SIMULATOR_SECRET';
const READY_WITHIN_MS = 30_000;

/** How a gateway is run: by default the real one. Tests put a broken one here. */
export interface GatewayProgram {
  command: string;
  /** Before the gateway's own arguments. */
  args: string[];
}

export const REAL_GATEWAY: GatewayProgram = {
  command: process.execPath,
  args: [...NODE_ARGS, BIN, 'gateway'],
};

/** A port that nobody listens on at this moment; rejects when `wanted` is not one. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const referenceOf = ({ index }: HomeToRun) => `home-${index + 1}`;

export class GatewayProcess implements GatewayUnderTest {
  readonly name = 'own gateway, started for this run';
  readonly outlivesRun = false;
  readonly #program: GatewayProgram;
  readonly #settings: object;
  readonly #onLine: (line: string) => void;
  #folder = '';
  #secret = '';
  #child: ChildProcess | undefined;
  #mqttPort = 0;
  #httpPort = 0;
  #isStopping = false;
  #isReady = false;
  #onDeath: (error: Error) => void = () => {};
  /** Refusals of processes that were killed. */
  readonly #former: Record<string, number> = {};

  /** `settings`: more of the gateway's configuration file, by its keys. `onLine` hears each line of its log. */
  constructor(
    program: GatewayProgram = REAL_GATEWAY,
    settings: object = {},
    onLine: (line: string) => void = () => {},
  ) {
    this.#program = program;
    this.#settings = settings;
    this.#onLine = onLine;
  }

  get address(): GatewayAddress {
    return { host: '127.0.0.1', port: this.#mqttPort };
  }

  /** New devices with keys of their own. */
  async identify(count: number): Promise<Identified[]> {
    return Array.from({ length: count }, (_, index) => ({
      deviceId: `SIM-${String(index + 1).padStart(6, '0')}`,
      secret: randomBytes(KEY_BYTES),
      keyVersion: 1,
      firstBootId: 1,
    }));
  }

  /** The devices with their keys, for another process that is to load this gateway. */
  get devicesFile(): string {
    return join(this.#folder, 'devices.yaml');
  }

  recordOf(home: HomeToRun): { reference?: string } {
    return { reference: referenceOf(home) };
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${this.#httpPort}`;
  }

  /** Writes configuration and devices into a fresh folder, starts the gateway, and waits until it serves. */
  async start(homes: readonly HomeToRun[], platform: Platform): Promise<void> {
    this.#secret = platform.secret;
    this.#folder = await mkdtemp(join(tmpdir(), 'call-button-simulate-'));
    this.#mqttPort = await freePort();
    this.#httpPort = await freePort();
    const devices = homes.map((home) => ({
      device_id: home.deviceId,
      group: home.group,
      key_version: home.keyVersion,
      key: Buffer.from(home.secret).toString('hex'),
      home: { reference: referenceOf(home) },
    }));
    const config = {
      data: join(this.#folder, 'data'),
      devices: this.devicesFile,
      log: 'info',
      name: 'simulated',
      mqtt: { port: this.#mqttPort },
      http: { port: this.#httpPort },
      admin: 'off',
      destinations: {
        platform: { type: 'webhook', url: platform.url, secret: { env: SECRET_VARIABLE } },
      },
      routes: { red: 'platform', green: 'platform', status: 'platform' },
      ...this.#settings,
    };
    await writeFile(config.devices, stringify({ devices }), { mode: 0o600 });
    await writeFile(join(this.#folder, 'gateway.yaml'), stringify(config));
    await this.#spawn();
  }

  /** SIGKILL, and a new start on the same data, after `between` has done something to it. */
  async killAndRestart(between: () => Promise<void> = async () => {}): Promise<void> {
    await this.#keepRefusals();
    await this.#end('SIGKILL');
    await between();
    if (!this.#isStopping) await this.#spawn();
  }

  /** Where the gateway keeps its data. */
  get dataFolder(): string {
    return join(this.#folder, 'data');
  }

  /** Ends it, and keeps its data until `stop`. */
  async halt(): Promise<void> {
    this.#isStopping = true;
    await this.#end('SIGTERM');
  }

  /** Counted refusals by code, over all processes. */
  async refusals(): Promise<Record<string, number> | undefined> {
    const current = await readRefusals(this.httpUrl);
    if (current === undefined) return undefined;
    const total = { ...this.#former };
    for (const [code, count] of Object.entries(current)) total[code] = (total[code] ?? 0) + count;
    return total;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#end('SIGTERM');
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  async #spawn(): Promise<void> {
    const { command, args } = this.#program;
    const child = spawn(command, [...args, '--config', join(this.#folder, 'gateway.yaml')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C in a terminal goes to the whole group: the gateway must not end before the run has.
      detached: true,
      env: { ...process.env, [SECRET_VARIABLE]: this.#secret },
    });
    this.#child = child;
    let complaint = '';
    child.stderr?.on('data', (bytes) => {
      complaint = `${complaint}${bytes}`.slice(-2_000);
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error(
        `the gateway ended before it was ready: ${complaint.trim() || 'no reason given'}`,
      );
    });
    ended.catch(() => {});
    let giveUp: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      giveUp = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`the gateway was not ready within ${READY_WITHIN_MS / 1_000} s`));
      }, READY_WITHIN_MS);
    });
    child.once('exit', (code, by) => {
      if (this.#isReady)
        this.#onDeath(new Error(`the gateway died (${by ?? code}): ${complaint.trim()}`));
    });
    await Promise.race([this.#ready(child), ended, late]).finally(() => clearTimeout(giveUp));
    this.#isReady = true;
  }

  async #ready(child: ChildProcess): Promise<void> {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    await new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        this.#onLine(line);
        if (line.includes('"gateway ready"')) resolve();
      });
    });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    this.#isReady = false;
    child.kill(signal);
    await exited;
  }

  onDeath(call: (error: Error) => void): void {
    this.#onDeath = call;
  }

  async #keepRefusals(): Promise<void> {
    for (const [code, count] of Object.entries((await readRefusals(this.httpUrl)) ?? {})) {
      this.#former[code] = (this.#former[code] ?? 0) + count;
    }
  }
}

/** Refusal counts of a gateway's /healthz; undefined when it doesn't answer. */
export async function readRefusals(httpUrl: string): Promise<Record<string, number> | undefined> {
  try {
    const response = await fetch(`${httpUrl}/healthz`, { signal: AbortSignal.timeout(5_000) });
    const health = (await response.json()) as { refusals?: Record<string, number> };
    return health.refusals;
  } catch {
    return undefined;
  }
}
