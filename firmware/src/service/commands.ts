// What the gateway may order: each command_id at most once, over restarts too; a repeated one is only answered again.
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import {
  type Action,
  type Command,
  OUTCOME_DONE,
  OUTCOME_FAILED,
  OUTCOME_UNSUPPORTED,
} from '#protocol/messages.ts';
import { COMMANDS_KEPT, type FlashLog } from '../core/flash-log.ts';
import { RECORD_COMMAND } from '../core/flash-record.ts';
import type { Instructed } from '../core/service.ts';
import { remember } from './remember.ts';
import { rotate } from './rotation.ts';
import { BUSY, OK, selfTest } from './self-test.ts';

/** Nobody looks for a button longer, in seconds. */
const MAX_LOCATE_S = 600;

/** Carries out a command, unless that was done before, and reports what became of it. */
export function obey(device: Instructed, command: Command): void {
  const id = command.commandId;
  if (isWaiting(device, id)) return;
  const known = knownOutcome(device.log, id);
  if (known !== 0) answer(device, id, known, '');
  else if (isForgotten(device.log, id)) answer(device, id, OUTCOME_FAILED, 'command_id is too old');
  else if (command.action.kind === 'rotate_key') {
    // Recognises its own command_id, so that it may be recorded after it is done.
    const problem = rotate(device, id, command.action.keyVersion, command.action.nonce);
    const outcome = problem === '' ? OUTCOME_DONE : OUTCOME_FAILED;
    record(device.log, id, outcome);
    answer(device, id, outcome, problem);
  } else if (command.action.kind === 'reboot') reboot(device, id);
  else if (command.action.kind === 'self_test') test(device, id);
  else {
    // Recorded first: a power cut may keep it from being done, but never has it done twice.
    const outcome = outcomeOf(command.action);
    record(device.log, id, outcome);
    if (command.action.kind === 'locate') locate(device, command.action.seconds);
    answer(device, id, outcome, '');
  }
}

function outcomeOf(action: Action): number {
  return action.kind === 'locate' ? OUTCOME_DONE : OUTCOME_UNSUPPORTED;
}

function locate(device: Instructed, seconds: number): void {
  const limited = seconds > MAX_LOCATE_S ? MAX_LOCATE_S : seconds;
  device.orders.locateUntil = device.hal.now() + limited * 1000;
}

/** Not recorded first: that it starts again after a power cut in this moment harms nobody, for it shows. */
function test(device: Instructed, id: number): void {
  const detail = selfTest(device);
  const outcome = detail === OK ? OUTCOME_DONE : OUTCOME_FAILED;
  record(device.log, id, outcome);
  answer(device, id, outcome, detail);
}

/** Not while a press waits, and not when it would be done again after the restart. */
function reboot(device: Instructed, id: number): void {
  let problem = device.pending() === PENDING_NOTHING ? '' : BUSY;
  const isRecorded = record(device.log, id, problem === '' ? OUTCOME_DONE : OUTCOME_FAILED);
  if (!isRecorded && problem === '') problem = 'flash does not work';
  const outcome = problem === '' ? OUTCOME_DONE : OUTCOME_FAILED;
  const result = answer(device, id, outcome, problem);
  if (problem === '') device.orders.planRestart(result);
}

function answer(device: Instructed, id: number, outcome: number, detail: string) {
  return device.report({
    kind: 'command_result',
    commandId: id,
    outcome: outcome,
    detail: detail,
  });
}

/** Its result is in the outbox: that is answer enough. */
function isWaiting(device: Instructed, id: number): boolean {
  const rows = device.outbox.rows;
  for (let i = 0; i < rows.depth; i++) {
    const event = rows.event(rows.order[i] as number);
    if (event.kind === 'command_result' && event.commandId === id) return true;
  }
  return false;
}

/** 0 when this command isn't among the last ones. */
function knownOutcome(log: FlashLog, id: number): number {
  for (let i = 0; i < COMMANDS_KEPT; i++) {
    if (log.commandIds[i] === id) return log.outcomes[i] as number;
  }
  return 0;
}

/** It is older than all that are remembered: whether it was carried out is not known any more. */
function isForgotten(log: FlashLog, id: number): boolean {
  for (let i = 0; i < COMMANDS_KEPT; i++) {
    const known = log.commandIds[i] as number;
    if (known === 0 || known < id) return false;
  }
  return true;
}

/** False when flash doesn't take it: then it is remembered until the next restart. */
function record(log: FlashLog, id: number, outcome: number): boolean {
  remember(log, id, outcome);
  return log.append(log.record(RECORD_COMMAND, outcome, 0, id, 0));
}
