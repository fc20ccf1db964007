// How devices, homes and calls are told to a client of the admin API.
import type { z } from 'zod';
import { type Call, latestPress } from '../domain/call.ts';
import { GatewayError } from '../domain/errors.ts';
import type {
  Binding,
  RegisteredDevice,
  RegisteredHome,
  Registry,
} from '../domain/ports/registry.ts';
import type { ApiSubjects } from './endpoint.ts';
import type { CallView, DeviceView, HomeView } from './wire.ts';

type Wire<T extends z.ZodType> = z.output<T>;

export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Errors: NO_SUCH_DEVICE. */
export function deviceIn(registry: Registry, deviceId: string): RegisteredDevice {
  const device = registry.device(deviceId);
  if (device === undefined) throw new GatewayError('NO_SUCH_DEVICE', deviceId);
  return device;
}

/** With what the gateway sees of it at this moment. */
export async function deviceView(
  device: RegisteredDevice,
  { administration, history, signsOf }: ApiSubjects,
): Promise<Wire<typeof DeviceView>> {
  const { deviceId, state, group, model, firmware, account, zone } = device;
  const signs = signsOf(deviceId);
  const heardAt = signs?.seenAt;
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
    connected: isConnected(administration, deviceId),
    highest_boot_id: await history.highestBootId(deviceId),
    heard_at: heardAt === undefined ? null : iso(heardAt),
    battery_percent: signs?.batteryPercent ?? null,
    rssi_dbm: signs?.rssiDbm ?? null,
    conditions: [...(signs?.conditions ?? [])],
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

export function homeView(home: RegisteredHome): Wire<typeof HomeView> {
  const { homeId, reference, community, subdistrict, resident, createdAt, changedAt } = home;
  return {
    home_id: homeId,
    reference,
    community,
    subdistrict,
    ...resident,

    created_at: iso(createdAt),
    changed_at: iso(changedAt),
  };
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

export function bindingView({ deviceId, homeId, since, until, reason }: Binding) {
  return {
    device_id: deviceId,
    home_id: homeId,
    since: iso(since),
    until: until === undefined ? null : iso(until),
    reason: reason ?? null,
  };
}
