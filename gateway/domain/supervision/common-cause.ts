// One condition in one group: whether what befell its devices has a common cause, and the one case of it.
import type { Condition } from '../condition.ts';
import type { SupervisionOptions } from './options.ts';

/** `changed` is told at most once in this time. */
const CHANGED_EVERY_MS = 60_000;
/** When this share of all that were affected is back, the rest has a cause of its own. */
const OVER_SHARE = 0.9;
/** Later than this after the last that joined, a single device has a cause of its own; a second wave still joins. */
const JOINED_WITHIN_MS = 30 * 60_000;

export interface CommonCase {
  openedAt: number;
  lastGoodAt: number | undefined;
  changes: number;
  /** All that were ever affected. */
  members: Set<string>;
  /** Those that still are. */
  away: Set<string>;
}

/** What one step decided, in this order. */
export interface Step {
  /** Enough for a common cause: the first devices of the common case. */
  formed: readonly string[];
  /** Devices that joined the open common case. */
  joined: readonly string[];
  /** The common case looks different and nobody was told for a while. */
  isChanged: boolean;
  /** The common case, when it is over, and the devices that are still away. */
  over: CommonCase | undefined;
  left: readonly string[];
  /** Waited long enough alone: each is a case of its own. */
  own: readonly string[];
}

const NONE: readonly string[] = [];
const NOTHING: Step = {
  formed: NONE,
  joined: NONE,
  isChanged: false,
  over: undefined,
  left: NONE,
  own: NONE,
};

export class CommonCause {
  readonly group: string;
  readonly condition: Condition;
  open: CommonCase | undefined;
  /** Device and the moment when its trouble began, monotonic milliseconds, oldest first. */
  readonly #recent = new Map<string, number>();
  readonly #gathering = new Map<string, number>();
  #toldAt = Number.NEGATIVE_INFINITY;
  #joinedAt = Number.NEGATIVE_INFINITY;
  #hasNews = false;

  constructor(group: string, condition: Condition) {
    this.group = group;
    this.condition = condition;
  }

  /** A device's trouble began. It waits until a step decides. */
  began(deviceId: string, mono: number): void {
    this.#recent.set(deviceId, mono);
    this.#gathering.set(deviceId, mono);
  }

  ended(deviceId: string): void {
    this.#recent.delete(deviceId);
    this.#gathering.delete(deviceId);
    if (this.open?.away.delete(deviceId)) this.#hasNews = true;
  }

  get isIdle(): boolean {
    return this.open === undefined && this.#gathering.size === 0 && this.#recent.size === 0;
  }

  step(mono: number, groupSize: number, options: SupervisionOptions): Step {
    for (const [deviceId, at] of this.#recent) {
      if (mono - at <= options.commonWithinMs) break;
      this.#recent.delete(deviceId);
    }
    // 7 % of 100 is 7.000000000000001 in floating point.
    const share = Math.ceil(options.commonShare * groupSize - 1e-9);
    const enough = Math.max(options.commonDevices, share, 2);
    const isWave = this.#gathering.size > 0 && this.#recent.size >= enough;
    const step: Step = { ...NOTHING };
    if (this.open === undefined && isWave) {
      step.formed = this.#takeGathering();
      this.#toldAt = mono;
      this.#joinedAt = mono;
    }
    if (this.open && (isWave || mono - this.#joinedAt < JOINED_WITHIN_MS)) {
      step.joined = this.#takeGathering();
    }
    step.own = this.#takeWaited(mono - options.commonGatherMs);
    if (this.open) this.#follow(this.open, step, mono);
    return step;
  }

  #follow(open: CommonCase, step: Step, mono: number): void {
    for (const deviceId of step.joined) {
      open.members.add(deviceId);
      open.away.add(deviceId);
      this.#hasNews = true;
      this.#joinedAt = mono;
    }
    const back = open.members.size - open.away.size;
    if (open.away.size === 0 || back >= OVER_SHARE * open.members.size) {
      this.open = undefined;
      this.#hasNews = false;
      step.over = open;
      step.left = [...open.away];
    } else if (this.#hasNews && mono - this.#toldAt >= CHANGED_EVERY_MS) {
      this.#toldAt = mono;
      this.#hasNews = false;
      step.isChanged = true;
    }
  }

  #takeGathering(): readonly string[] {
    if (this.#gathering.size === 0) return NONE;
    const devices = [...this.#gathering.keys()];
    this.#gathering.clear();
    return devices;
  }

  /** Those whose trouble began at or before `until`. */
  #takeWaited(until: number): readonly string[] {
    if (this.#gathering.size === 0) return NONE;
    const waited: string[] = [];
    for (const [deviceId, at] of this.#gathering) {
      if (at > until) break;
      waited.push(deviceId);
      this.#gathering.delete(deviceId);
    }
    return waited;
  }
}
