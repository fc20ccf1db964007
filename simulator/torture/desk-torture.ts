// `call-button torture --desk`: kills desk and gateway, lets browsers vanish, and follows each press to the end of its call.
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { pressId } from '#gateway/domain/press.ts';
import { systemClock } from '#gateway/system/clock.ts';
import {
  auditOffice,
  type By,
  type LitPress,
  type OfficeAccount,
  type OfficeAuditInput,
} from '../audit/office.ts';
import type { GatewayProgram } from '../gateway-process.ts';
import type { HomeToRun } from '../generator/messages.ts';
import { type SeenPress, VirtualHome } from '../home.ts';
import { DeskClient, type ToldShown, type ToldStep } from '../office/desk-client.ts';
import { VirtualOfficer } from '../office/virtual-officer.ts';
import type { Plan } from '../plan.ts';
import { type Random, randomOf } from '../scenario/random.ts';
import { Killer } from './killer.ts';
import { deskTorturePlan } from './plan.ts';
import { TorturedDesk } from './tortured-desk.ts';

export interface DeskTortureOptions {
  kills: number;
  seed: number;
  homes: number;
  /** Presses per second. */
  rate: number;
  /** The desk runs alone, and not as the gateway's own process. */
  isAlone: boolean;
  /** Of a desk that runs alone, when it is not the real one. */
  program?: GatewayProgram;
  /** One officer's browser vanishes for good: what it had rings again after half a minute. */
  losesOne: boolean;
  /** How long it may take to come to rest, milliseconds; by default long, because one that is right comes to rest by itself. */
  settleMs?: number;
  /** Aborts: no more presses and kills; it settles, and is audited. */
  signal: AbortSignal;
  onKill?: (kills: number, what: 'desk' | 'gateway') => void;
}

export interface DeskTortureResult extends OfficeAccount {
  presses: number;
  kills: number;
  vanished: number;
}

/** The last of them takes what others have, too. */
const NAMES = ['officer 1', 'officer 2', 'officer 3', 'officer 4'];
const PASSWORD = 'as long as it must be';
const VANISH_EVERY_MS = 4_000;
/** So long a browser is gone at most: shorter than what makes a call ring again. */
const VANISH_MS = 4_000;
const LOOK_MS = 250;
/** What the last report sets off in the homes. */
const CALM_MS = 1_000;

export async function tortureDesk(options: DeskTortureOptions): Promise<DeskTortureResult> {
  const { kills, seed, homes: count, rate, isAlone, program } = options;
  const plan = deskTorturePlan({ kills, seed, homes: count, rate });
  const desk = await TorturedDesk.make({ isAlone, ...(program ? { program } : {}) });
  const stack: (() => unknown)[] = [() => desk.stop()];
  try {
    const identities = await desk.gateway.identify(plan.homes.length);
    const homes = plan.homes.map((home, index): HomeToRun => {
      return { ...home, ...(identities[index] as (typeof identities)[number]) };
    });
    await desk.start(homes, NAMES, PASSWORD);
    return await new Run(plan, desk, options, stack).run(homes);
  } finally {
    for (const stop of stack.reverse()) await stop();
  }
}

class Run {
  readonly #plan: Plan;
  readonly #desk: TorturedDesk;
  readonly #options: DeskTortureOptions;
  readonly #stack: (() => unknown)[];
  readonly #shown: By<ToldShown>[] = [];
  readonly #steps: By<ToldStep>[] = [];
  readonly #lights: LitPress[] = [];
  #officers: VirtualOfficer[] = [];
  #homes: VirtualHome[] = [];
  #vanished = 0;

  constructor(
    plan: Plan,
    desk: TorturedDesk,
    options: DeskTortureOptions,
    stack: (() => unknown)[],
  ) {
    this.#plan = plan;
    this.#desk = desk;
    this.#options = options;
    this.#stack = stack;
  }

  async run(homes: readonly HomeToRun[]): Promise<DeskTortureResult> {
    this.#officers = await Promise.all(NAMES.map((name) => this.#startOfficer(name)));
    this.#homes = homes.map((home) => this.#startHome(home));
    const ending = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, ending.signal]);
    const killer = this.#makeKiller();
    const killed = killer.run();
    killed.catch(() => ending.abort());
    await Promise.all([this.#press(signal), this.#vanish(signal)]);
    if (signal.aborted) await killer.stop();
    await killed;
    const isUnsettled = await this.#settle();
    for (const officer of this.#officers) officer.stop();
    for (const home of this.#homes) home.powerOff();
    const input = { ...(await this.#desk.halt()), ...this.#seen(), isUnsettled };
    const { kills } = killer;
    const presses = input.presses.length;
    return { ...auditOffice(input), presses, kills, vanished: this.#vanished };
  }

  async #startOfficer(name: string): Promise<VirtualOfficer> {
    const random = randomOf(this.#options.seed, name);
    const officer = await VirtualOfficer.start({
      name,
      helper: 'a neighbour',
      isGrasping: name === NAMES.at(-1),
      patienceMs: () => 50 + random() * 600,
      stepMs: () => 50 + random() * 400,
      random,
      login: (listeners) =>
        DeskClient.loginAs(
          this.#desk.url,
          { name, password: PASSWORD },
          {
            ...listeners,
            onShown: (told) => this.#shown.push(Object.assign(told, { by: name })),
            onStep: (told) => this.#steps.push(Object.assign(told, { by: name })),
          },
        ),
    });
    this.#stack.push(() => officer.stop());
    return officer;
  }

  #startHome({ deviceId, secret, keyVersion, heartbeatMs }: HomeToRun): VirtualHome {
    const address = { ...this.#desk.gateway.address, tls: false };
    const settings = standardSettings(deviceId, secret, keyVersion, address, null);
    const idleRetryLongest = this.#plan.retryLongestMs ?? settings.limits.idleRetryLongest;
    const limits = { ...settings.limits, idleRetryLongest };
    const home = new VirtualHome({
      settings: { ...settings, heartbeatMs, limits },
      onLight: ({ name }, lit) => {
        if (name === 'accepted' || name === 'answered') this.#noteLight(name, lit);
      },
    });
    this.#stack.push(() => home.powerOff());
    home.powerOn();
    return home;
  }

  /** The resident takes it for the newest press of the key that the light speaks of. */
  #noteLight(pattern: LitPress['pattern'], home: VirtualHome): void {
    const newest = home.presses.findLast(({ key }) => key === home.lightKey);
    if (newest === undefined) return;
    const { deviceId, identity } = newest;
    this.#lights.push({ id: pressId({ deviceId, ...identity }), pattern, at: Date.now() });
  }

  #makeKiller(): Killer {
    const { seed, kills, onKill } = this.#options;
    const random = randomOf(seed, 'kills');
    let what: 'desk' | 'gateway' = 'desk';
    const killer = new Killer({
      kills,
      withinMs: this.#plan.durationMs,
      random,
      now: () => performance.now(),
      killAndRestart: () => {
        what = random() < 0.5 ? 'desk' : 'gateway';
        return what === 'desk' ? this.#desk.killDesk() : this.#desk.killGateway();
      },
      onKill: (done) => onKill?.(done, what),
    });
    this.#stack.push(() => killer.stop());
    return killer;
  }

  async #press(signal: AbortSignal): Promise<void> {
    const { at, home, key } = this.#plan.presses;
    const startedAt = performance.now();
    for (let row = 0; row < at.length; row++) {
      const wait = (at[row] as number) - (performance.now() - startedAt);
      if (wait > 0) await pause(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      this.#homes[home[row] as number]?.press(key[row] as 1 | 2);
    }
  }

  /** Browsers vanish without a word, in the middle of calls. */
  async #vanish(signal: AbortSignal): Promise<void> {
    const { seed, losesOne } = this.#options;
    const random: Random = randomOf(seed, 'browsers');
    const until = performance.now() + this.#plan.durationMs;
    let isOneLost = !losesOne;
    while (performance.now() < until) {
      await pause(random() * 2 * VANISH_EVERY_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const chosen = Math.floor(random() * this.#officers.length);
      const lost = isOneLost ? -1 : this.#officers.findIndex(({ isBusy }) => isBusy);
      this.#vanished += 1;
      if (lost === -1) this.#officers[chosen]?.vanish(random() * VANISH_MS);
      else {
        isOneLost = true;
        this.#officers.splice(lost, 1)[0]?.vanish(undefined);
      }
    }
  }

  /** Until every call is closed, and its home knows. Resolves with whether the gateway still has open calls. */
  async #settle(): Promise<boolean> {
    const until = performance.now() + (this.#options.settleMs ?? this.#plan.settleMs);
    while (performance.now() < until) {
      await pause(LOOK_MS);
      const isQuiet = this.#homes.every(({ presses }) =>
        presses.every((press) => press.answeredAt !== undefined || !isNewest(press, presses)),
      );
      if (isQuiet && !(await this.#desk.hasOpenCalls())) break;
    }
    const isUnsettled = await this.#desk.hasOpenCalls();
    await pause(CALM_MS);
    return isUnsettled;
  }

  /** In UTC, as the records are. */
  #seen(): Pick<OfficeAuditInput, 'presses' | 'lights' | 'shown' | 'steps'> {
    const toUtc = systemClock.utc() - performance.now();
    const utc = (at: number | undefined) => (at === undefined ? undefined : at + toUtc);
    const presses = this.#homes.flatMap((home) =>
      home.presses
        .filter(({ rejected }) => !rejected)
        .map((press) => ({
          id: pressId({ deviceId: press.deviceId, ...press.identity }),
          storedAt: utc(press.storedAt),
          acceptedAt: utc(press.acceptedAt),
          answeredAt: utc(press.answeredAt),
          isNewest: isNewest(press, home.presses),
        })),
    );
    return { presses, lights: this.#lights, shown: this.#shown, steps: this.#steps };
  }
}

/** Of its key: a button hears of no older call. */
function isNewest(press: SeenPress, presses: readonly SeenPress[]): boolean {
  return presses.findLast(({ key }) => key === press.key) === press;
}
