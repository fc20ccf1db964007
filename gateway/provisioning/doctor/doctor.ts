// `--doctor`: reads a device's state over the cable, explains each value, and packs what a maker needs to help.

import { arch, platform, release } from 'node:os';
import { wordIn } from '../../messages/sentence.ts';
import { type Installation, writePrivately } from '../batch/state.ts';
import type { Conversation } from '../cable/conversation.ts';
import type { Port } from '../cable/ports.ts';
import type { Device } from '../client/api.ts';
import { chargeOf, healthOf, linkFailure, signalOf } from '../steps/health.ts';
import type { Texts } from '../view/texts.ts';

/** Why the gateway was not asked, or has not answered. */
export type NotAsked = keyof Texts['doctor']['notAsked'];

export interface Findings {
  talk: Conversation;
  state: Map<string, string>;
  /** The answer to `slots`; undefined when the firmware gave none. */
  slots?: Map<string, string> | undefined;
  /** Null: the gateway doesn't know the device. Else a word for why nobody knows whether it does. */
  device: Device | null | NotAsked;
}

/** Each value in words, a line each. */
export function explain(findings: Findings, texts: Texts): string[] {
  const { talk, state, slots, device } = findings;
  const { doctor, failures } = texts;
  const { deviceId, keyVersion, model, firmware, bootId } = talk.hello;
  const health = healthOf(state);
  const charge = texts.charge[chargeOf(health)];
  const lines = [
    doctor.identity(deviceId, keyVersion),
    doctor.build(model, firmware, bootId),
    ...(slots ? slotLines(slots, doctor) : []),
    doctor.uptime(...clockOf(health.uptimeS)),
    wordIn(doctor.link, health.link),
  ];
  if (health.link !== 'connected' && health.reason !== '') {
    const { code, detail } = linkFailure(health.reason);
    lines.push(`${failures[code].what(detail)} ${failures[code].next}`);
  }
  lines.push(
    doctor.wifi(texts.strength[signalOf(health.rssi)], health.rssi),
    texts.power(health.onMains, charge, health.batteryPercent),
    doctor.memory(health.freeVariables),
  );
  if (health.link !== 'none') {
    lines.push(
      doctor.connects(health.connects),
      doctor.outbox(health.outbox),
      doctor.lastError(health.lastError),
    );
  }
  if (typeof device === 'string') lines.push(doctor.notAsked[device]);
  else if (device === null) lines.push(doctor.unknownAtGateway);
  else {
    const { state: at, connected, key_version_used: used, key_version: newest } = device;
    lines.push(doctor.gateway(at, connected, used, newest));
    if (device.conditions.length > 0) lines.push(doctor.conditions(device.conditions.join(', ')));
  }
  return lines;
}

/** Which slot runs, and what the other one holds. */
function slotLines(slots: Map<string, string>, doctor: Texts['doctor']): string[] {
  const value = (name: string) => slots.get(name) ?? '';
  if (value('slot') === '0') return [doctor.noSlots];
  const own = doctor.slot(value('slot'), value('version'), value('state'));
  return [own, doctor.otherSlot(value('other'), value('other_version'), value('other_state'))];
}

/** Hours, minutes, seconds. */
function clockOf(seconds: number): [number, number, number] {
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
}

/** Of the answer to `state`. */
const STATE = [
  'uptime_s',
  'rssi_dbm',
  'battery_mv',
  'battery_percent',
  'on_mains',
  'free_variables',
  'link',
  'connects',
  'outbox',
  'last_error',
  'reason',
];

/** Of the answer to `slots`. */
const SLOTS = ['slot', 'version', 'state', 'other', 'other_version', 'other_state'];

/** Names what goes into a bundle; whatever else there is stays out: keys, challenges, networks, homes, people. */
export function bundleOf(
  { talk, state, slots, device: found }: Findings,
  ports: readonly Port[],
  installation: Installation | undefined,
  version: string,
) {
  const { deviceId, keyVersion, model, firmware, bootId } = talk.hello;
  const device = typeof found === 'string' ? undefined : found;
  return {
    bundle: 1,
    made_at: new Date().toISOString(),
    call_button: version,
    computer: { node: process.version, platform: platform(), release: release(), arch: arch() },
    ports: ports.map(({ path, label, isUsb }) => ({ path, label, usb: isUsb })),
    device: { device_id: deviceId, key_version: keyVersion, model, firmware, boot_id: bootId },
    state: Object.fromEntries(STATE.map((name) => [name, state.get(name) ?? ''])),
    slots: slots && Object.fromEntries(SLOTS.map((name) => [name, slots.get(name) ?? ''])),
    gateway: device && {
      state: device.state,
      connected: device.connected,
      model: device.model,

      key_version: device.key_version,
      key_version_used: device.key_version_used,

      highest_boot_id: device.highest_boot_id,
      heard_at: device.heard_at,

      battery_percent: device.battery_percent,
      rssi_dbm: device.rssi_dbm,

      conditions: device.conditions,
      is_bound: device.home_id !== null,
    },
    installation: installation && {
      steps: installation.steps,
      failure: installation.failure,

      key_version: installation.key_version,
      key_proved: installation.key_proved,

      self_test: installation.self_test,
      accepted: installation.accepted,

      started_at: installation.started_at,
      in_service_at: installation.in_service_at,
    },
  };
}

/** Errors: FILE_FAILED. */
export async function writeBundle(path: string, bundle: object): Promise<void> {
  await writePrivately(path, `${JSON.stringify(bundle, null, 2)}\n`);
}
