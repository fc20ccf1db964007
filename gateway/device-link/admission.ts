// Who may connect: the checks of CONNECT, in the order of protocol/README.md. A password is good once.
import type { Client, ConnectPacket } from 'aedes';

import { MAX_ENVELOPE_BYTES } from '#protocol/device/envelope.ts';
import { PENDING_RED } from '#protocol/device/password.ts';
import { upTopic } from '#protocol/device/topics.ts';
import type { ProtocolErrorCode } from '#protocol/errors.ts';
import { type ConnectClaim, openPassword, type SealKey } from '#protocol/seal.ts';
import type { DeviceEventListener } from '../domain/ports/administration.ts';
import type { DeviceDirectory, DeviceRecord } from '../domain/ports/directory.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { Budgets } from './budgets.ts';
import type { ConnectQueue } from './connect-queue.ts';
import { Connection } from './connection.ts';
import type { DeviceConnections } from './device-connections.ts';
import type { IntakeOptions } from './options.ts';

export interface Refused {
  ok: false;
  code: ProtocolErrorCode | 'JOURNAL_FAILED' | 'GATE_FULL' | 'CONNECT_FLOOD';
  /** MQTT 3.1.1, table 3.1: 2 identifier, 3 unavailable, 4 user name or password, 5 not authorized. */
  returnCode: 2 | 3 | 4 | 5;
}

/** A CONNECT whose password is the device's own. Whether it is a new one is not known yet. */
interface Verified {
  ok: true;
  device: DeviceRecord;
  claim: ConnectClaim;
}

/** `gone`: the connection ended meanwhile. */
export type Admission = 'in' | Refused | 'gone';

export interface AdmissionStatus {
  /** CONNECTs that wait in the queue. */
  waiting: number;
  /** Admissions in progress, without red ones. */
  admitting: number;
}

function refused(code: Refused['code'], returnCode: Refused['returnCode']): Refused {
  return { ok: false, code, returnCode };
}

function isSame(key: SealKey, other: SealKey): boolean {
  return key.version === other.version && Buffer.compare(key.secret, other.secret) === 0;
}

function isOwnWill(will: NonNullable<ConnectPacket['will']>, deviceId: string): boolean {
  return (
    will.topic === upTopic(deviceId) &&
    will.qos === 1 &&
    !will.retain &&
    will.payload.length <= MAX_ENVELOPE_BYTES
  );
}

/**
 * Higher ones are no counts of boots but erased or damaged flash. Accepted once, such a session would be the newest for
 * ever, and its device_id could never connect again.
 */
const MAX_BOOT_ID = 0xfffe_ffff;

export interface AdmissionsDeps {
  directory: DeviceDirectory;
  journal: Journal;
  deviceEvents: DeviceEventListener;
  connections: DeviceConnections;
  meter: Meter;
  budgets: Budgets;
  connectQueue: ConnectQueue<Client>;
  options: Pick<IntakeOptions, 'maxKeepaliveS' | 'maxUnsentBytes'>;
}

export class Admissions {
  readonly #deps: AdmissionsDeps;

  constructor(deps: AdmissionsDeps) {
    this.#deps = deps;
  }

  /** Decides on one CONNECT, when its turn has come. `over` belongs to it. */
  async admit(client: Client, packet: ConnectPacket): Promise<Admission> {
    const { connectQueue, meter } = this.#deps;
    // Before the queue: a forged `pending` gains nothing.
    const verified = this.#verify(packet);
    if (!verified.ok) return verified;
    // Aedes asks a turn later than it reads: who is gone by then would never leave the queue.
    if (client.conn.destroyed) return 'gone';
    const entrance = await connectQueue.enter(client, verified.claim.pending);
    if (entrance === 'full') {
      meter.shed('connect');
      return refused('GATE_FULL', 3);
    }
    return entrance === 'gone' || client.closed ? 'gone' : this.#open(client, verified);
  }

  /** The device has been told where it stands, or its connection has ended: the next one may come. */
  over(client: Client): void {
    this.#deps.connectQueue.leave(client);
  }

  status(): AdmissionStatus {
    const { waiting, inProgress } = this.#deps.connectQueue;
    return { waiting, admitting: inProgress };
  }

  /** The checks that cost no disk. */
  #verify(packet: ConnectPacket): Verified | Refused {
    const { clientId: deviceId, keepalive = 0 } = packet;
    // Level 5 and unknown ones never come here: Aedes answers 1 by itself.
    if (packet.protocolVersion !== 4) return refused('MQTT_VERSION', 5);
    if (packet.clean !== true) return refused('SESSION_NOT_CLEAN', 2);
    if (keepalive < 1 || keepalive > this.#deps.options.maxKeepaliveS) {
      return refused('KEEPALIVE_WRONG', 5);
    }
    if (packet.username !== deviceId) return refused('CLIENT_ID_MISMATCH', 2);
    const device = this.#deps.directory.find(deviceId);
    if (device === undefined) return refused('DEVICE_UNKNOWN', 4);
    const opened = openPassword(device.keys, deviceId, packet.password?.toString() ?? '');
    if (!opened.ok) return refused(opened.error.code, 4);
    if (device.blocked) return refused('DEVICE_BLOCKED', 5);
    if (opened.value.session.bootId > MAX_BOOT_ID) return refused('BOOT_ID_SPENT', 5);
    if (packet.will && !isOwnWill(packet.will, deviceId)) return refused('WILL_WRONG', 5);
    return { ok: true, device, claim: opened.value };
  }

  /** The session is on disk before this says yes, unless a red press waits. */
  async #open(client: Client, { device, claim }: Verified): Promise<Admission> {
    const { session, key } = claim;
    const { budgets, journal } = this.#deps;
    const isRed = claim.pending === PENDING_RED;
    if (!budgets.takeConnect(device.deviceId, isRed)) return refused('CONNECT_FLOOD', 3);
    try {
      const isNewest = await journal.renewSession(device.deviceId, session);
      if (!isNewest) {
        // A recording was sealed by the device, but sent by somebody else: it must use up nothing of the device's own.
        budgets.giveBackConnect(device.deviceId);
        return refused('CONNECT_REPLAYED', 5);
      }
      this.#deps.deviceEvents.connectedWith(device.deviceId, key);
    } catch {
      budgets.giveBackConnect(device.deviceId);
      // A red press must get out without a disk. At worst a recorded CONNECT opens one more session, in which
      // nothing can be sealed.
      if (!isRed) return refused('JOURNAL_FAILED', 3);
    }
    const { directory, connections, options } = this.#deps;
    // While it waited, or its session was written, the device may have been shut out; and its keys may be others now.
    const current = directory.find(device.deviceId);
    if (current === undefined) return refused('DEVICE_UNKNOWN', 4);
    if (current.blocked) return refused('DEVICE_BLOCKED', 5);
    if (!current.keys.some((held) => isSame(held, key))) return refused('CONNECT_SEAL_WRONG', 4);
    if (client.conn.destroyed) return 'gone';
    // In one go with the look at the directory: a device that is shut out a moment later must be found there.
    connections.admit(new Connection(client, current, session, key, options.maxUnsentBytes));
    return 'in';
  }
}
