// One uplink, from the payload of a PUBLISH to the receipt: open the seal, decode, deduplicate, journal.

import { PURPOSE_UP } from '#protocol/device/envelope.ts';
import type { ProtocolErrorCode } from '#protocol/errors.ts';
import { decodeUplink } from '#protocol/frame.ts';
import {
  type Envelope,
  type Heartbeat,
  type Press,
  RECEIPT_DUPLICATE,
  RECEIPT_REJECTED,
  RECEIPT_STORED,
  type ReceivedUplink,
} from '#protocol/messages.ts';
import { openEnvelope } from '#protocol/seal.ts';
import type { CallLifecycle } from '../calls/lifecycle.ts';
import type { DeviceEventListener } from '../domain/ports/administration.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { Supervisor } from '../domain/ports/supervisor.ts';
import { keyName } from '../domain/press.ts';
import { reasonOf } from '../domain/reason.ts';
import type { Budgets } from './budgets.ts';
import type { Connection } from './connection.ts';
import type { Overload } from './overload.ts';
import { Refusal, type Refusals } from './refusals.ts';

/** Reason of callbutton.proto, for what is wrong inside a good seal. */
const REASONS: Partial<Record<ProtocolErrorCode, number>> = {
  FRAME_MALFORMED: 1,
  EVENT_MISSING: 2,
  IDENTITY_INVALID: 3,
  ENUM_UNSPECIFIED: 4,
  FIELD_OUT_OF_RANGE: 5,
};

export interface UplinksDeps {
  calls: CallLifecycle;
  journal: Journal;
  clock: Clock;
  refusals: Refusals;
  supervisor: Supervisor;
  deviceEvents: DeviceEventListener;
  meter: Meter;
  budgets: Budgets;
  overload: Overload;
  /** Under overload a heartbeat is handed on only when the device's last one was longer ago. */
  heartbeatEveryMs: number;
}

/** `unanswered`: neither PUBACK nor receipt, so that the device keeps what it has and sends it later. */
export type UplinkAnswer = 'puback' | 'unanswered';

interface Opened {
  envelope: Envelope;
  uplink: ReceivedUplink;
}

export class Uplinks {
  readonly #deps: UplinksDeps;

  constructor(deps: UplinksDeps) {
    this.#deps = deps;
  }

  /**
   * Handles one payload on the device's own topic. Resolves with `puback` when what has to last is on disk,
   * or when the payload is refused for good. Rejects when the connection is to be closed without an answer:
   * the journal failed, or the device floods.
   */
  async receive(connection: Connection, payload: Uint8Array): Promise<UplinkAnswer> {
    const opened = this.#open(connection, payload);
    if (opened === undefined) return 'puback';
    const { envelope, uplink } = opened;
    const answer = this.#handle(connection, envelope, uplink);
    if (answer !== undefined) return answer;
    try {
      const outcome = await this.#store(connection, uplink, envelope.frame);
      const { event } = uplink;
      if (outcome === 'duplicate') this.#deps.meter.duplicate(event.kind);
      // Also of a duplicate: the gateway may have ended between the event and what follows from it.
      if (event.kind === 'command_result') {
        this.#deps.deviceEvents.answered(connection.device.deviceId, event);
      }
      this.#receipt(connection, envelope, uplink, outcome === 'stored');
      return 'puback';
    } catch (error) {
      this.#deps.refusals.count('JOURNAL_FAILED', connection.device.deviceId, reasonOf(error));
      throw new Refusal('JOURNAL_FAILED');
    }
  }

  /** Undefined when it is refused for good. */
  #open(connection: Connection, payload: Uint8Array): Opened | undefined {
    const { deviceId, keys } = connection.device;
    const opened = openEnvelope(PURPOSE_UP, keys, deviceId, payload);
    if (!opened.ok) return this.#refuse(connection, opened.error.code, opened.error.detail);
    const envelope = opened.value;
    if (!isOfSession(envelope, connection)) return this.#refuse(connection, 'SESSION_WRONG');
    if (!connection.takeNumber(envelope.number)) {
      return this.#refuse(connection, 'NUMBER_REPLAYED');
    }
    const decoded = decodeUplink(envelope.frame, connection.session);
    if (decoded.ok) return { envelope, uplink: decoded.value };
    this.#refuse(connection, decoded.error.code, decoded.error.detail);
    const { identity } = decoded;
    const reason = REASONS[decoded.error.code] ?? 0;
    const answers = envelope.number;
    const result = RECEIPT_REJECTED;
    connection.send({ kind: 'receipt', answers, identity, result, reason });
    return undefined;
  }

  /** The will of a connection that broke. Only a hint, and only when the device isn't back already. */
  receiveWill(connection: Connection, payload: Uint8Array): boolean {
    const { deviceId, keys } = connection.device;
    const opened = openEnvelope(PURPOSE_UP, keys, deviceId, payload);
    const code = opened.ok ? willFault(opened.value, connection) : opened.error.code;
    if (code !== undefined) this.#deps.refusals.count(code, deviceId, 'will');
    return code === undefined;
  }

  /** Bad input is PUBACKed, but it counts to the budget of its device. */
  #refuse({ device }: Connection, code: ProtocolErrorCode, detail = ''): undefined {
    this.#deps.refusals.count(code, device.deviceId, detail);
    this.#isWithinBudget(device.deviceId, false);
    return undefined;
  }

  /** Throws FLOOD when the connection is to be cut. */
  #isWithinBudget(deviceId: string, isRed: boolean): boolean {
    const verdict = this.#deps.budgets.take(deviceId, isRed);
    if (verdict === 'taken') return true;
    this.#deps.refusals.count('FLOOD', deviceId, verdict);
    if (verdict === 'cut') throw new Refusal('FLOOD');
    return false;
  }

  /** Undefined when what it says has to last. */
  #handle(
    connection: Connection,
    envelope: Envelope,
    uplink: ReceivedUplink,
  ): UplinkAnswer | undefined {
    const { event, identity } = uplink;
    const { deviceId } = connection.device;
    const isRed = event.kind === 'press' && keyName(event.key) === 'red';
    if (!this.#isWithinBudget(deviceId, isRed)) return identity === null ? 'puback' : 'unanswered';
    this.#deps.meter.received(event.kind);
    if (event.kind === 'lost') {
      this.#deps.refusals.count('LOST_MISPLACED', deviceId);
      return 'puback';
    }
    if (event.kind === 'heartbeat' && this.#isShed(connection, event)) return 'puback';
    this.#deps.supervisor.heard(deviceId, event, uplink.ageMs);
    if (event.kind === 'heartbeat') {
      this.#deps.deviceEvents.reported(deviceId, event.configurationRevision);
    }
    if (event.kind === 'update_status' || event.kind === 'boot' || event.kind === 'mains') {
      this.#deps.deviceEvents.heard(deviceId, event, uplink.ageMs);
    }
    if (identity === null) {
      if (event.kind === 'heartbeat' && event.asksReceipt)
        this.#receipt(connection, envelope, uplink, true);
      return 'puback';
    }
    return undefined;
  }

  #store(
    connection: Connection,
    uplink: ReceivedUplink,
    frame: Uint8Array,
  ): Promise<'stored' | 'duplicate'> {
    const { event } = uplink;
    return event.kind === 'press'
      ? this.#takePress(connection, uplink, event)
      : this.#takeEvent(connection, uplink, frame);
  }

  /**
   * Heartbeats go first under overload. One that asks for a receipt is answered: else its device would take
   * the line for dead and connect again. And none is silent for supervision because of it.
   */
  #isShed(connection: Connection, { asksReceipt }: Heartbeat): boolean {
    const { overload, clock, meter, heartbeatEveryMs } = this.#deps;
    const now = clock.monotonic();
    const isRecent = now - connection.lastHeartbeatAt < heartbeatEveryMs;
    if (overload.isOn && !asksReceipt && isRecent) {
      meter.shed('heartbeat');
      return true;
    }
    connection.lastHeartbeatAt = now;
    return false;
  }

  #takePress(
    { device }: Connection,
    { identity, test, ageMs, ageIsLowerBound }: ReceivedUplink,
    press: Press,
  ): Promise<'stored' | 'duplicate'> {
    const { deviceId } = device;
    const { bootId, seq } = identity as NonNullable<typeof identity>;
    const { count } = press;
    const key = keyName(press.key);
    const receivedAt = this.#deps.clock.utc();
    return this.#deps.calls.take({
      deviceId,
      bootId,
      seq,
      key,
      count,
      test,
      receivedAt,
      ageMs,
      ageIsLowerBound,
    });
  }

  async #takeEvent(
    { device }: Connection,
    { identity, ageMs, event }: ReceivedUplink,
    frame: Uint8Array,
  ): Promise<'stored' | 'duplicate'> {
    const appended = await this.#deps.journal.appendEvent({
      deviceId: device.deviceId,
      ...(identity as NonNullable<typeof identity>),
      kind: event.kind,
      ageMs,
      receivedAt: this.#deps.clock.utc(),
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

/** Why an envelope is no will of this connection; undefined: it is one. */
function willFault(envelope: Envelope, connection: Connection): ProtocolErrorCode | undefined {
  if (!isOfSession(envelope, connection)) return 'SESSION_WRONG';
  const decoded = decodeUplink(envelope.frame, connection.session);
  if (!decoded.ok) return decoded.error.code;
  const isLost = decoded.value.event.kind === 'lost' && envelope.number === 0;
  return isLost ? undefined : 'LOST_MISPLACED';
}

function isOfSession({ session }: Envelope, connection: Connection): boolean {
  return (
    session.bootId === connection.session.bootId &&
    session.connectNo === connection.session.connectNo
  );
}
