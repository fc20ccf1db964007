// The gateway of a torture run: its devices reach it over a line that does mischief, and it is killed all the time.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GatewayProcess } from '../gateway-process.ts';
import type { GatewayUnderTest, Identified, Platform } from '../gateway-under-test.ts';
import type { GatewayAddress, HomeToRun } from '../generator/messages.ts';
import { type Random, randomOf } from '../scenario/random.ts';
import { Killer } from './killer.ts';
import { Liar } from './lies.ts';
import { MischiefLine } from './mischief.ts';
import { cutPower } from './power-cut.ts';
import { type JournalContent, readJournal } from './read-journal.ts';

const NOTING_GATEWAY = {
  command: process.execPath,
  args: ['--import', 'tsx', fileURLToPath(new URL('./gateway.ts', import.meta.url))],
};

export interface TorturedOptions {
  kills: number;
  seed: number;
  withinMs: number;
  /** After each kill the log loses what was not synced. */
  cutsPower: boolean;
  onKill: (kills: number) => void;
}

export class TorturedGateway implements GatewayUnderTest {
  readonly name = 'own gateway, tortured';
  readonly outlivesRun = false;
  readonly #options: TorturedOptions;
  readonly #gateway: GatewayProcess;
  readonly #line: MischiefLine;
  readonly #random: Random;
  #killer: Killer | undefined;
  #liar: Liar | undefined;
  #address: GatewayAddress = { host: '', port: 0 };
  #onDeath: (error: Error) => void = () => {};
  /** When it was dead, UTC milliseconds. */
  readonly dead: { from: number; until: number }[] = [];
  /** Bytes that power cuts took. */
  cutBytes = 0;
  /** Read when the gateway has ended. */
  journal: JournalContent | undefined;

  constructor(options: TorturedOptions) {
    this.#options = options;
    this.#gateway = options.cutsPower ? new GatewayProcess(NOTING_GATEWAY) : new GatewayProcess();
    this.#random = randomOf(options.seed, 'kills');
    this.#line = new MischiefLine(() => this.#gateway.address, randomOf(options.seed, 'mischief'));
  }

  get address(): GatewayAddress {
    return this.#address;
  }

  get httpUrl(): string {
    return this.#gateway.httpUrl;
  }

  get kills(): number {
    return this.#killer?.kills ?? 0;
  }

  get mischief(): Readonly<Record<string, number>> {
    return this.#line.counts;
  }

  /** How often lies were answered, by status. */
  get lies(): ReadonlyMap<number, number> {
    return this.#liar?.answers ?? new Map();
  }

  identify(count: number): Promise<Identified[]> {
    return this.#gateway.identify(count);
  }

  recordOf(home: HomeToRun): { reference?: string } {
    return this.#gateway.recordOf(home);
  }

  async start(homes: readonly HomeToRun[], platform: Platform): Promise<void> {
    this.#address = await this.#line.start();
    await this.#gateway.start(homes, platform);
    this.#gateway.onDeath((error) => this.#onDeath(error));
    const { kills, seed, withinMs, onKill } = this.#options;
    this.#liar = new Liar({
      gateway: () => this.#gateway.httpUrl,
      secret: platform.secret,
      random: randomOf(seed, 'lies'),
      deviceId: () => homes[0]?.deviceId ?? '',
    });
    this.#liar.start();
    const killAndRestart = () => this.killAndRestart();
    const now = () => performance.now();
    this.#killer = new Killer({
      kills,
      withinMs,
      onKill,
      now,
      killAndRestart,
      random: this.#random,
    });
    this.#killer.run().catch((error) => this.#onDeath(error));
  }

  async killAndRestart(): Promise<void> {
    const time = { from: Date.now(), until: Number.POSITIVE_INFINITY };
    this.dead.push(time);
    await this.#gateway.killAndRestart(async () => {
      if (this.#options.cutsPower) await this.#cutPower();
    });
    time.until = Date.now();
  }

  refusals(): Promise<Record<string, number> | undefined> {
    return this.#gateway.refusals();
  }

  onDeath(call: (error: Error) => void): void {
    this.#onDeath = call;
  }

  async stop(): Promise<void> {
    this.#liar?.stop();
    await this.#killer?.stop();
    try {
      await this.#gateway.halt();
      this.journal = await readJournal(join(this.#gateway.dataFolder, 'journal'));
    } finally {
      await this.#gateway.stop();
      await this.#line.stop();
    }
  }

  async #cutPower(): Promise<void> {
    const { dataFolder } = this.#gateway;
    const synced = join(dataFolder, 'synced');
    this.cutBytes += await cutPower(join(dataFolder, 'journal'), synced, this.#random);
  }
}
