// Writes a journal as the version with schema 1 did, and a made-up history of calls to write.

import { type Call, openCall } from '#gateway/domain/call.ts';
import type { DeviceEventRecord } from '#gateway/domain/ports/journal.ts';
import type { AssignedPress } from '#gateway/domain/press.ts';
import type { Level, Operation } from '#gateway/journal/recovering-level.ts';
import type { Session } from '#protocol/messages.ts';
import { assigned, T0 } from '../../presses.ts';

function identityKey(of: { deviceId: string; bootId: number; seq: number }): string {
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  return `${of.deviceId}!${hex(of.bootId)}!${hex(of.seq)}`;
}

function put(key: string, value: object | ''): Operation {
  return { type: 'put', key, value: value === '' ? '' : JSON.stringify(value) };
}

/** The operations of schema 1, as its writer had them. */
export class Schema1 {
  readonly #level: Level;

  constructor(level: Level) {
    this.#level = level;
  }

  async press(press: AssignedPress, call: Call): Promise<void> {
    const key = identityKey(press);
    await this.#level.batch([
      put(`event!${key}`, { kind: 'press', ...press }),
      put(`due!${key}`, ''),
      ...this.#call(call),
    ]);
  }

  async event(event: DeviceEventRecord): Promise<void> {
    await this.#level.batch([put(`event!${identityKey(event)}`, event)]);
  }

  async update(call: Call, settled?: AssignedPress): Promise<void> {
    const operations = this.#call(call);
    if (settled) operations.push({ type: 'del', key: `due!${identityKey(settled)}` });
    await this.#level.batch(operations);
  }

  async session(deviceId: string, session: Session): Promise<void> {
    await this.#level.batch([put(`session!${deviceId}`, session)]);
  }

  #call(call: Call): Operation[] {
    const { callId } = call;
    if (call.stage !== 'closed') return [put(`open-call!${callId}`, call)];
    return [{ type: 'del', key: `open-call!${callId}` }, put(`closed-call!${callId}`, call)];
  }
}

export interface History {
  presses: AssignedPress[];
  events: DeviceEventRecord[];
  /** Press ids. */
  due: Set<string>;
  calls: Map<string, Call>;
  sessions: Map<string, Session>;
}

/** So many presses of some devices, out of order, in calls of up to three; a third of them is still due. */
export async function writeHistory(level: Level, count: number): Promise<History> {
  const writer = new Schema1(level);
  const history: History = {
    presses: [],
    events: [],
    due: new Set(),
    calls: new Map(),
    sessions: new Map(),
  };
  for (let index = 0; index < count; index++) {
    const deviceId = `CB-${1 + (index % 7)}`;
    const bootId = 1 + (Math.floor(index / 50) % 3);
    const seq = 1 + ((index * 17) % count);
    const identity = { deviceId, bootId, seq, receivedAt: T0 + ((index * 7_919) % 100_000) };
    if (index % 10 === 9) {
      const event = { ...identity, kind: 'boot', ageMs: 5, frame: 'AAEC' };
      await writer.event(event);
      history.events.push(event);
      continue;
    }
    const press = assigned(identity);
    const closed = { stage: 'closed', reached: { closed: press.receivedAt + 900 } } as const;
    const call: Call = { ...openCall(press, undefined), ...(index % 2 === 0 ? closed : {}) };
    await writer.press(press, { ...call, stage: 'stored', reached: {} });
    if (index % 3 === 0) history.due.add(`${deviceId}/${bootId}/${seq}`);
    else await writer.update(call, press);
    await writer.update(call);
    history.presses.push(press);
    history.calls.set(call.callId, call);
  }
  for (const deviceId of ['CB-1', 'CB-2', 'CB-ONLY-A-SESSION']) {
    const session = { bootId: 4, connectNo: deviceId.length };
    await writer.session(deviceId, session);
    history.sessions.set(deviceId, session);
  }
  return history;
}
