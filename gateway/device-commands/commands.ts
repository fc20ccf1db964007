// Commands on their way: sent when the device listens, again with growing waits until it answers, given up in time.

import type { CommandResult, Command as WireCommand } from '#protocol/messages.ts';
import {
  type Command,
  type CommandAction,
  ended,
  isHeldDuringCall,
  isOpen,
  lifetimeOf,
  markSent,
  waitAfter,
} from '../domain/administration/command.ts';
import {
  MAX_OPEN,
  openCommands,
  ordered,
  withCommand,
  withResult,
} from '../domain/administration/device-book.ts';
import { elapsedSince } from '../domain/clock-guard.ts';
import { GatewayError } from '../domain/errors.ts';
import type { CommandView } from '../domain/ports/administration.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceLine } from '../domain/ports/downlink.ts';
import type { Rotation } from '../domain/ports/keys.ts';
import type { Log } from '../domain/ports/log.ts';
import { firstLineOf } from '../domain/reason.ts';
import { Agenda } from '../system/agenda.ts';
import { PAGES_AT_ONCE, type Pages } from './pages.ts';

/** While somebody waits for help it is looked again so often. */
const HELD_EVERY_MS = 5_000;
/** After a write that failed. */
const UNWRITTEN_EVERY_MS = 30_000;
/** A group that restarts all at once would be deaf all at once. */
const BETWEEN_REBOOTS_MS = 1_000;

export interface CommandsDeps {
  pages: Pages;
  line: DeviceLine;
  rotation: Rotation;
  clock: Clock;
  log: Log;
  isListening: (deviceId: string) => boolean;
  /** Somebody waits for help. */
  isCalling: (deviceId: string) => boolean;
}

/** An open command in memory; monotonic milliseconds. */
interface Live {
  deadline: number;
  nextAt: number;
  sends: number;
  isBusy: boolean;
  /** Its turn among the restarts. */
  turnAt?: number | undefined;
}

export class Commands {
  readonly #deps: CommandsDeps;
  readonly #agenda: Agenda;
  readonly #live = new Map<string, Map<number, Live>>();
  #nextReboot = Number.NEGATIVE_INFINITY;

  constructor(deps: CommandsDeps) {
    this.#deps = deps;
    this.#agenda = new Agenda(deps.clock, (deviceId) => this.#look(deviceId));
  }

  /** Takes up what was open when the gateway last ended. */
  start(): void {
    for (const [deviceId, page] of this.#deps.pages.all()) {
      for (const command of openCommands(page)) this.#take(deviceId, command);
    }
  }

  stop(): void {
    this.#agenda.stop();
  }

  /** Devices with too many open commands are left out. Errors: COMMANDS_WAITING, JOURNAL_FAILED. */
  async order(
    deviceIds: readonly string[],
    actionOf: (deviceId: string) => CommandAction,
  ): Promise<{ deviceId: string; commandId: number }[]> {
    const { pages } = this.#deps;
    const free = deviceIds.filter((id) => openCommands(pages.of(id)).length < MAX_OPEN);
    if (free.length === 0 && deviceIds.length > 0) {
      throw new GatewayError('COMMANDS_WAITING', `${deviceIds[0]}: ${MAX_OPEN} commands wait`);
    }
    const done: { deviceId: string; commandId: number }[] = [];
    for (let from = 0; from < free.length; from += PAGES_AT_ONCE) {
      done.push(...(await this.#order(free.slice(from, from + PAGES_AT_ONCE), actionOf)));
    }
    return done;
  }

  async #order(
    deviceIds: readonly string[],
    actionOf: (deviceId: string) => CommandAction,
  ): Promise<{ deviceId: string; commandId: number }[]> {
    const { pages, clock, log } = this.#deps;
    const made: { deviceId: string; command: Command }[] = [];
    try {
      await pages.change(deviceIds, (page, deviceId) => {
        const after = ordered(page, actionOf(deviceId), clock.utc());
        const command = after?.commands.at(-1);
        if (command) made.push({ deviceId, command });
        return after ?? page;
      });
    } catch (error) {
      const ids = new Map(made.map(({ deviceId, command }) => [deviceId, command.id]));
      const without = pages.change([...ids.keys()], (page, deviceId) => ({
        ...page,
        commands: page.commands.filter(({ id }) => id !== ids.get(deviceId)),
      }));
      // It fails too, and is made good with the journal.
      await without.catch(() => {});
      throw new GatewayError('JOURNAL_FAILED', `not ordered: ${firstLineOf(error)}`);
    }
    for (const { deviceId, command } of made) {
      this.#take(deviceId, command);
      this.#agenda.soon(deviceId);
      log.info({ device: deviceId, command: command.id, action: command.action.kind }, 'ordered');
    }
    return made.map(({ deviceId, command }) => ({ deviceId, commandId: command.id }));
  }

  /** Errors: NO_SUCH_COMMAND, COMMAND_NOT_QUEUED, JOURNAL_FAILED. */
  async cancel(deviceId: string, commandId: number): Promise<void> {
    const { pages, clock, log } = this.#deps;
    const command = pages.of(deviceId).commands.find(({ id }) => id === commandId);
    if (command === undefined)
      throw new GatewayError('NO_SUCH_COMMAND', `${deviceId} ${commandId}`);
    if (command.state !== 'queued') {
      throw new GatewayError('COMMAND_NOT_QUEUED', `${deviceId} ${commandId}: ${command.state}`);
    }
    this.#drop(deviceId, commandId);
    try {
      await pages.change([deviceId], (page) =>
        withCommand(page, commandId, (stored) => ended(stored, 'cancelled', clock.utc())),
      );
    } catch (error) {
      throw new GatewayError('JOURNAL_FAILED', `cancelled, but not stored: ${firstLineOf(error)}`);
    }
    log.info({ device: deviceId, command: commandId }, 'command cancelled');
  }

  /** One that was sent may have been done; it is not sent again. */
  endTests(deviceId: string): void {
    for (const { id, action } of openCommands(this.#deps.pages.of(deviceId))) {
      if (action.kind === 'self_test') this.#end(deviceId, id, 'cancelled', 'in service');
    }
  }

  /** Newest first. */
  of(deviceId: string): CommandView[] {
    const { pages } = this.#deps;
    return pages
      .of(deviceId)
      .commands.map((command) => this.#view(deviceId, command))
      .reverse();
  }

  #view(deviceId: string, command: Command): CommandView {
    const { isListening, isCalling } = this.#deps;
    const until = command.createdAt + lifetimeOf(command.action);
    if (!isOpen(command)) return { ...command, until };
    if (!isListening(deviceId)) return { ...command, until, waitsFor: 'connection' };
    const isHeld = isHeldDuringCall(command.action) && isCalling(deviceId);
    return { ...command, until, ...(isHeld ? { waitsFor: 'call' } : {}) };
  }

  /** How many are in each state in which they are open. */
  status(): Record<'queued' | 'sent', number> {
    const status = { queued: 0, sent: 0 };
    for (const deviceId of this.#live.keys()) {
      for (const { state } of openCommands(this.#deps.pages.of(deviceId))) {
        if (state === 'queued' || state === 'sent') status[state]++;
      }
    }
    return status;
  }

  /** The device listens on a new connection: everything open is sent at once. */
  joined(deviceId: string): void {
    const live = this.#live.get(deviceId);
    if (live === undefined) return;
    const now = this.#deps.clock.monotonic();
    for (const command of live.values())
      Object.assign(command, { nextAt: now, sends: 0, turnAt: undefined });
    this.#agenda.soon(deviceId);
  }

  answered(deviceId: string, result: CommandResult): void {
    const { pages, clock, log } = this.#deps;
    const { commandId, outcome } = result;
    const before = pages.of(deviceId);
    const isKnown = before.commands.some(({ id }) => id === commandId);
    log.info({ device: deviceId, command: commandId, outcome, isKnown }, 'command answered');
    this.#drop(deviceId, commandId);
    this.#write(deviceId, (page) => withResult(page, result, clock.utc()));
  }

  /** The device has connected with this key: what told it to has succeeded, whatever it answered. */
  rotated(deviceId: string, keyVersion: number): void {
    for (const { id, action } of openCommands(this.#deps.pages.of(deviceId))) {
      if (action.kind !== 'rotate_key' || action.keyVersion > keyVersion) continue;
      this.#end(deviceId, id, 'done', 'new key in use');
    }
  }

  #take(deviceId: string, command: Command): void {
    const { clock } = this.#deps;
    const now = clock.monotonic();
    const lifetime = lifetimeOf(command.action);
    // A wall clock that was set neither ends it nor makes it live longer.
    const left = Math.max(lifetime - elapsedSince(command.createdAt, clock.utc()), 0);
    const live = this.#live.get(deviceId) ?? new Map<number, Live>();
    live.set(command.id, { deadline: now + left, nextAt: now, sends: 0, isBusy: false });
    this.#live.set(deviceId, live);
    this.#agenda.at(deviceId, now + left);
  }

  #drop(deviceId: string, commandId: number): void {
    const live = this.#live.get(deviceId);
    live?.delete(commandId);
    if (live?.size === 0) this.#live.delete(deviceId);
  }

  #look(deviceId: string): void {
    const { pages, clock, isListening } = this.#deps;
    const now = clock.monotonic();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const command of openCommands(pages.of(deviceId))) {
      // What is being written has none yet.
      const live = this.#live.get(deviceId)?.get(command.id);
      if (live === undefined) continue;
      if (now >= live.deadline) {
        this.#end(deviceId, command.id, 'expired');
        continue;
      }
      wakeAt = Math.min(wakeAt, live.deadline);
      if (!isListening(deviceId) || live.isBusy) continue;
      if (now >= live.nextAt) this.#send(deviceId, command, live, now);
      wakeAt = Math.min(wakeAt, live.nextAt);
    }
    if (wakeAt < Number.POSITIVE_INFINITY) this.#agenda.at(deviceId, wakeAt);
  }

  /** Now, or not yet: then `nextAt` says when it is to be looked at again. */
  #send(deviceId: string, command: Command, live: Live, now: number): void {
    const { isCalling } = this.#deps;
    const { action } = command;
    if (isHeldDuringCall(action) && isCalling(deviceId)) {
      live.nextAt = now + HELD_EVERY_MS;
      return;
    }
    if (action.kind === 'reboot' && !this.#isItsTurn(live, now)) return;
    const wire = this.#wire(deviceId, action);
    if (wire === undefined) {
      this.#end(deviceId, command.id, 'cancelled', 'another key was provisioned');
      return;
    }
    live.sends++;
    live.nextAt = now + waitAfter(live.sends);
    void this.#sendWritten(deviceId, command, live, wire);
  }

  #isItsTurn(live: Live, now: number): boolean {
    if (live.turnAt === undefined) {
      live.turnAt = Math.max(now, this.#nextReboot);
      this.#nextReboot = live.turnAt + BETWEEN_REBOOTS_MS;
    }
    live.nextAt = live.turnAt;
    if (now < live.turnAt) return false;
    live.turnAt = undefined;
    return true;
  }

  #wire(deviceId: string, action: CommandAction): WireCommand['action'] | undefined {
    if (action.kind !== 'rotate_key') return action;
    const { keyVersion } = action;
    const next = this.#deps.rotation.nextOf(deviceId);
    if (next?.key.version !== keyVersion) return undefined;
    return { kind: 'rotate_key', keyVersion, nonce: next.nonce };
  }

  /** That it was sent is on disk before it is: what is `queued` has never left. */
  async #sendWritten(
    deviceId: string,
    { id, action, state }: Command,
    live: Live,
    wire: WireCommand['action'],
  ): Promise<void> {
    const { pages, line, clock, log, isListening, isCalling } = this.#deps;
    if (state === 'queued') {
      live.isBusy = true;
      try {
        await pages.change([deviceId], (page) =>
          withCommand(page, id, (command) => markSent(command, clock.utc())),
        );
      } catch (error) {
        log.error({ device: deviceId, command: id, error }, 'command not stored, not sent');
        live.nextAt = clock.monotonic() + UNWRITTEN_EVERY_MS;
        return;
      } finally {
        live.isBusy = false;
        this.#agenda.at(deviceId, live.nextAt);
      }
      const isHeld = isHeldDuringCall(action) && isCalling(deviceId);
      if (isHeld || !isListening(deviceId) || !this.#live.get(deviceId)?.has(id)) return;
    }
    line.send(deviceId, { kind: 'command', commandId: id, action: wire });
    log.info(
      { device: deviceId, command: id, action: action.kind, sends: live.sends },
      'command sent',
    );
  }

  #end(
    deviceId: string,
    id: number,
    state: 'done' | 'expired' | 'cancelled',
    detail?: string,
  ): void {
    const { clock, log } = this.#deps;
    this.#drop(deviceId, id);
    log.info({ device: deviceId, command: id, state }, 'command ended');
    const now = clock.utc();
    this.#write(deviceId, (page) =>
      withCommand(page, id, (command) => ended(command, state, now, detail)),
    );
  }

  #write(deviceId: string, change: Parameters<Pages['change']>[1]): void {
    const { pages, log } = this.#deps;
    pages.change([deviceId], change).catch((error) => {
      log.error({ device: deviceId, error }, 'state of a command not stored, trying again');
    });
  }
}
