// A journal in memory, under the same contract as the real one, whose writes tests can hold and break.
import type { Call } from '#gateway/domain/call.ts';
import type { Assignment } from '#gateway/domain/call-book.ts';
import type { Notice } from '#gateway/domain/notice.ts';
import type {
  Appended,
  DeviceEventRecord,
  Journal,
  JournalChange,
  JournalProblem,
  Remembered,
} from '#gateway/domain/ports/journal.ts';
import { type AssignedPress, type Press, pressId } from '#gateway/domain/press.ts';
import type { Session } from '#protocol/messages.ts';

/** What outlives the journal: give it to the next one. */
export class MemoryDisk {
  readonly identities = new Set<string>();
  readonly open = new Map<string, AssignedPress>();
  readonly calls = new Map<string, Call>();
  readonly sessions = new Map<string, Session>();
  readonly notices = new Map<string, Notice>();
  readonly openNotices = new Set<string>();
  readonly remembered = new Map<string, Remembered>();
}

export class MemoryJournal implements Journal {
  readonly disk: MemoryDisk;
  /** While set, every write rejects with it. */
  failure: Error | undefined;
  /** Writes that are rejected are on disk all the same, as after a sync that failed. */
  keepsWhatFails = false;
  /** Every change of a call, in the order in which they were asked for. */
  readonly updates: JournalChange[] = [];
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #sessions = new Map<string, Session>();
  #held: Promise<void> | undefined;
  #failsNext = false;
  #isTorn = false;
  #recovered = () => {};

  constructor(disk = new MemoryDisk()) {
    this.disk = disk;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  onRecovery(call: () => void): void {
    this.#recovered = call;
  }

  /** The disk works again. */
  recover(): void {
    this.failure = undefined;
    this.#isTorn = false;
    this.#recovered();
  }

  /** Holds every write from now on until the function that it returns is called. */
  hold(): () => void {
    let release = () => {};
    this.#held = new Promise((resolve) => {
      release = () => {
        this.#held = undefined;
        resolve();
      };
    });
    return release;
  }

  failNextWrite(): void {
    this.#failsNext = true;
  }

  async appendPress(press: Press, assign: () => Assignment): Promise<Appended<AssignedPress>> {
    let record: AssignedPress | undefined;
    const isNew = await this.#appendOnce(pressId(press), () => {
      const assigned = assign();
      record = assigned.press;
      return () => {
        this.disk.open.set(pressId(press), assigned.press);
        this.disk.calls.set(assigned.call.callId, assigned.call);
      };
    });
    return isNew && record ? { outcome: 'stored', record } : { outcome: 'duplicate' };
  }

  async appendEvent(event: DeviceEventRecord): Promise<Appended<DeviceEventRecord>> {
    const isNew = await this.#appendOnce(pressId(event), () => () => {});
    return isNew ? { outcome: 'stored', record: event } : { outcome: 'duplicate' };
  }

  get problem(): JournalProblem | undefined {
    return this.#isTorn ? { since: 0, reason: 'disk full' } : undefined;
  }

  async appendNotice(notice: Notice, remembered: readonly Remembered[] = []): Promise<boolean> {
    return this.#once(`notice ${notice.id}`, this.disk.notices.has(notice.id), () => () => {
      this.disk.notices.set(notice.id, notice);
      this.disk.openNotices.add(notice.id);
      for (const memory of remembered) this.disk.remembered.set(memory.subject, memory);
    });
  }

  async openNotices(): Promise<Notice[]> {
    const open = [...this.disk.openNotices].map((id) => this.disk.notices.get(id) as Notice);
    return open.sort((a, b) => a.at - b.at);
  }

  remember(remembered: Remembered): void {
    this.disk.remembered.set(remembered.subject, remembered);
  }

  store(remembered: readonly Remembered[]): Promise<void> {
    return this.#write(() => {
      for (const memory of remembered) this.disk.remembered.set(memory.subject, memory);
    });
  }

  async remembered(): Promise<Remembered[]> {
    return [...this.disk.remembered.values()];
  }

  async update(change: JournalChange): Promise<void> {
    this.updates.push(change);
    await this.#write(() => {
      if (change.call) this.disk.calls.set(change.call.callId, change.call);
      if (change.settled) this.disk.open.delete(pressId(change.settled));
      if (change.settledNotice !== undefined) this.disk.openNotices.delete(change.settledNotice);
    });
  }

  async findCall(callId: string): Promise<Call | undefined> {
    return this.disk.calls.get(callId);
  }

  async renewSession(deviceId: string, session: Session): Promise<boolean> {
    const newest = this.#sessions.get(deviceId) ?? this.disk.sessions.get(deviceId);
    const { bootId, connectNo } = newest ?? { bootId: 0, connectNo: 0 };
    const isNewer =
      session.bootId > bootId || (session.bootId === bootId && session.connectNo > connectNo);
    if (!isNewer) return false;
    this.#sessions.set(deviceId, session);
    await this.#write(() => this.disk.sessions.set(deviceId, session));
    return true;
  }

  async openCalls(): Promise<Call[]> {
    const calls = [...this.disk.calls.values()].filter(({ stage }) => stage !== 'closed');
    return calls.sort((a, b) => a.openedAt - b.openedAt);
  }

  async openPresses(): Promise<AssignedPress[]> {
    return [...this.disk.open.values()].sort((a, b) => a.receivedAt - b.receivedAt);
  }

  #appendOnce(id: string, prepare: () => () => void): Promise<boolean> {
    return this.#once(id, this.disk.identities.has(id), () => {
      const change = prepare();
      return () => {
        this.disk.identities.add(id);
        change();
      };
    });
  }

  async #once(id: string, isKnown: boolean, prepare: () => () => void): Promise<boolean> {
    const underWay = this.#inFlight.get(id);
    if (underWay) {
      await underWay;
      return false;
    }
    if (isKnown) return false;
    const done = this.#write(prepare());
    this.#inFlight.set(id, done);
    try {
      await done;
    } finally {
      this.#inFlight.delete(id);
    }
    return true;
  }

  async #write(change: () => void): Promise<void> {
    const fails = this.#failsNext;
    this.#failsNext = false;
    await this.#held;
    const failure = fails ? new Error('disk full') : this.failure;
    if (failure === undefined && this.#isTorn) this.recover();
    if (failure === undefined || this.keepsWhatFails) change();
    if (failure) {
      this.#isTorn = true;
      throw failure;
    }
  }
}
