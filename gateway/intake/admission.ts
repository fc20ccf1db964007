// Who may connect: the checks of CONNECT, in the order of protocol/README.md. A password is good once.
import type { Client, ConnectPacket } from 'aedes';

import { MAX_ENVELOPE_BYTES } from '#protocol/device/envelope.ts';
import { PENDING_RED } from '#protocol/device/password.ts';
import { upTopic } from '#protocol/device/topics.ts';
import type { ProtocolErrorCode } from '#protocol/errors.ts';
import { openPassword } from '#protocol/seal.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Journal } from '../domain/ports/journal.ts';
import { Connection } from './connection.ts';

export interface Refused {
  code: ProtocolErrorCode | 'JOURNAL_FAILED';
  /** MQTT 3.1.1, table 3.1: 2 identifier, 3 unavailable, 4 user name or password, 5 not authorized. */
  returnCode: 2 | 3 | 4 | 5;
}

export type Admission = { ok: true; connection: Connection } | ({ ok: false } & Refused);

function refused(code: Refused['code'], returnCode: Refused['returnCode']): Admission {
  return { ok: false, code, returnCode };
}

function isOwnWill(will: NonNullable<ConnectPacket['will']>, deviceId: string): boolean {
  return (
    will.topic === upTopic(deviceId) &&
    will.qos === 1 &&
    !will.retain &&
    will.payload.length <= MAX_ENVELOPE_BYTES
  );
}

export class Admissions {
  readonly #directory: DeviceDirectory;
  readonly #journal: Journal;

  constructor(directory: DeviceDirectory, journal: Journal) {
    this.#directory = directory;
    this.#journal = journal;
  }

  /** Decides on one CONNECT. The session is on disk before this says yes, unless a red press waits. */
  async admit(client: Client, packet: ConnectPacket): Promise<Admission> {
    const deviceId = packet.clientId;
    // Level 5 and unknown ones never come here: Aedes answers 1 by itself.
    if (packet.protocolVersion !== 4) return refused('MQTT_VERSION', 5);
    if (packet.clean !== true) return refused('SESSION_NOT_CLEAN', 2);
    if (packet.username !== deviceId) return refused('CLIENT_ID_MISMATCH', 2);
    const device = this.#directory.find(deviceId);
    if (device === undefined) return refused('DEVICE_UNKNOWN', 4);
    const claim = openPassword(device.keys, deviceId, packet.password?.toString() ?? '');
    if (!claim.ok) return refused(claim.error.code, 4);
    if (device.blocked) return refused('DEVICE_BLOCKED', 5);
    if (packet.will && !isOwnWill(packet.will, deviceId)) return refused('WILL_WRONG', 5);
    const { session, key } = claim.value;
    try {
      const isNewest = await this.#journal.renewSession(deviceId, session);
      if (!isNewest) return refused('CONNECT_REPLAYED', 5);
    } catch {
      // A red press must get out without a disk. At worst a recorded CONNECT opens one more session, in which
      // nothing can be sealed.
      if (claim.value.pending !== PENDING_RED) return refused('JOURNAL_FAILED', 3);
    }
    return { ok: true, connection: new Connection(client, device, session, key) };
  }
}
