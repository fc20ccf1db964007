// What a rollout is, and where each of its devices stands: the types that its rules, its memory and its views share.
import type { Scope } from '../administration/settings.ts';

export const DEVICE_STEPS = [
  /** Its turn comes, or comes again: it is away, or it or the gateway waits for a better moment. */
  'waiting',
  'sending',
  /** All of it is there, and the device restarts into it. */
  'whole',
  'trial',
  'good',
  'refused',
  /** It was tried and left: this image is never offered to this device again. */
  'failed',
  /** It had all of it, and did not come back in time. */
  'lost',
  /** It has no slots, or a firmware that knows no updates. */
  'unsupported',
  /** It is not in service any more. */
  'gone',
  /** It is told to go back, and has not yet. */
  'returning',
  'returned',
  /** It was told to go back, and can not. */
  'stayed',
] as const;
export type DeviceStep = (typeof DEVICE_STEPS)[number];

export type StepCounts = Readonly<Record<DeviceStep, number>>;

export interface DeviceProgress {
  readonly deviceId: string;
  stage: number;
  step: DeviceStep;
  /** Why, as the device or the gateway says it; empty: there is nothing to say. */
  detail: string;
  /** Since when it is at this step, UTC milliseconds. */
  since: number;
  /** It was sent the last step, and has not said since that it wants more. */
  mayHaveIt: boolean;
  /** How often it had all of the image, and then not any more. */
  rounds: number;
  /** By then it must be good; monotonic. Only when it is whole or on trial. */
  deadline: number;
  /** The same however often it says that it is whole; monotonic. */
  lastDeadline: number;
}

/** Who or what stopped a rollout. */
export interface Stop {
  why: 'operator' | 'refused' | 'failed' | 'lost';
  deviceId?: string;
  detail?: string;
  /** UTC milliseconds. */
  at: number;
}

export interface RolloutHead {
  /** Rises with each rollout. */
  readonly number: number;
  /** SHA-256 of the payload, hex. */
  readonly image: string;
  readonly version: string;
  readonly older: boolean;
  readonly scope: Scope;
  /** Who began it. */
  readonly by: string;
  readonly startedAt: number;
  /** `replaced`: it was stopped, and another one has begun. */
  state: 'running' | 'stopped' | 'finished' | 'replaced';
  /** `back`: the devices that have the image are told to leave it. */
  direction: 'forward' | 'back';
  /** From 0. */
  stage: number;
  readonly stages: number;
  /** UTC milliseconds. */
  stageSince: number;
  endedAt?: number | undefined;
  stop?: Stop | undefined;
}

/** What a device says of the image. */
export interface DeviceReport {
  state: number;
  detail: string;
}

/** A device that has not begun. */
export function progressOf(deviceId: string, stage: number, since: number): DeviceProgress {
  return {
    deviceId,
    stage,
    step: 'waiting',
    detail: '',
    since,
    mayHaveIt: false,
    rounds: 0,
    deadline: Number.POSITIVE_INFINITY,
    lastDeadline: Number.POSITIVE_INFINITY,
  };
}
