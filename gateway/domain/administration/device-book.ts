// What the gateway wants of one device: the configuration with its revision, and its commands. Pure; UTC milliseconds.
import { type CommandResult, MAX_UINT32 } from '#protocol/messages.ts';
import { answered, type Command, type CommandAction, idAfter, isOpen } from './command.ts';
import { completed, isEmpty, isSame, type Settings } from './settings.ts';

export interface DevicePage {
  /** What was set for this device alone, and when. */
  own: Settings;
  ownAt: number;
  /** Of `told`; never falls. 0: nothing was ever wanted. */
  revision: number;
  /** What the device shall have as of this revision. */
  told: Settings;
  toldAt: number;
  /** The revision that the device said last; undefined: it never said one. */
  reported: number | undefined;
  lastCommandId: number;
  /** Oldest first. */
  commands: readonly Command[];
}

export const EMPTY_PAGE: DevicePage = {
  own: {},
  ownAt: 0,
  revision: 0,
  told: {},
  toldAt: 0,
  reported: undefined,
  lastCommandId: 0,
  commands: [],
};

/** Of one device: who orders more has not looked at what waits. */
export const MAX_OPEN = 4;
/** Newest of one device; what is over leaves first. */
export const MAX_COMMANDS = 100;

/** The page as of `wanted`: with a larger revision when that is not what the device was told. */
export function assigned(page: DevicePage, wanted: Settings, now: number): DevicePage {
  const told = completed(wanted, page.told);
  if (isSame(told, page.told)) return page;
  return { ...page, told, toldAt: now, revision: above(page.revision) };
}

/**
 * The device says which revision it has. A larger one than was ever given comes from a gateway that this one
 * has forgotten, restored from a backup: what is wanted must go above it to count.
 */
export function reported(page: DevicePage, revision: number, now: number): DevicePage {
  if (revision === page.reported) return page;
  if (revision <= page.revision) return { ...page, reported: revision };
  const isForgotten = !isEmpty(page.told);
  return {
    ...page,
    reported: revision,
    ...(isForgotten ? { revision: above(revision), toldAt: now } : { revision }),
  };
}

function above(revision: number): number {
  return Math.min(revision + 1, MAX_UINT32);
}

/** True when the device doesn't have what it shall have, as far as is known. */
export function isPending({ told, revision, reported: has }: DevicePage): boolean {
  return !isEmpty(told) && revision > (has ?? 0);
}

export function openCommands({ commands }: DevicePage): Command[] {
  return commands.filter(isOpen);
}

/** With one more command, or undefined when too many are open. */
export function ordered(
  page: DevicePage,
  action: CommandAction,
  now: number,
): DevicePage | undefined {
  if (openCommands(page).length >= MAX_OPEN) return undefined;
  const id = idAfter(page.lastCommandId, now);
  const command: Command = { id, action, state: 'queued', createdAt: now };
  const commands = [...page.commands, command];
  while (commands.length > MAX_COMMANDS) {
    const oldest = commands.findIndex((candidate) => !isOpen(candidate));
    commands.splice(oldest, 1);
  }
  return { ...page, lastCommandId: id, commands };
}

/** With another state of one command; the same page when there is none of that id, or nothing is different. */
export function withCommand(
  page: DevicePage,
  id: number,
  change: (command: Command) => Command,
): DevicePage {
  const before = page.commands.find((command) => command.id === id);
  const after = before && change(before);
  if (after === before) return page;
  return {
    ...page,
    commands: page.commands.map((command) => (command === before ? (after as Command) : command)),
  };
}

export function withResult(page: DevicePage, result: CommandResult, now: number): DevicePage {
  return withCommand(page, result.commandId, (command) => answered(command, result, now));
}
