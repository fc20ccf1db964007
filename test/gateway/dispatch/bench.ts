// What the dispatch tests stand on: a moving clock, a journal in memory, and destinations that answer when told.
import { Calls } from '#gateway/dispatch/calls.ts';
import type { Call } from '#gateway/domain/call.ts';
import { DEFAULT_LIMITS, type LaneLimits } from '#gateway/domain/limits.ts';
import type { Delivery, Destination, Outcome } from '#gateway/domain/ports/destination.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import type { Log } from '#gateway/domain/ports/log.ts';
import { type KeyName, pressId } from '#gateway/domain/press.ts';
import { MemoryDisk, MemoryJournal } from '#test/support/memory-journal.ts';
import { MovingClock, settle } from '#test/support/moving-clock.ts';

export const ACCEPTED: Outcome = { kind: 'accepted' };
export const UNKNOWN: Outcome = { kind: 'unknown' };
export const BROKEN: Outcome = { kind: 'failed', code: 'BROKEN', detail: 'HTTP 500' };

/** One attempt that a destination was asked for. */
export interface Attempt {
  press: string;
  delivery: Delivery;
  signal: AbortSignal;
  answer(outcome: Outcome): Promise<void>;
}

/** Keeps every attempt; answers by `always`, or when a test says so. Gives up when it is aborted. */
export class FakeDestination implements Destination {
  readonly name = 'fake';
  readonly attempts: Attempt[] = [];
  always: Outcome | undefined;

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    return new Promise((resolve) => {
      const answer = async (outcome: Outcome) => {
        resolve(outcome);
        await settle();
      };
      this.attempts.push({ press: pressId(delivery.press), delivery, signal, answer });
      signal.addEventListener('abort', () =>
        resolve({ kind: 'failed', code: 'TIMEOUT', detail: 'gave up' }),
      );
      if (this.always) resolve(this.always);
    });
  }

  get presses(): string[] {
    return this.attempts.map(({ press }) => press);
  }

  get last(): Attempt {
    const last = this.attempts.at(-1);
    if (last === undefined) throw new Error('no attempt was made');
    return last;
  }
}

/** Keeps what was logged. */
export class FakeLog implements Log {
  readonly lines: { level: string; fields: object; message: string }[] = [];
  info = (fields: object, message: string) => this.#keep('info', fields, message);
  warn = (fields: object, message: string) => this.#keep('warn', fields, message);
  error = (fields: object, message: string) => this.#keep('error', fields, message);

  #keep(level: string, fields: object, message: string): void {
    this.lines.push({ level, fields, message });
  }
}

/** A call with the state in which its device heard of it. */
export function newsOf(calls: readonly Call[]): string[] {
  return calls.map((call) => {
    const unanswered = call.missed.answered !== undefined && call.reached.answered === undefined;
    return `${call.callId} ${unanswered ? 'unanswered' : call.stage} ${call.latest.seq}`;
  });
}

export class CallsBench {
  readonly clock: MovingClock;
  readonly journal: MemoryJournal;
  readonly red = new FakeDestination();
  readonly green = new FakeDestination();
  readonly log = new FakeLog();
  /** What devices heard, in its order. */
  readonly news: Call[] = [];
  readonly calls: Calls;

  constructor(
    disk = new MemoryDisk(),
    limits: Record<KeyName, LaneLimits> = DEFAULT_LIMITS,
    clock = new MovingClock(),
  ) {
    this.clock = clock;
    this.journal = new MemoryJournal(disk);
    const device: DeviceRecord = {
      ...{ deviceId: 'CB-1', keys: [], group: 'street-1', blocked: false },
      home: { reference: 'home-1' },
    };
    this.calls = new Calls({
      ...{ journal: this.journal, clock, log: this.log, limits },
      directory: {
        start: async () => {},
        find: (deviceId) => (deviceId === device.deviceId ? device : undefined),
        size: 1,
      },
      downlink: { progress: (call) => this.news.push(call) },
      routes: { red: this.red, green: this.green },
    });
  }

  /** The same disk and the same clock under a new gateway. */
  async restart(): Promise<CallsBench> {
    this.calls.stop();
    const next = new CallsBench(this.journal.disk, DEFAULT_LIMITS, this.clock);
    await next.calls.start();
    await settle();
    return next;
  }

  heard(): string[] {
    return newsOf(this.news);
  }
}
