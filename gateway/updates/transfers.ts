// The talks with devices that get an image: ask, send a chunk at a time, ask again when nothing is heard, and wait when it is no good moment.

import { imageIdOf } from '#protocol/device/update.ts';
import {
  type Boot,
  type Mains,
  UPDATE_CHUNK_BYTES,
  UPDATE_REFUSED,
  UPDATE_WANTED,
  type UpdateOffer,
  type UpdateStatus,
  type UpdateStep,
} from '#protocol/messages.ts';
import { updateMac } from '#protocol/seal.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceLine } from '../domain/ports/downlink.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Now } from '../domain/supervision/device-state.ts';
import type { DeviceProgress } from '../domain/updates/progress.ts';
import type { Rollout } from '../domain/updates/rollout.ts';
import { Agenda } from '../system/agenda.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Devices that are sent something, or restart, at the same time, at most. */
export const MAX_AT_ONCE = 200;
/** Between two chunks for one device: 384 bytes a second. */
export const CHUNK_EVERY_MS = SECOND;
/** An answer that takes longer was lost, or the question was. */
export const ANSWER_WITHIN_MS = 10 * SECOND;
/** A device that can't go on now is asked again so often; and one that restarts. */
export const AGAIN_AFTER_MS = 30 * SECOND;
/** One that the gateway itself lets alone is looked at again so often: that asks nobody anything. */
export const HELD_AGAIN_MS = 5 * SECOND;
/** One that runs the image and proves itself is soon done. */
const TRIAL_AGAIN_MS = 10 * SECOND;
/** Questions in a row without an answer. The keepalive is shorter than that: the line is there. */
export const MAX_UNANSWERED = 12;
/** One that has answered before, and doesn't now. */
const SILENT_AGAIN_MS = 10 * MINUTE;
/** Times in a row that a device is sent what it was sent already. More than a bad line or a restart ever needs. */
export const MAX_REPEATS = 100;
/** Between two devices that restart: a street must not be deaf all at once. */
export const RESTART_EVERY_MS = SECOND;
/** After a power cut: the next may follow soon, and batteries are low. */
export const AFTER_POWER_MS = 60 * MINUTE;

/** BootCause and MainsState of callbutton.proto. */
const BOOT_POWER_ON = 1;
const BOOT_BROWNOUT = 4;
const MAINS_RESTORED = 2;

/** What is sent, and to whom. */
export interface TransferJob {
  rollout: Rollout;
  sha256: Uint8Array;
  boards: readonly string[];
  payload: Uint8Array;
}

export interface TransfersDeps {
  line: DeviceLine;
  clock: Clock;
  log: Log;
  /** Somebody in this home waits for help. */
  isCalling: (deviceId: string) => boolean;
  /** Undefined: nobody knows. */
  isOnMains: (deviceId: string) => boolean | undefined;
  /** A device has come to another step, or says something else. */
  changed: (device: DeviceProgress) => void;
}

/** What is said with one device on one connection; moments are monotonic. */
interface Talk {
  /** The step that was sent last, and when. */
  sent: UpdateStep['kind'];
  sentAt: number;
  /** Of the chunk that was sent last. */
  offset: number;
  chunkAt: number;
  isAwaiting: boolean;
  unanswered: number;
  /** Which of the image's boards is tried. */
  board: number;
  /** What to do next, when nothing is awaited, and when. */
  next: 'ask' | 'send';
  nextAt: number;
  /** Of the payload: what the device wants next. */
  wanted: number;
  /** When it may be sent what makes it restart. */
  restartAt: number | undefined;
}

export class Transfers {
  readonly #deps: TransfersDeps;
  readonly #agenda: Agenda;
  readonly #listening = new Set<string>();
  readonly #talks = new Map<string, Talk>();
  /** Devices whose turn comes when others are through, in the order in which they asked for it. */
  readonly #queue = new Set<string>();
  /** Until when a device is let alone after a power cut, monotonic, the oldest first. */
  readonly #powered = new Map<string, number>();
  /** That answered an update at least once while this gateway runs: they know what it is. */
  readonly #capable = new Set<string>();
  /** How far each device has come, in bytes, and how often it was sent something since that brought it no further. */
  readonly #furthest = new Map<string, { offset: number; repeats: number }>();
  #job: TransferJob | undefined;
  #nextRestart = Number.NEGATIVE_INFINITY;

  constructor(deps: TransfersDeps) {
    this.#deps = deps;
    this.#agenda = new Agenda(deps.clock, (deviceId) => this.#look(deviceId));
  }

  stop(): void {
    this.#agenda.stop();
  }

  /** From now on this one. Undefined: none, and whoever is talked with hears nothing more. */
  take(job: TransferJob | undefined): void {
    this.#job = job;
    this.#talks.clear();
    this.#queue.clear();
    this.#furthest.clear();
    this.review();
  }

  /** The rollout has come to another stage or state: who may be sent something, and who not any more? */
  review(): void {
    const rollout = this.#job?.rollout;
    if (rollout === undefined) return;
    for (const [deviceId] of this.#talks) {
      const device = rollout.device(deviceId);
      if (device && !rollout.mayGet(device) && !rollout.isAsked(device)) this.#drop(deviceId);
    }
    for (const deviceId of this.#listening) {
      if (this.#isConcerned(deviceId)) this.#agenda.soon(deviceId);
    }
  }

  /** Whether it could be sent something at this moment. */
  isThere(deviceId: string): boolean {
    return this.#listening.has(deviceId) && this.#heldBy(deviceId) === undefined;
  }

  /** Devices that are talked with. */
  get underWay(): number {
    return this.#talks.size;
  }

  joined(deviceId: string): void {
    this.#listening.add(deviceId);
    // On a new connection nothing of the old one is awaited.
    this.#talks.delete(deviceId);
    if (this.#isConcerned(deviceId)) this.#agenda.soon(deviceId);
  }

  left(deviceId: string): void {
    this.#listening.delete(deviceId);
    this.#queue.delete(deviceId);
    if (this.#talks.has(deviceId)) this.#drop(deviceId);
    this.#interrupt(deviceId, 'away');
  }

  /** The power came back, or the device started because it did. */
  powered(deviceId: string, event: Boot | Mains, ageMs: number): void {
    const isCut =
      event.kind === 'boot'
        ? event.cause === BOOT_POWER_ON || event.cause === BOOT_BROWNOUT
        : event.state === MAINS_RESTORED;
    if (!isCut) return;
    const now = this.#deps.clock.monotonic();
    for (const [id, until] of this.#powered) {
      if (until > now) break;
      this.#powered.delete(id);
    }
    const until = now - ageMs + AFTER_POWER_MS;
    if (until <= Math.max(this.#powered.get(deviceId) ?? 0, now)) return;
    this.#powered.delete(deviceId);
    this.#powered.set(deviceId, until);
  }

  /** A device says how it stands. */
  answered(deviceId: string, status: UpdateStatus): void {
    const job = this.#job;
    const device = job?.rollout.device(deviceId);
    if (job === undefined || device === undefined) return;
    this.#capable.add(deviceId);
    if (status.image !== imageIdOf(job.sha256)) return;
    const talk = this.#talks.get(deviceId);
    if (talk === undefined) {
      // Late news of a question of before: they count when it is still asked, and nothing is sent for them.
      if (job.rollout.isAsked(device)) this.#report(job, device, status);
      return;
    }
    if (isStale(talk, status)) return;
    talk.isAwaiting = false;
    talk.unanswered = 0;
    const isOtherBoard = status.state === UPDATE_REFUSED && status.detail === 'board';
    if (isOtherBoard && talk.board + 1 < job.boards.length) {
      talk.board++;
      this.#plan(deviceId, talk, 'ask', 0);
      return;
    }
    talk.wanted = status.state === UPDATE_WANTED ? status.next : talk.wanted;
    this.#report(job, device, status);
    this.#goOn(job, device);
  }

  #report({ rollout }: TransferJob, device: DeviceProgress, status: UpdateStatus): void {
    if (rollout.report(device.deviceId, status, this.#now())) this.#deps.changed(device);
  }

  /** After its news: what is next for it? */
  #goOn({ rollout }: TransferJob, device: DeviceProgress): void {
    const { deviceId, step } = device;
    // Its news may have stopped the rollout, and ended this talk by that.
    const talk = this.#talks.get(deviceId);
    if (talk === undefined) return;
    const { clock } = this.#deps;
    if (step === 'sending' && rollout.mayGet(device)) {
      this.#plan(deviceId, talk, 'send', talk.chunkAt + CHUNK_EVERY_MS - clock.monotonic());
    } else if (rollout.isAsked(device)) {
      this.#plan(deviceId, talk, 'ask', step === 'trial' ? TRIAL_AGAIN_MS : AGAIN_AFTER_MS);
    } else {
      this.#drop(deviceId);
      if (rollout.mayGet(device)) this.#agenda.at(deviceId, clock.monotonic() + AGAIN_AFTER_MS);
    }
  }

  #isConcerned(deviceId: string): boolean {
    const rollout = this.#job?.rollout;
    const device = rollout?.device(deviceId);
    return rollout !== undefined && device !== undefined && this.#mayTalk(rollout, device);
  }

  #mayTalk(rollout: Rollout, device: DeviceProgress): boolean {
    return rollout.mayGet(device) || rollout.isAsked(device);
  }

  #look(deviceId: string): void {
    const job = this.#job;
    const device = job?.rollout.device(deviceId);
    if (job === undefined || device === undefined || !this.#listening.has(deviceId)) return;
    if (!this.#mayTalk(job.rollout, device)) return;
    const talk = this.#talks.get(deviceId);
    if (talk === undefined) {
      this.#begin(job, device);
      return;
    }
    const now = this.#deps.clock.monotonic();
    const dueAt = talk.isAwaiting ? talk.sentAt + ANSWER_WITHIN_MS : talk.nextAt;
    if (now < dueAt) this.#agenda.at(deviceId, dueAt);
    else if (talk.isAwaiting) this.#unheard(job, device, talk);
    else if (this.#isHeld(job, device)) this.#hold(deviceId);
    else if (talk.next === 'ask') this.#ask(job, device, talk);
    else this.#send(job, deviceId, talk);
  }

  #begin(job: TransferJob, device: DeviceProgress): void {
    const { deviceId } = device;
    if (this.#isHeld(job, device)) {
      this.#hold(deviceId);
      return;
    }
    if (!this.#hasTurn(job, device)) {
      this.#queue.add(deviceId);
      return;
    }
    this.#queue.delete(deviceId);
    const talk: Talk = {
      sent: 'offer',
      sentAt: 0,
      offset: -1,
      chunkAt: Number.NEGATIVE_INFINITY,
      isAwaiting: false,
      unanswered: 0,
      board: 0,
      next: 'ask',
      nextAt: 0,
      wanted: 0,
      restartAt: undefined,
    };
    this.#talks.set(deviceId, talk);
    if (device.step === 'waiting') {
      job.rollout.offered(deviceId, this.#now());
      this.#deps.changed(device);
    }
    this.#ask(job, device, talk);
  }

  /** Those that restart into the image count too: they aren't back yet. */
  #hasTurn({ rollout }: TransferJob, device: DeviceProgress): boolean {
    if (!rollout.mayGet(device) && device.step !== 'returning') return true;
    const { sending, whole, trial } = rollout.counts();
    const isOneOfThem = device.step === 'sending';
    const others = sending + whole + trial - (isOneOfThem ? 1 : 0);
    return (device.step === 'returning' ? this.#talks.size : others) < MAX_AT_ONCE;
  }

  /** Only who is to take something, or to restart, is held: who has taken it is only asked. */
  #isHeld({ rollout }: TransferJob, device: DeviceProgress): boolean {
    // The battery is no reason to stay with what an operator wants to be left.
    if (device.step === 'returning') return this.#deps.isCalling(device.deviceId);
    return rollout.mayGet(device) && this.#heldBy(device.deviceId) !== undefined;
  }

  #heldBy(deviceId: string): string | undefined {
    const { isCalling, isOnMains, clock } = this.#deps;
    if (isCalling(deviceId)) return 'call';
    if (isOnMains(deviceId) === false) return 'battery';
    const until = this.#powered.get(deviceId);
    return until !== undefined && clock.monotonic() < until ? 'power' : undefined;
  }

  #hold(deviceId: string): void {
    const reason = this.#heldBy(deviceId) ?? '';
    this.#drop(deviceId);
    this.#queue.delete(deviceId);
    this.#interrupt(deviceId, reason);
    this.#agenda.at(deviceId, this.#freeAgainAt(deviceId, reason));
  }

  /** Thousands may be held after a power cut: to look at each every few seconds would hold up those that aren't. */
  #freeAgainAt(deviceId: string, reason: string): number {
    const now = this.#deps.clock.monotonic();
    if (reason === 'power') return this.#powered.get(deviceId) ?? now;
    return now + (reason === 'battery' ? AGAIN_AFTER_MS : HELD_AGAIN_MS);
  }

  #interrupt(deviceId: string, detail: string): void {
    const rollout = this.#job?.rollout;
    const device = rollout?.device(deviceId);
    if (device && rollout?.interrupted(deviceId, detail, this.#now())) this.#deps.changed(device);
  }

  /** No answer: the question or the answer was lost, or the device doesn't know what it is asked. */
  #unheard(job: TransferJob, device: DeviceProgress, talk: Talk): void {
    const { deviceId } = device;
    const { clock, log } = this.#deps;
    talk.unanswered++;
    if (talk.unanswered < MAX_UNANSWERED) {
      this.#ask(job, device, talk);
      return;
    }
    log.info({ device: deviceId }, 'no answer to an update');
    this.#drop(deviceId);
    if (this.#capable.has(deviceId) || !job.rollout.mayGet(device)) {
      this.#interrupt(deviceId, 'silent');
      this.#agenda.at(deviceId, clock.monotonic() + SILENT_AGAIN_MS);
      return;
    }
    job.rollout.unsupported(deviceId, this.#now());
    this.#deps.changed(device);
  }

  #ask(job: TransferJob, device: DeviceProgress, talk: Talk): void {
    const { deviceId } = device;
    if (device.step !== 'returning') {
      this.#sendStep(deviceId, talk, this.#offerOf(job, talk));
    } else if (this.#mayRestart(deviceId, talk, 'ask')) {
      this.#sendStep(deviceId, talk, { kind: 'back', image: imageIdOf(job.sha256) });
    }
  }

  /** Whether it is its turn among those that restart; else it is looked at again when it is. */
  #mayRestart(deviceId: string, talk: Talk, next: Talk['next']): boolean {
    const now = this.#deps.clock.monotonic();
    if (talk.restartAt === undefined) {
      talk.restartAt = Math.max(now, this.#nextRestart);
      this.#nextRestart = talk.restartAt + RESTART_EVERY_MS;
    }
    if (now >= talk.restartAt) return true;
    talk.isAwaiting = false;
    this.#plan(deviceId, talk, next, talk.restartAt - now);
    return false;
  }

  #offerOf({ rollout, sha256, boards, payload }: TransferJob, talk: Talk): UpdateOffer {
    const { version, older } = rollout.head;
    const board = boards[talk.board] as string;
    return { kind: 'offer', version, bytes: payload.length, sha256, older, board };
  }

  #send(job: TransferJob, deviceId: string, talk: Talk): void {
    const { payload, sha256, rollout } = job;
    const image = imageIdOf(sha256);
    const offset = talk.wanted;
    if (this.#isStuck(deviceId, Math.min(offset, payload.length))) {
      rollout.stuck(deviceId, this.#now());
      this.#drop(deviceId);
      const device = rollout.device(deviceId);
      if (device) this.#deps.changed(device);
      return;
    }
    if (offset < payload.length) {
      // A device that wants what no chunk begins with is not one that this gateway understands: it is asked again.
      const isChunk = offset % UPDATE_CHUNK_BYTES === 0;
      if (!isChunk) {
        this.#sendStep(deviceId, talk, this.#offerOf(job, talk));
        return;
      }
      talk.chunkAt = this.#deps.clock.monotonic();
      talk.offset = offset;
      const data = payload.subarray(offset, offset + UPDATE_CHUNK_BYTES);
      this.#sendStep(deviceId, talk, { kind: 'chunk', image, offset, data });
      return;
    }
    if (!this.#mayRestart(deviceId, talk, 'send')) return;
    const key = this.#deps.line.keyOf(deviceId);
    // It has just gone.
    if (key === undefined) return;
    const { version, older } = rollout.head;
    const terms = { version, bytes: payload.length, sha256, older };
    const mac = updateMac(key, deviceId, terms);
    talk.chunkAt = this.#deps.clock.monotonic();
    rollout.sentAll(deviceId);
    this.#deps.changed(rollout.device(deviceId) as DeviceProgress);
    this.#sendStep(deviceId, talk, { kind: 'finish', image, mac });
  }

  /** Whether a device wants the same again and again: it would be sent that for ever, and hold up everybody else. */
  #isStuck(deviceId: string, offset: number): boolean {
    const furthest = this.#furthest.get(deviceId);
    if (furthest === undefined || offset > furthest.offset) {
      this.#furthest.set(deviceId, { offset, repeats: 0 });
      return false;
    }
    furthest.repeats++;
    return furthest.repeats > MAX_REPEATS;
  }

  #sendStep(deviceId: string, talk: Talk, step: UpdateStep): void {
    talk.sent = step.kind;
    talk.sentAt = this.#deps.clock.monotonic();
    talk.isAwaiting = true;
    this.#deps.line.send(deviceId, { kind: 'update', step });
    this.#agenda.at(deviceId, talk.sentAt + ANSWER_WITHIN_MS);
  }

  #plan(deviceId: string, talk: Talk, next: Talk['next'], inMs: number): void {
    talk.next = next;
    talk.nextAt = this.#deps.clock.monotonic() + Math.max(inMs, 0);
    this.#agenda.at(deviceId, talk.nextAt);
  }

  /** Its talk is over, and another device has its turn. */
  #drop(deviceId: string): void {
    this.#talks.delete(deviceId);
    this.#agenda.forget(deviceId);
    const [next] = this.#queue;
    if (next === undefined) return;
    this.#queue.delete(next);
    this.#agenda.soon(next);
  }

  #now(): Now {
    const { clock } = this.#deps;
    return { utc: clock.utc(), mono: clock.monotonic() };
  }
}

/**
 * Whether an answer is one to an earlier step than the last: then the answer to the last is still to come, and what this
 * one wants was sent already. If the last was lost, nothing comes, and the device is asked.
 */
function isStale({ sent, offset, isAwaiting }: Talk, { state, next }: UpdateStatus): boolean {
  if (state !== UPDATE_WANTED) return false;
  if (!isAwaiting) return true;
  return sent === 'finish' || (sent === 'chunk' && next <= offset);
}
