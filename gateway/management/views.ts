// How devices, homes, calls, commands and tokens are told to whoever asks, over the admin API and over the control socket.
import type { z } from 'zod';
import type { Settings } from '../domain/administration/settings.ts';
import { type Call, latestPress } from '../domain/call.ts';
import { GatewayError } from '../domain/errors.ts';
import type {
  AdministeredDevice,
  Administration,
  CommandView,
} from '../domain/ports/administration.ts';
import type {
  Binding,
  RegisteredDevice,
  RegisteredHome,
  Registry,
  Tokens,
} from '../domain/ports/registry.ts';
import type { SupervisedDevice } from '../domain/supervision/device-view.ts';
import type { ApiSubjects } from './endpoint.ts';
import type { CallView, DeviceView, HomeView } from './wire.ts';

type Wire<T extends z.ZodType> = z.output<T>;

export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: number | undefined): string | null {
  return at === undefined ? null : iso(at);
}

/** Errors: NO_SUCH_DEVICE. */
export function deviceIn(registry: Registry, deviceId: string): RegisteredDevice {
  const device = registry.device(deviceId);
  if (device === undefined) throw new GatewayError('NO_SUCH_DEVICE', deviceId);
  return device;
}

/**
 * What the rights to a device are judged by; undefined for an id that is free. What only the devices file knows is in
 * service: its button hangs in a home, and nobody but an operator may put another in its place.
 */
export function standingOf(
  deviceId: string,
  { registry, administration }: Pick<ApiSubjects, 'registry' | 'administration'>,
): Pick<RegisteredDevice, 'deviceId' | 'state'> | undefined {
  const registered = registry.device(deviceId);
  if (registered) return registered;
  return administration.knows(deviceId) ? { deviceId, state: 'in_service' } : undefined;
}

/** With what the gateway sees of it at this moment. */
export async function deviceView(
  device: RegisteredDevice,
  { administration, history, signsOf }: ApiSubjects,
): Promise<Wire<typeof DeviceView>> {
  const { deviceId } = device;
  const signs = signsOf(deviceId);
  return {
    ...registeredFields(device),
    connected: isConnected(administration, deviceId),
    highest_boot_id: await history.highestBootId(deviceId),
    heard_at: isoOrNull(signs?.seenAt),
    battery_percent: signs?.batteryPercent ?? null,
    rssi_dbm: signs?.rssiDbm ?? null,
    conditions: [...(signs?.conditions ?? [])],
  };
}

/** As the registry has it, for an operator's list: in which home, and since when. */
export function registeredView(device: RegisteredDevice, registry: Registry) {
  return {
    ...registeredFields(device),
    reference: referenceOf(device.homeId, registry),
    created_at: iso(device.createdAt),
    changed_at: iso(device.changedAt),
  };
}

function registeredFields(device: RegisteredDevice) {
  const { deviceId, state, group, model, firmware, account, zone } = device;
  return {
    device_id: deviceId,
    state,
    group,
    model,
    firmware,
    account,
    zone,
    key_version: device.keyVersion,
    key_version_used: device.keyVersionUsed,
    home_id: device.homeId ?? null,
  };
}

/** The directory has no device before it has a key. */
export function isConnected(
  administration: ApiSubjects['administration'],
  deviceId: string,
): boolean {
  try {
    return administration.device(deviceId).connected;
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'NO_SUCH_DEVICE') return false;
    throw error;
  }
}

/**
 * As the directory has it, so devices of the devices file too: what is under way of its configuration and commands, and
 * what supervision sees.
 */
export function administeredView(device: AdministeredDevice, signs: SupervisedDevice | undefined) {
  return {
    device_id: device.deviceId,
    group: device.group,
    in_service: !device.blocked,
    connected: device.connected,
    key_version: device.keyVersion,
    next_key_version: device.nextKeyVersion ?? null,
    pending_configuration: device.pendingConfiguration,
    open_commands: device.openCommands,
    /** When it was last known to live: of one that is not connected, since when. */
    heard_at: isoOrNull(signs?.seenAt),
    battery_percent: signs?.batteryPercent ?? null,
    rssi_dbm: signs?.rssiDbm ?? null,
    conditions: [...(signs?.conditions ?? [])],
  };
}

/** Errors: NO_SUCH_DEVICE. */
export function configurationView(administration: Administration, deviceId: string) {
  const { wanted, own, revision, reported, pendingSince } =
    administration.configurationOf(deviceId);
  return {
    wanted: settingsView(wanted),
    own: settingsView(own),
    revision,
    reported: reported ?? null,
    pending_since: isoOrNull(pendingSince),
  };
}

function settingsView({ heartbeatS, unreachedAfterS, mainGateway, spareGateway }: Settings) {
  return {
    ...(heartbeatS === undefined ? {} : { heartbeat_s: heartbeatS }),
    ...(unreachedAfterS === undefined ? {} : { unreached_after_s: unreachedAfterS }),
    ...(mainGateway ? { main_gateway: mainGateway } : {}),
    ...(spareGateway ? { spare_gateway: spareGateway } : {}),
  };
}

export function commandView({ id, action, state, waitsFor, detail, ...at }: CommandView) {
  return {
    command_id: id,
    action: action.kind,
    state,
    ...(action.kind === 'locate' ? { seconds: action.seconds } : {}),
    ...(action.kind === 'rotate_key' ? { key_version: action.keyVersion } : {}),
    waits_for: waitsFor ?? null,
    detail: detail ?? null,
    created_at: isoOrNull(at.createdAt),
    sent_at: isoOrNull(at.sentAt),
    ended_at: isoOrNull(at.endedAt),
    until: isoOrNull(at.until),
  };
}

export function homeView(home: RegisteredHome): Wire<typeof HomeView> {
  return {
    ...homeFields(home),
    created_at: iso(home.createdAt),
    changed_at: iso(home.changedAt),
  };
}

export function homeFields(home: RegisteredHome) {
  const { homeId, reference, community, subdistrict, resident } = home;
  return { home_id: homeId, reference, community, subdistrict, ...resident };
}

export function callView(call: Call): Wire<typeof CallView> {
  const { callId, deviceId, key, test, stage, openedAt, reached } = call;
  const moments = Object.entries(reached).map(([name, at]) => [name, iso(at)]);
  return {
    call_id: callId,
    device_id: deviceId,
    key,
    test,
    stage,
    opened_at: iso(openedAt),
    last_press_at: iso(latestPress(call).receivedAt),
    reached: Object.fromEntries(moments),
  };
}

export function bindingView(binding: Binding) {
  return { device_id: binding.deviceId, home_id: binding.homeId, ...spanOf(binding) };
}

/** With what a person calls the home: the operator's screen shows no `home_id`. */
export function bindingWithReference(binding: Binding, registry: Registry) {
  const { homeId } = binding;
  return { home_id: homeId, reference: referenceOf(homeId, registry), ...spanOf(binding) };
}

function spanOf({ since, until, reason }: Binding) {
  return { since: iso(since), until: isoOrNull(until), reason: reason ?? null };
}

function referenceOf(homeId: string | undefined, registry: Registry): string | null {
  return (homeId === undefined ? undefined : registry.home(homeId)?.reference) ?? null;
}

export function tokenView({
  name,
  role,
  createdAt,
  expiresAt,
  usedAt,
}: ReturnType<Tokens['list']>[number]) {
  return {
    name,
    role,
    created_at: iso(createdAt),
    expires_at: isoOrNull(expiresAt),
    used_at: isoOrNull(usedAt),
  };
}

// What the commands print of the answers of the control socket.
export type AdministeredJson = ReturnType<typeof administeredView>;
export type ConfigurationJson = ReturnType<typeof configurationView>;
export type SettingsJson = ReturnType<typeof settingsView>;
export type CommandJson = ReturnType<typeof commandView>;
export type RegisteredJson = ReturnType<typeof registeredView>;
export type HomeJson = ReturnType<typeof homeFields>;
export type BindingJson = ReturnType<typeof bindingWithReference>;
export type TokenJson = ReturnType<typeof tokenView>;
