// The journal on LevelDB: one record per event under its identity, open deliveries, calls and sessions beside it.
import type { Session } from '#protocol/messages.ts';
import type { Call } from '../domain/call.ts';
import type { Assignment } from '../domain/call-book.ts';
import type { Appended, DeviceEventRecord, Journal } from '../domain/ports/journal.ts';
import type { AssignedPress, Press } from '../domain/press.ts';
import { GroupCommit } from './group-commit.ts';
import { CLOSED_CALL, DUE, EVENT, endOf, identityKey, OPEN_CALL, SESSION } from './keys.ts';
import { type Level, type Operation, RecoveringLevel } from './recovering-level.ts';

export class LevelJournal implements Journal {
  readonly #level: RecoveringLevel;
  readonly #group: GroupCommit<Operation>;
  /** Identities whose group is being written. */
  readonly #inFlight = new Map<string, Promise<void>>();
  /** The newest session of devices that connected since the start. */
  readonly #sessions = new Map<string, Session>();

  /** Keeps everything in `folder`, which it makes when needed. One process at a time may open it. */
  constructor(folder: string) {
    this.#level = new RecoveringLevel(folder);
    this.#group = new GroupCommit((operations) => this.#level.write(operations));
  }

  async start(): Promise<void> {
    await this.#level.start();
  }

  async stop(): Promise<void> {
    await this.#group.idle();
    await this.#level.stop();
  }

  onRecovery(call: () => void): void {
    this.#level.onRecovery(call);
  }

  async appendPress(press: Press, assign: () => Assignment): Promise<Appended<AssignedPress>> {
    let assigned: AssignedPress | undefined;
    const isNew = await this.#appendOnce(press, (key) => {
      const { press: record, call } = assign();
      assigned = record;
      return [
        put(EVENT + key, { kind: 'press', ...record }),
        put(DUE + key, ''),
        ...callOperations(call),
      ];
    });
    return isNew && assigned ? { outcome: 'stored', record: assigned } : { outcome: 'duplicate' };
  }

  async appendEvent(event: DeviceEventRecord): Promise<Appended<DeviceEventRecord>> {
    const isNew = await this.#appendOnce(event, (key) => [put(EVENT + key, event)]);
    return isNew ? { outcome: 'stored', record: event } : { outcome: 'duplicate' };
  }

  async update({ call, settled }: { call?: Call; settled?: Press }): Promise<void> {
    const operations = call ? callOperations(call) : [];
    if (settled) operations.push({ type: 'del', key: DUE + identityKey(settled) });
    await this.#group.commit(operations);
  }

  async findCall(callId: string): Promise<Call | undefined> {
    const level = await this.#level.ready();
    return read<Call>(level, OPEN_CALL + callId) ?? read<Call>(level, CLOSED_CALL + callId);
  }

  async renewSession(deviceId: string, session: Session): Promise<boolean> {
    // While the disk fails, what is known without it still refuses a recorded CONNECT.
    const level = this.#sessions.has(deviceId) ? undefined : await this.#level.ready();
    const newest =
      this.#sessions.get(deviceId) ?? (level && read<Session>(level, SESSION + deviceId));
    if (newest && !isNewer(session, newest)) return false;
    // Before the write, so that a second CONNECT with the same password is refused while it is under way.
    this.#sessions.set(deviceId, session);
    await this.#group.commit([put(SESSION + deviceId, session)]);
    return true;
  }

  async openCalls(): Promise<Call[]> {
    const calls: Call[] = [];
    const level = await this.#level.ready();
    for await (const value of level.values({ gte: OPEN_CALL, lt: endOf(OPEN_CALL) })) {
      calls.push(JSON.parse(value));
    }
    return calls.sort((a, b) => a.openedAt - b.openedAt);
  }

  async openPresses(): Promise<AssignedPress[]> {
    const keys: string[] = [];
    const level = await this.#level.ready();
    for await (const key of level.keys({ gte: DUE, lt: endOf(DUE) })) {
      keys.push(EVENT + key.slice(DUE.length));
    }
    const values = await level.getMany(keys);
    const presses = values.flatMap((value): AssignedPress[] => (value ? [JSON.parse(value)] : []));
    return presses.sort((a, b) => a.receivedAt - b.receivedAt);
  }

  /** False when the identity was written before, or is being written: then it resolves with that write. */
  async #appendOnce(
    of: Press | DeviceEventRecord,
    operations: (key: string) => Operation[],
  ): Promise<boolean> {
    const level = this.#level.now ?? (await this.#level.ready());
    const key = identityKey(of);
    const underWay = this.#inFlight.get(key);
    if (underWay) {
      await underWay;
      return false;
    }
    if (level.getSync(EVENT + key) !== undefined) return false;
    const done = this.#group.commit(operations(key));
    this.#inFlight.set(key, done);
    try {
      await done;
    } finally {
      this.#inFlight.delete(key);
    }
    return true;
  }
}

function read<T>(level: Level, key: string): T | undefined {
  const value = level.getSync(key);
  return value === undefined ? undefined : JSON.parse(value);
}

function put(key: string, value: object | string): Operation {
  return { type: 'put', key, value: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** An open call and a closed one lie in different places. */
function callOperations(call: Call): Operation[] {
  if (call.stage !== 'closed') return [put(OPEN_CALL + call.callId, call)];
  return [{ type: 'del', key: OPEN_CALL + call.callId }, put(CLOSED_CALL + call.callId, call)];
}

function isNewer(session: Session, than: Session): boolean {
  return (
    session.bootId > than.bootId ||
    (session.bootId === than.bootId && session.connectNo > than.connectNo)
  );
}
