// A district of whole homes that is updated over the air while its residents press: a real gateway, real firmware, and the audit of every press.
import { setTimeout as pause } from 'node:timers/promises';
import { HostSlots } from '#firmware/host/slots.ts';
import { FIRMWARE_VERSION, standardSettings } from '#firmware/src/core/settings.ts';
import type { UpdateJson } from '#gateway/management/endpoints/updates.ts';
import { askGateway } from '#gateway/management/socket-client.ts';
import { controlPath } from '#gateway/management/socket-server.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { auditSeen, type Verdict } from '../audit/seen.ts';
import { GatewayProcess } from '../gateway-process.ts';
import type { HomeToRun } from '../generator/messages.ts';
import { VirtualHome } from '../home.ts';
import { StandInPlatform } from '../platform.ts';
import { newSecret } from '../run.ts';
import { imageFile } from './image.ts';

export interface DistrictOptions {
  homes: number;
  pressesPerSecond: number;
  /** Of each image, so that a transfer takes so many chunks; bytes. */
  imageBytes: number;
  /** How long a firmware that throws waits before it starts again, milliseconds. */
  failedPauseMs: number;
}

export interface DistrictReport extends Verdict {
  /** Pushes that no device noticed, because it was just starting. */
  unnoticed: number;
  /** Homes by the version that they run at the end. */
  versions: Record<string, number>;
}

/** A BootCause of callbutton.proto: after the power came a device is let alone for an hour. */
const BOOT_RESTART = 2;
/** What a payload has that throws when it is started. */
const THROWS = 'throw new Error("bad")';
const RED_SHARE = 0.5;
const CLOSE_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 500;
/** A district that starts, and presses that come to rest. */
const PATIENCE_MS = 120_000;

/** In a second or so instead of a minute, so that a run takes minutes. */
const QUICK = {
  redRetryFirst: 200,
  redRetryLongest: 2_000,
  idleRetryFirst: 500,
  idleRetryLongest: 5_000,
};

export class District {
  readonly #options: DistrictOptions;
  readonly #gateway = new GatewayProcess(undefined, { desk: 'off' });
  readonly #platform: StandInPlatform;
  readonly #secret = newSecret();
  #homes: VirtualHome[] = [];
  readonly #closed = new Set<string>();
  #unnoticed = 0;
  #isPressing = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(options: DistrictOptions) {
    this.#options = options;
    this.#platform = new StandInPlatform({ secret: this.#secret, answerAfterMs: () => 200 });
  }

  /** Everything is there, and every home connected. */
  async start(): Promise<void> {
    const { homes: count, imageBytes, failedPauseMs } = this.#options;
    const url = await this.#platform.start();
    const identities = await this.#gateway.identify(count);
    const records = identities.map((identity, index) => {
      const record = { index, kind: 'whole', group: 'district', powerOnAt: 0, heartbeatMs: 60_000 };
      return { ...record, ...identity } as HomeToRun;
    });
    await this.#gateway.start(records, { url, secret: this.#secret });
    this.#platform.reportTo(this.#gateway.httpUrl);
    const main = { ...this.#gateway.address, tls: false };
    const payload = Buffer.alloc(imageBytes, 'first ');
    this.#homes = records.map(({ deviceId, secret, keyVersion }) => {
      const standard = standardSettings(deviceId, secret, keyVersion, main, null);
      return new VirtualHome({
        settings: { ...standard, limits: { ...standard.limits, ...QUICK } },
        slots: HostSlots.laidOut(FIRMWARE_VERSION, payload),
        runs: (running) => !running.includes(THROWS),
        bootCause: BOOT_RESTART,
        failedPauseMs,
      });
    });
    for (const home of this.#homes) home.powerOn();
    await this.#until(() => this.#homes.every(({ isConnected }) => isConnected), PATIENCE_MS);
  }

  /** Residents press from now on, and the platform answers and closes every call. */
  press(): void {
    const everyMs = 1_000 / this.#options.pressesPerSecond;
    this.#isPressing = true;
    const push = () => {
      if (!this.#isPressing) return;
      const home = this.#homes[Math.floor(Math.random() * this.#homes.length)] as VirtualHome;
      const pressed = home.press(Math.random() < RED_SHARE ? KEY_RED : KEY_GREEN);
      if (pressed === undefined) this.#unnoticed++;
    };
    this.#timers = [
      setInterval(push, everyMs),
      setInterval(() => void this.#closeCalls(), CLOSE_EVERY_MS),
    ];
  }

  /** What can't be reported now is reported with the next. */
  async #closeCalls(): Promise<void> {
    for (const { callIds } of this.#platform.received.values()) {
      for (const callId of callIds) {
        if (this.#closed.has(callId)) continue;
        this.#closed.add(callId);
        if ((await this.#platform.report(callId, 'closed')) !== 200) this.#closed.delete(callId);
      }
    }
  }

  /** Begins to bring an image to every home. `throws`: it does as soon as it is started. */
  async update(version: string, throws = false): Promise<void> {
    const code = throws ? THROWS : `"${version}"`;
    const script = code + ' '.repeat(Math.max(this.#options.imageBytes - code.length, 0));
    const file = imageFile({ version, boards: ['host'], scripts: { main: script } });
    const by = 'simulator';
    const image = file.toString('base64');
    const { sha256 } = await askGateway(this.#socket, '/updates', 'store', { by, image });
    const scope = { all: true } as const;
    await askGateway(this.#socket, '/updates', 'begin', { by, image: sha256, scope });
  }

  /** The newest update. */
  async newest(): Promise<UpdateJson> {
    const { updates } = await askGateway(this.#socket, '/updates', 'list', {});
    return updates[0] as UpdateJson;
  }

  /** Resolves with the newest update when it is as `is` says. */
  async until(is: (update: UpdateJson) => boolean, withinMs: number): Promise<UpdateJson> {
    let newest = await this.newest();
    await this.#until(async () => {
      newest = await this.newest();
      return is(newest);
    }, withinMs).catch((error) => {
      throw new Error(`${error}: ${JSON.stringify(newest)}`);
    });
    return newest;
  }

  /** SIGKILL, and a new start. */
  async killGateway(): Promise<void> {
    await this.#gateway.killAndRestart();
  }

  /** Lets every press come to rest, and audits them. */
  async report(): Promise<DistrictReport> {
    this.#isPressing = false;
    const presses = this.#homes.flatMap((home) => home.presses);
    const areStored = () => presses.every(({ storedAt }) => storedAt !== undefined);
    await this.#until(areStored, PATIENCE_MS).catch(() => {});
    const areThere = () =>
      presses.every(({ deviceId, identity: { bootId, seq } }) =>
        this.#platform.received.has(`${deviceId}/${bootId}/${seq}`),
      );
    await this.#until(areThere, PATIENCE_MS).catch(() => {});
    const versions: Record<string, number> = {};
    for (const { version = 'none' } of this.#homes)
      versions[version] = (versions[version] ?? 0) + 1;
    const verdict = auditSeen(presses, this.#platform.received);
    return { ...verdict, unnoticed: this.#unnoticed, versions };
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    for (const home of this.#homes) home.powerOff();
    await this.#platform.stop();
    await this.#gateway.stop();
  }

  get #socket(): string {
    return controlPath({ data: this.#gateway.dataFolder });
  }

  async #until(is: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (!(await is())) {
      if (performance.now() > until) throw new Error(`not within ${withinMs / 1_000} s`);
      await pause(LOOK_EVERY_MS);
    }
  }
}
