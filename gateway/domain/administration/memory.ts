// What of the administration outlives a restart, as plain JSON in the journal. Checked when it is read.

import { MAX_UINT32 } from '#protocol/messages.ts';
import { isRecord } from '../json.ts';
import type { Command, CommandAction, CommandState } from './command.ts';
import type { DevicePage } from './device-book.ts';
import { faultOf, type Settings } from './settings.ts';

const VERSION = 1;
const DEVICE = 'administration/device/';
export const SCOPES = 'administration/scopes';

/** Settings of all devices or of one group, and when they were made. */
export interface ScopeSettings {
  settings: Settings;
  at: number;
}

/** Under `ALL`, and under `groupKey` of each group. */
export type Scopes = ReadonlyMap<string, ScopeSettings>;
export const ALL = 'all';

export function groupKey(group: string): string {
  return `group/${group}`;
}

export function subjectOf(deviceId: string): string {
  return DEVICE + deviceId;
}

/** The device_id in a subject of the journal, or undefined when it is about something else. */
export function deviceIn(subject: string): string | undefined {
  return subject.startsWith(DEVICE) ? subject.slice(DEVICE.length) : undefined;
}

export function rememberPage(page: DevicePage): unknown {
  return { v: VERSION, ...page };
}

export function rememberScopes(scopes: Scopes): unknown {
  return { v: VERSION, scopes: [...scopes] };
}

/** What `rememberPage` gave, or undefined when the value has another shape. */
export function recallPage(value: unknown): DevicePage | undefined {
  if (!isRecord(value) || value.v !== VERSION) return undefined;
  const { own, ownAt, revision, told, toldAt, reported, lastCommandId, commands } = value;
  const isGood =
    isSettings(own) &&
    isSettings(told) &&
    [ownAt, toldAt].every(isMoment) &&
    [revision, lastCommandId].every(isUint32) &&
    (reported === undefined || isUint32(reported)) &&
    Array.isArray(commands) &&
    commands.every(isCommand);
  if (!isGood) return undefined;
  return {
    own,
    told,
    ownAt: ownAt as number,
    toldAt: toldAt as number,
    revision: revision as number,
    lastCommandId: lastCommandId as number,
    reported: reported as number | undefined,
    commands: commands as Command[],
  };
}

/** What `rememberScopes` gave, or undefined when the value has another shape. */
export function recallScopes(value: unknown): Scopes | undefined {
  if (!isRecord(value) || value.v !== VERSION || !Array.isArray(value.scopes)) return undefined;
  const isGood = value.scopes.every(
    (entry) =>
      Array.isArray(entry) &&
      typeof entry[0] === 'string' &&
      isRecord(entry[1]) &&
      isSettings(entry[1].settings) &&
      isMoment(entry[1].at),
  );
  return isGood ? new Map(value.scopes) : undefined;
}

const STATES: Record<CommandState, true> = {
  queued: true,
  sent: true,
  done: true,
  failed: true,
  unsupported: true,
  expired: true,
  cancelled: true,
};

function isCommand(value: unknown): value is Command {
  if (!isRecord(value)) return false;
  const { id, action, state, createdAt, sentAt = 0, endedAt = 0, detail = '' } = value;
  return (
    isUint32(id) &&
    isAction(action) &&
    Object.hasOwn(STATES, String(state)) &&
    [createdAt, sentAt, endedAt].every(isMoment) &&
    typeof detail === 'string'
  );
}

function isAction(value: unknown): value is CommandAction {
  if (!isRecord(value)) return false;
  if (value.kind === 'locate') return isUint32(value.seconds);
  if (value.kind === 'rotate_key') return isUint32(value.keyVersion);
  return value.kind === 'self_test' || value.kind === 'reboot';
}

function isSettings(value: unknown): value is Settings {
  if (!isRecord(value)) return false;
  const { heartbeatS, unreachedAfterS, mainGateway, spareGateway } = value;
  const areAddresses = [mainGateway, spareGateway].every(
    (address) =>
      address === undefined ||
      (isRecord(address) &&
        typeof address.host === 'string' &&
        typeof address.port === 'number' &&
        typeof address.tls === 'boolean'),
  );
  const areTimes = [heartbeatS, unreachedAfterS].every(
    (time) => time === undefined || typeof time === 'number',
  );
  return areAddresses && areTimes && faultOf(value as Settings) === undefined;
}

function isUint32(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_UINT32;
}

function isMoment(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
