// One uplink, from the payload of a PUBLISH to the receipt: open the seal, decode, deduplicate, journal.
import { PURPOSE_UP } from '#protocol/device/envelope.ts';
import type { ProtocolErrorCode } from '#protocol/errors.ts';
import { decodeUplink } from '#protocol/frame.ts';
import {
  type Envelope,
  type Press,
  RECEIPT_DUPLICATE,
  RECEIPT_REJECTED,
  RECEIPT_STORED,
  type ReceivedUplink,
} from '#protocol/messages.ts';
import { openEnvelope } from '#protocol/seal.ts';
import type { Calls } from '../dispatch/calls.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Journal } from '../domain/ports/journal.ts';
import { keyName } from '../domain/press.ts';
import type { Connection } from './connection.ts';
import type { Refusals } from './refusals.ts';

/** Reason of callbutton.proto, for what is wrong inside a good seal. */
const REASONS: Partial<Record<ProtocolErrorCode, number>> = {
  FRAME_MALFORMED: 1,
  EVENT_MISSING: 2,
  IDENTITY_INVALID: 3,
  ENUM_UNSPECIFIED: 4,
  FIELD_OUT_OF_RANGE: 5,
};

export interface UplinksParts {
  calls: Calls;
  journal: Journal;
  clock: Clock;
  refusals: Refusals;
}

export class Uplinks {
  readonly #parts: UplinksParts;

  constructor(parts: UplinksParts) {
    this.#parts = parts;
  }

  /**
   * Handles one payload on the device's own topic. Resolves when a PUBACK may go out: what has to last is
   * on disk, or the payload is refused for good. Rejects when the journal failed: no PUBACK, no receipt.
   */
  async receive(connection: Connection, payload: Uint8Array): Promise<void> {
    const { refusals } = this.#parts;
    const { deviceId } = connection.device;
    const opened = openEnvelope(PURPOSE_UP, connection.device.keys, deviceId, payload);
    if (!opened.ok) return refusals.count(opened.error.code, deviceId, opened.error.detail);
    const envelope = opened.value;
    if (!isOfSession(envelope, connection)) return refusals.count('SESSION_WRONG', deviceId);
    if (!connection.takeNumber(envelope.number)) return refusals.count('NUMBER_REPLAYED', deviceId);
    const decoded = decodeUplink(envelope.frame, connection.session);
    if (!decoded.ok) {
      refusals.count(decoded.error.code, deviceId, decoded.error.detail);
      const reason = REASONS[decoded.error.code] ?? 0;
      const [answers, result] = [envelope.number, RECEIPT_REJECTED];
      return connection.send({ kind: 'receipt', answers, identity: null, result, reason });
    }
    await this.#handle(connection, envelope, decoded.value);
  }

  /** The will of a connection that broke. Only a hint, and only when the device isn't back already. */
  receiveWill(connection: Connection, payload: Uint8Array): boolean {
    const { deviceId, keys } = connection.device;
    const opened = openEnvelope(PURPOSE_UP, keys, deviceId, payload);
    if (!opened.ok) {
      this.#parts.refusals.count(opened.error.code, deviceId, 'will');
      return false;
    }
    const decoded = decodeUplink(opened.value.frame, connection.session);
    return (
      decoded.ok &&
      decoded.value.event.kind === 'lost' &&
      opened.value.number === 0 &&
      isOfSession(opened.value, connection)
    );
  }

  async #handle(connection: Connection, envelope: Envelope, uplink: ReceivedUplink): Promise<void> {
    const { event, identity } = uplink;
    if (event.kind === 'lost') {
      this.#parts.refusals.count('LOST_MISPLACED', connection.device.deviceId);
      return;
    }
    if (identity === null) {
      if (event.kind === 'heartbeat' && event.asksReceipt)
        this.#receipt(connection, envelope, uplink, true);
      return;
    }
    try {
      const outcome =
        event.kind === 'press'
          ? await this.#takePress(connection, uplink, event)
          : await this.#takeEvent(connection, uplink, envelope.frame);
      this.#receipt(connection, envelope, uplink, outcome === 'stored');
    } catch (error) {
      this.#parts.refusals.count('JOURNAL_FAILED', connection.device.deviceId, String(error));
      throw error;
    }
  }

  #takePress(
    { device }: Connection,
    { identity, test, ageMs, ageIsLowerBound }: ReceivedUplink,
    { key, count }: Press,
  ): Promise<'stored' | 'duplicate'> {
    return this.#parts.calls.take({
      deviceId: device.deviceId,
      ...(identity as NonNullable<typeof identity>),
      ...{ key: keyName(key), count, test, ageMs, ageIsLowerBound },
      receivedAt: this.#parts.clock.utc(),
    });
  }

  async #takeEvent(
    { device }: Connection,
    { identity, ageMs, event }: ReceivedUplink,
    frame: Uint8Array,
  ): Promise<'stored' | 'duplicate'> {
    const appended = await this.#parts.journal.appendEvent({
      deviceId: device.deviceId,
      ...(identity as NonNullable<typeof identity>),
      ...{ kind: event.kind, ageMs, receivedAt: this.#parts.clock.utc() },
      frame: Buffer.from(frame).toString('base64'),
    });
    return appended.outcome;
  }

  #receipt(
    connection: Connection,
    { number }: Envelope,
    { identity }: ReceivedUplink,
    isNew: boolean,
  ): void {
    const result = isNew ? RECEIPT_STORED : RECEIPT_DUPLICATE;
    connection.send({ kind: 'receipt', answers: number, identity, result, reason: 0 });
  }
}

function isOfSession({ session }: Envelope, connection: Connection): boolean {
  return (
    session.bootId === connection.session.bootId &&
    session.connectNo === connection.session.connectNo
  );
}
