// What the gateway may order: locate, self-test and reboot. Everything else is answered as unsupported, for now.
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import {
  type Action,
  type Command,
  OUTCOME_DONE,
  OUTCOME_FAILED,
  OUTCOME_UNSUPPORTED,
} from '#protocol/messages.ts';
import type { Instructed } from '../core/service.ts';
import { BUSY, OK, selfTest } from './self-test.ts';

/** Nobody looks for a button longer, in seconds. */
const LONGEST_LOCATE_S = 600;

/** Carries out a command and reports what became of it. */
export function obey(device: Instructed, command: Command): void {
  let outcome = carryOut(device, command.action);
  let detail = outcome === OUTCOME_FAILED ? BUSY : '';
  if (command.action.kind === 'self_test') {
    detail = selfTest(device);
    outcome = detail === OK ? OUTCOME_DONE : OUTCOME_FAILED;
  }
  const result = device.report({
    kind: 'command_result',
    commandId: command.commandId,
    outcome: outcome,
    detail: detail,
  });
  if (command.action.kind === 'reboot' && outcome === OUTCOME_DONE) {
    device.orders.planRestart(result);
  }
}

function carryOut(device: Instructed, action: Action): number {
  if (action.kind === 'locate') {
    const seconds = action.seconds > LONGEST_LOCATE_S ? LONGEST_LOCATE_S : action.seconds;
    device.orders.locateUntil = device.hal.now() + seconds * 1000;
    return OUTCOME_DONE;
  }
  if (action.kind !== 'reboot') return OUTCOME_UNSUPPORTED;
  return device.pending() === PENDING_NOTHING ? OUTCOME_DONE : OUTCOME_FAILED;
}
