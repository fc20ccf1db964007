// What the gateway may order: locate and reboot. Everything else is answered as unsupported, for now.
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import {
  type Action,
  type Command,
  type CommandResult,
  type Identity,
  OUTCOME_DONE,
  OUTCOME_FAILED,
  OUTCOME_UNSUPPORTED,
} from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import { isSame } from './identity.ts';

/** Nobody looks for a button longer, in seconds. */
const LONGEST_LOCATE_S = 600;

/** A reboot waits so long for the receipt of its result, in ms. */
const REBOOT_MS = 5000;

export interface CommandHandlers {
  /** What waits in the outbox: PENDING_NOTHING, PENDING_GREEN or PENDING_RED. */
  pending(): number;
  /** Puts a result in the outbox; its identity, or null when there is no room. */
  report(result: CommandResult): Identity | null;
  restart(): void;
}

export class Commands {
  hal: Hal;
  handlers: CommandHandlers;
  locateUntil: number;
  alarm: Alarm;
  rebootResult: Identity | null;

  constructor(hal: Hal, handlers: CommandHandlers) {
    this.hal = hal;
    this.handlers = handlers;
    this.locateUntil = 0;
    this.alarm = new Alarm(hal);
    this.rebootResult = null;
  }

  /** Carries out a command and reports what became of it. */
  obey(command: Command): void {
    const outcome = this.outcome(command.action);
    const result = this.handlers.report({
      kind: 'command_result',
      commandId: command.commandId,
      outcome: outcome,
      detail: outcome === OUTCOME_FAILED ? 'a press is waiting' : '',
    });
    if (command.action.kind !== 'reboot' || outcome !== OUTCOME_DONE) return;
    this.rebootResult = result;
    this.alarm.set(REBOOT_MS, () => this.restart());
  }

  outcome(action: Action): number {
    if (action.kind === 'locate') {
      const seconds = action.seconds > LONGEST_LOCATE_S ? LONGEST_LOCATE_S : action.seconds;
      this.locateUntil = this.hal.now() + seconds * 1000;
      return OUTCOME_DONE;
    }
    if (action.kind !== 'reboot') return OUTCOME_UNSUPPORTED;
    return this.handlers.pending() === PENDING_NOTHING ? OUTCOME_DONE : OUTCOME_FAILED;
  }

  settled(identity: Identity): void {
    if (this.rebootResult && isSame(this.rebootResult, identity)) this.restart();
  }

  /** Not while a press waits that came after the order: first it must get its receipt. */
  restart(): void {
    this.stop();
    if (this.handlers.pending() === PENDING_NOTHING) this.handlers.restart();
  }

  /** Forgets a reboot that is planned. */
  stop(): void {
    this.alarm.clear();
    this.rebootResult = null;
  }
}
