// A command to one device, from the order to what became of it. Pure: times are UTC milliseconds, passed in.

import {
  type CommandResult,
  MAX_UINT32,
  OUTCOME_DONE,
  OUTCOME_UNSUPPORTED,
} from '#protocol/messages.ts';
import { backoffAfter, doubling } from '../backoff.ts';

/** The nonce of a key is kept with the keys. */
export type CommandAction =
  | { kind: 'locate'; seconds: number }
  | { kind: 'self_test' }
  | { kind: 'reboot' }
  | { kind: 'rotate_key'; keyVersion: number };

export type CommandState =
  /** On disk, and never sent. */
  | 'queued'
  /** Sent at least once: the device may have done it. */
  | 'sent'
  | 'done'
  | 'failed'
  | 'unsupported'
  /** No result within its lifetime. When it was sent, the device may have done it all the same. */
  | 'expired'
  | 'cancelled';

export interface Command {
  /** Rises with each command of the device. */
  id: number;
  action: CommandAction;
  state: CommandState;
  createdAt: number;
  sentAt?: number;
  endedAt?: number;
  /** What the device or the gateway says of its end. */
  detail?: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A beep an hour later frightens. */
const LIFETIMES: Record<CommandAction['kind'], number> = {
  locate: 10 * MINUTE,
  self_test: HOUR,
  reboot: 24 * HOUR,
  rotate_key: 24 * HOUR,
};

/** Somebody waits for help: the device must stay what it is, and its presses real. */
const HELD_DURING_A_CALL: ReadonlySet<CommandAction['kind']> = new Set([
  'self_test',
  'reboot',
  'rotate_key',
]);

/** Ends when nothing was heard for so long, milliseconds. */
export function lifetimeOf({ kind }: CommandAction): number {
  return LIFETIMES[kind];
}

export function isHeldDuringCall({ kind }: CommandAction): boolean {
  return HELD_DURING_A_CALL.has(kind);
}

export function isOpen({ state }: Command): boolean {
  return state === 'queued' || state === 'sent';
}

export const MAX_LOCATE_S = 600;

/** What is wrong with an action, in words, or undefined. */
export function faultOfAction(action: CommandAction): string | undefined {
  if (action.kind !== 'locate') return undefined;
  const { seconds } = action;
  const isGood = Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_LOCATE_S;
  return isGood ? undefined : `seconds: expected whole seconds, 1 to ${MAX_LOCATE_S}`;
}

const FIRST_ID_AT = Date.UTC(2026, 0, 1);

/**
 * The id after `last`. At least the seconds since 2026: a gateway restored from an older backup must not give
 * a command the id of one that the device has done already, for the device would leave it out.
 */
export function idAfter(last: number, now: number): number {
  const seconds = Math.floor((now - FIRST_ID_AT) / 1_000);
  return Math.min(Math.max(last + 1, seconds, 1), MAX_UINT32);
}

export function markSent(command: Command, now: number): Command {
  return command.state === 'queued' ? { ...command, state: 'sent', sentAt: now } : command;
}

/** The device has answered; also one that was given up, for late news is true. A result that is known stays. */
export function answered(
  command: Command,
  { outcome, detail }: CommandResult,
  now: number,
): Command {
  const isKnown = !isOpen(command) && command.state !== 'expired' && command.state !== 'cancelled';
  if (isKnown) return command;
  const state = stateOf(outcome);
  const isNewer = state === 'failed' && outcome !== 2;
  const text = detail.replaceAll(/[^ -~]/g, '?') || (isNewer ? `outcome ${outcome}` : '');
  return { ...command, state, endedAt: now, ...(text ? { detail: text } : {}) };
}

/** An outcome of a newer device is no success that is known. */
function stateOf(outcome: number): 'done' | 'failed' | 'unsupported' {
  if (outcome === OUTCOME_DONE) return 'done';
  return outcome === OUTCOME_UNSUPPORTED ? 'unsupported' : 'failed';
}

export function ended(
  command: Command,
  state: 'done' | 'expired' | 'cancelled',
  now: number,
  detail?: string,
): Command {
  if (!isOpen(command)) return command;
  return { ...command, state, endedAt: now, ...(detail ? { detail } : {}) };
}

const WAITS_MS = doubling(5_000, 300_000);

/** After the `sends`-th time, counted from 1, so long until the next. */
export function waitAfter(sends: number): number {
  return backoffAfter(WAITS_MS, sends);
}
