// How long each thing may take, and waiting that Ctrl-C ends. Tests give shorter times.
import { setTimeout } from 'node:timers/promises';
import { Failure } from './failure.ts';

export interface Pace {
  /** Of one attempt on the cable, and how many there are; fewer when a port is only tried. */
  answerMs: number;
  attempts: number;
  probes: number;
  /** Between two looks at the device, the gateway or a port. */
  lookMs: number;
  /** Until a pulled cable must be back. */
  replugMs: number;
  /** Until a device has restarted and answers again. */
  restartMs: number;
  /** Until the device is connected, and until a reason that doesn't pass by itself is taken for the cause. */
  linkMs: number;
  hopelessMs: number;
  /** Until a press is seen, and until the platform has accepted one that was seen. */
  pressMs: number;
  acceptMs: number;
  /** Test mode is over after so long; a little less than the device's own 5 min. */
  testMs: number;
  /** How long after that it is surely over. */
  doubtMs: number;
}

export const PACE: Pace = {
  answerMs: 1_000,
  attempts: 8,
  probes: 4,
  lookMs: 500,
  replugMs: 120_000,

  restartMs: 30_000,
  linkMs: 120_000,
  hopelessMs: 25_000,

  pressMs: 120_000,
  acceptMs: 45_000,
  testMs: 280_000,
  doubtMs: 40_000,
};

/** Rejects with INTERRUPTED when the signal comes first. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch {
    throw new Failure('INTERRUPTED');
  }
}

/** `work`, unless the signal comes first: then INTERRUPTED, and nobody waits for the work any more. */
export function unlessInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Failure('INTERRUPTED'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
