// One generator: runs its share of homes on the timetable, breaks them as told, and tells what they saw.
import { performance } from 'node:perf_hooks';
import type { Key } from '#protocol/messages.ts';
import { randomOf } from '../scenario/random.ts';
import { Attacks } from './attack.ts';
import { type LightHome, LightHomes } from './light-homes.ts';
import type { FromGenerator, HomeToRun, Sample, ToGenerator } from './messages.ts';
import { Rate } from './rate.ts';
import { Recorder } from './recorder.ts';
import type { RunningHome } from './running-home.ts';
import { Timetable } from './timetable.ts';
import { WholeHome } from './whole-home.ts';

type Start = Extract<ToGenerator, { kind: 'start' }>;

const SAMPLE_MS = 1_000;

export class Generator {
  readonly #tell: (message: FromGenerator) => void;
  readonly #recorder: Recorder;
  readonly #homes = new Map<number, RunningHome>();
  /** Without power since a fault: the timetable of first boots doesn't switch these on. */
  readonly #cut = new Set<number>();
  readonly #chatter = new Map<number, Rate>();
  /** As seen once a second. */
  readonly #everConnected = new Set<number>();
  readonly #lightHomes: LightHomes;
  readonly #attacks: Attacks;
  readonly #switchingOn: Timetable;
  readonly #pressing: Timetable;
  #sampler: NodeJS.Timeout | undefined;

  constructor(start: Start, tell: (message: FromGenerator) => void) {
    const now = () => performance.timeOrigin + performance.now() - start.epoch;
    const { gateway, presses, seed } = start;
    this.#tell = tell;
    this.#recorder = new Recorder(now);
    const { retryLongestMs } = start;
    const limits = retryLongestMs === undefined ? {} : { idleRetryLongest: retryLongestMs };
    const random = randomOf(seed, 'light');
    // Behind each receipt what is due goes before the next: thousands may have come in this turn.
    this.#lightHomes = new LightHomes(gateway, this.#recorder, random, limits, () =>
      this.#pressing.catchUp(),
    );
    const pressing = new Set(presses.home);
    const lenders: LightHome[] = [];
    for (const home of start.homes) {
      if (home.kind === 'light') {
        const running = this.#lightHomes.add(home);
        this.#homes.set(home.index, running);
        // Those that nobody presses are borrowed first.
        if (pressing.has(home.index)) lenders.push(running);
        else lenders.unshift(running);
      } else this.#homes.set(home.index, new WholeHome(gateway, this.#recorder, home, limits));
    }
    const victims = start.homes.map(({ deviceId }) => deviceId);
    this.#attacks = new Attacks({ gateway, lenders, victims, random: randomOf(seed, 'attacks') });
    const byTime = [...start.homes].sort((a, b) => a.powerOnAt - b.powerOnAt);
    const powerOn = Float64Array.from(byTime, ({ powerOnAt }) => powerOnAt);
    this.#switchingOn = new Timetable(powerOn, now, (place) => {
      const { index } = byTime[place] as HomeToRun;
      if (!this.#cut.has(index)) this.#homes.get(index)?.setPower(true);
    });
    this.#pressing = new Timetable(presses.at, now, (place) => {
      const home = this.#homes.get(presses.home[place] as number);
      home?.press(presses.key[place] as Key, presses.at[place] as number);
    });
  }

  start(): void {
    this.#switchingOn.start();
    this.#pressing.start();
    this.#sampleLater();
    this.#tell({ kind: 'ready' });
  }

  take(message: Exclude<ToGenerator, Start | { kind: 'end' }>): void {
    switch (message.kind) {
      case 'power':
        for (const home of message.homes) this.#setPower(home, message.on);
        break;
      case 'network':
        for (const home of message.homes) this.#homes.get(home)?.setNetwork(message.up);
        break;
      case 'chatter':
        for (const home of message.homes) this.#setChatter(home, message.perSecond);
        break;
      case 'battery':
        for (const home of message.homes) {
          this.#homes.get(home)?.setBattery(message.percent, message.onMains);
        }
        break;
      case 'attack':
        this.#attacks.set(message.attack, message.perSecond);
        break;
      case 'collect':
        this.#pressing.stop();
        this.#tell({
          kind: 'ledger',
          ledger: this.#recorder.packed((home, identity) => this.#homes.get(home)!.holds(identity)),
          acceptedSeen: this.#recorder.acceptedSeen,
          ...this.#connections(),
        });
    }
  }

  /** Everything off, at once. */
  stop(): void {
    clearTimeout(this.#sampler);
    this.#switchingOn.stop();
    this.#pressing.stop();
    this.#attacks.stop();
    for (const rate of this.#chatter.values()) rate.stop();
    for (const home of this.#homes.values()) home.setPower(false);
    this.#lightHomes.stop();
  }

  #setPower(index: number, on: boolean): void {
    if (on) this.#cut.delete(index);
    else this.#cut.add(index);
    this.#homes.get(index)?.setPower(on);
  }

  #setChatter(index: number, perSecond: number): void {
    this.#chatter.get(index)?.stop();
    this.#chatter.delete(index);
    const home = this.#homes.get(index);
    if (home === undefined || perSecond === 0) return;
    this.#chatter.set(index, new Rate(perSecond, () => home.beat()).start());
  }

  /** On whole seconds of the run, so that the samples of all generators fall together. */
  #sampleLater(): void {
    const wait = SAMPLE_MS - (this.#recorder.now() % SAMPLE_MS);
    this.#sampler = setTimeout(() => {
      this.#tell({ kind: 'sample', sample: this.#sample() });
      this.#sampleLater();
    }, Math.ceil(wait));
  }

  #connections(): { connected: number[]; neverConnected: number[] } {
    const connected: number[] = [];
    const neverConnected: number[] = [];
    for (const [index, { state }] of this.#homes) {
      if (state === 'connected') connected.push(index);
      else if (state === 'connecting' && !this.#everConnected.has(index))
        neverConnected.push(index);
    }
    return { connected, neverConnected };
  }

  #sample(): Sample {
    const states = { off: 0, connecting: 0, connected: 0 };
    for (const [index, { state }] of this.#homes) {
      states[state]++;
      if (state === 'connected') this.#everConnected.add(index);
    }
    const { now } = this.#recorder;
    const memory = process.memoryUsage.rss();
    return { at: now(), ...states, ...this.#recorder.takeFigures(), memory };
  }
}
