// The connections of all devices, and the news that goes down on them. Implements the downlink port.
import type { Client } from 'aedes';
import {
  type CallNews,
  type CallStageNumber,
  type Command,
  type Configuration,
  KEY_GREEN,
  KEY_RED,
  STAGE_ACCEPTED,
  STAGE_ANSWERED,
  STAGE_CLOSED,
  STAGE_DISPATCHED,
  STAGE_STORED,
  STAGE_UNANSWERED,
  type Update,
} from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';
import { type Call, type CallStage, isAtLeast } from '../domain/call.ts';
import type { DeviceLine, Downlink } from '../domain/ports/downlink.ts';
import type { Connection } from './connection.ts';

const STAGE_NUMBERS: Record<CallStage, CallStageNumber> = {
  stored: STAGE_STORED,
  accepted: STAGE_ACCEPTED,
  answered: STAGE_ANSWERED,
  dispatched: STAGE_DISPATCHED,
  closed: STAGE_CLOSED,
};

/** A call as its device hears of it. */
export function newsOf(call: Call): CallNews {
  const { openedBy, latest } = call;
  const { missed, reached } = call;
  // An acceptance that came after the limit takes it back: then help is coming.
  const isMissed = missed.answered !== undefined && (reached.accepted ?? 0) <= missed.answered;
  const unanswered = isMissed && !isAtLeast(call, 'answered');
  const stage = unanswered ? STAGE_UNANSWERED : STAGE_NUMBERS[call.stage];
  return { openedBy, key: call.key === 'red' ? KEY_RED : KEY_GREEN, stage, latest };
}

export class DeviceConnections implements Downlink, DeviceLine {
  readonly #byDevice = new Map<string, Connection>();
  readonly #byClient = new WeakMap<Client, Connection>();
  /** Admitted, but not the device's current one yet. */
  readonly #entering = new Map<string, readonly Connection[]>();

  /** A connection that was admitted, but is not the device's current one yet. */
  admit(connection: Connection): void {
    const { client, device } = connection;
    this.#byClient.set(client, connection);
    this.#entering.set(device.deviceId, [...this.#enteringOf(device.deviceId), connection]);
  }

  /** From now on the device's current connection. Returns the one that it replaces. */
  makeCurrent(connection: Connection): Connection | undefined {
    const { deviceId } = connection.device;
    const former = this.#byDevice.get(deviceId);
    this.#byDevice.set(deviceId, connection);
    this.#hasEntered(connection);
    return former;
  }

  /** Returns the device that has no connection any more, if it was its current one. */
  remove(client: Client): string | undefined {
    const connection = this.#byClient.get(client);
    if (connection) this.#hasEntered(connection);
    if (connection === undefined || !this.isCurrent(connection)) return undefined;
    const { deviceId } = connection.device;
    this.#byDevice.delete(deviceId);
    return deviceId;
  }

  /** Ends the device's connections, if it has any: it must prove itself anew. */
  disconnect(deviceId: string): void {
    this.#byDevice.get(deviceId)?.client.close();
    for (const { client } of this.#enteringOf(deviceId)) client.close();
  }

  #enteringOf(deviceId: string): readonly Connection[] {
    return this.#entering.get(deviceId) ?? [];
  }

  #hasEntered(connection: Connection): void {
    const { deviceId } = connection.device;
    const remaining = this.#enteringOf(deviceId).filter((entering) => entering !== connection);
    if (remaining.length > 0) this.#entering.set(deviceId, remaining);
    else this.#entering.delete(deviceId);
  }

  of(client: Client): Connection | undefined {
    return this.#byClient.get(client);
  }

  isCurrent(connection: Connection): boolean {
    return this.#byDevice.get(connection.device.deviceId) === connection;
  }

  get size(): number {
    return this.#byDevice.size;
  }

  /** Nothing of a test: its device shows the receipt, and must never show that help is coming. */
  progress(call: Call): void {
    if (call.test) return;
    this.#byDevice.get(call.deviceId)?.tell(newsOf(call));
  }

  send(deviceId: string, downlink: Command | Configuration | Update): void {
    this.#byDevice.get(deviceId)?.send(downlink);
  }

  keyOf(deviceId: string): SealKey | undefined {
    return this.#byDevice.get(deviceId)?.key;
  }
}
