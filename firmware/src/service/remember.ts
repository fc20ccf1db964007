// The commands that came last, in memory: a gateway repeats one until it has the result.
import { COMMANDS_KEPT, type FlashLog } from '../core/flash-log.ts';

/** In place of the oldest. The id comes last: memory that runs out leaves no outcome with the id of another command. */
export function remember(log: FlashLog, commandId: number, outcome: number): void {
  const at = log.nextCommand;
  log.commandIds[at] = 0;
  log.outcomes[at] = outcome;
  log.commandIds[at] = commandId;
  log.nextCommand = (at + 1) % COMMANDS_KEPT;
}
