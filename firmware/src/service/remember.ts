// The commands that came last, in memory: a gateway repeats one until it has the result.
import type { FlashLog } from '../core/flash-log.ts';

export const COMMANDS_KEPT = 8;

/** command_id and outcome, two numbers each. */
export function remember(log: FlashLog, commandId: number, outcome: number): void {
  log.commands.push(commandId, outcome);
  if (log.commands.length > COMMANDS_KEPT * 2) log.commands.splice(0, 2);
}
