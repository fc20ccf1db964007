// The journal on LevelDB: one record per event under its identity, open deliveries, calls and sessions beside it.
import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import type { Session } from '#protocol/messages.ts';
import type { Call } from '../domain/call.ts';
import type { Assignment } from '../domain/call-book.ts';
import type { Appended, DeviceEventRecord, Journal } from '../domain/ports/journal.ts';
import type { AssignedPress, Press } from '../domain/press.ts';
import { GroupCommit } from './group-commit.ts';
import { CLOSED_CALL, DUE, EVENT, endOf, identityKey, OPEN_CALL, SESSION } from './keys.ts';

type Operation = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

export class LevelJournal implements Journal {
  readonly #folder: string;
  /** Made by `start`, because LevelDB begins to open itself as soon as it is made. */
  #level: ClassicLevel<string, string> | undefined;
  readonly #group: GroupCommit<Operation>;
  /** Identities whose group is being written. */
  readonly #inFlight = new Map<string, Promise<void>>();
  /** The newest session of devices that connected since the start. */
  readonly #sessions = new Map<string, Session>();

  /** Keeps everything in `folder`, which it makes when needed. One process at a time may open it. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#group = new GroupCommit((ops) => this.#opened.batch(ops, { sync: true }));
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#level = new ClassicLevel(this.#folder);
    await this.#level.open();
  }

  async stop(): Promise<void> {
    await this.#group.idle();
    await this.#level?.close();
  }

  get #opened(): ClassicLevel<string, string> {
    if (this.#level === undefined) throw new Error('the journal is not started');
    return this.#level;
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
    return this.#read<Call>(OPEN_CALL + callId) ?? this.#read<Call>(CLOSED_CALL + callId);
  }

  async renewSession(deviceId: string, session: Session): Promise<boolean> {
    const newest = this.#sessions.get(deviceId) ?? this.#read<Session>(SESSION + deviceId);
    if (newest && !isNewer(session, newest)) return false;
    // Before the write, so that a second CONNECT with the same password is refused while it is under way.
    this.#sessions.set(deviceId, session);
    await this.#group.commit([put(SESSION + deviceId, session)]);
    return true;
  }

  async openCalls(): Promise<Call[]> {
    const calls: Call[] = [];
    for await (const value of this.#opened.values({ gte: OPEN_CALL, lt: endOf(OPEN_CALL) })) {
      calls.push(JSON.parse(value));
    }
    return calls.sort((a, b) => a.openedAt - b.openedAt);
  }

  async openPresses(): Promise<AssignedPress[]> {
    const keys: string[] = [];
    for await (const key of this.#opened.keys({ gte: DUE, lt: endOf(DUE) })) {
      keys.push(EVENT + key.slice(DUE.length));
    }
    const values = await this.#opened.getMany(keys);
    const presses = values.flatMap((value): AssignedPress[] => (value ? [JSON.parse(value)] : []));
    return presses.sort((a, b) => a.receivedAt - b.receivedAt);
  }

  /** False when the identity was written before, or is being written: then it resolves with that write. */
  async #appendOnce(
    of: Press | DeviceEventRecord,
    operations: (key: string) => Operation[],
  ): Promise<boolean> {
    const key = identityKey(of);
    const underWay = this.#inFlight.get(key);
    if (underWay) {
      await underWay;
      return false;
    }
    if (this.#opened.getSync(EVENT + key) !== undefined) return false;
    const done = this.#group.commit(operations(key));
    this.#inFlight.set(key, done);
    try {
      await done;
    } finally {
      this.#inFlight.delete(key);
    }
    return true;
  }

  #read<T>(key: string): T | undefined {
    const value = this.#opened.getSync(key);
    return value === undefined ? undefined : JSON.parse(value);
  }
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
