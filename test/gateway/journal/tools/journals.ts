// Journals for the tests of their administration: filled through LevelJournal, closed cleanly or as a crash leaves them.
import { mkdtempSync, rmSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterAll, onTestFinished } from 'vitest';
import { MissedDeadlines } from '#gateway/calls/missed-deadlines.ts';
import { advanceCall, type Call } from '#gateway/domain/call.ts';
import { CallBook } from '#gateway/domain/call-book.ts';
import type { Limit } from '#gateway/domain/missed-deadline.ts';
import type { DeviceEventRecord } from '#gateway/domain/ports/journal.ts';
import type { AssignedPress, Press } from '#gateway/domain/press.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import type { Level } from '#gateway/journal/recovering-level.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { press, SECOND, T0 } from '../../presses.ts';
import { tempFolder } from '../../temp.ts';

/** A journal that is open, with what a gateway would do to it. */
export class Filled {
  readonly data: string;
  readonly clock = new MovingClock(T0);
  readonly journal: LevelJournal;
  readonly #book = new CallBook();

  private constructor(data: string) {
    this.data = data;
    this.journal = new LevelJournal({ folder: join(data, 'journal'), clock: this.clock });
  }

  static async start(): Promise<Filled> {
    const filled = new Filled(await tempFolder());
    await filled.journal.start();
    onTestFinished(() => filled.journal.stop());
    return filled;
  }

  get folder(): string {
    return join(this.data, 'journal');
  }

  async take(changes: Partial<Press>): Promise<AssignedPress> {
    const pressed = press({ receivedAt: this.clock.utc(), ...changes });
    const appended = await this.journal.appendPress(pressed, () => this.#book.assign(pressed));
    if (appended.outcome === 'duplicate') throw new Error('a duplicate');
    return appended.record;
  }

  async event(changes: Partial<DeviceEventRecord>): Promise<void> {
    const identity = { deviceId: 'CB-1', bootId: 1, seq: 1, receivedAt: this.clock.utc() };
    await this.journal.appendEvent({
      ...identity,
      kind: 'boot',
      ageMs: 7,
      frame: 'AAEC',
      ...changes,
    });
  }

  /** The call of a press goes on to a stage; at `accepted` the delivery of the press has ended. */
  async advance(assigned: AssignedPress, stage: Call['stage']): Promise<void> {
    const call = advanceCall(this.#book.find(assigned.callId) as Call, stage, this.clock.utc());
    this.#book.update(call);
    await this.journal.update(stage === 'accepted' ? { call, settled: assigned } : { call });
    if (stage === 'closed') this.#book.drop(call);
  }

  /** A limit of a press is missed, and recorded as the gateway does it. Returns the id of the notice. */
  async missedDeadline(assigned: AssignedPress, limit: Limit): Promise<string> {
    let id = '';
    let published: Promise<unknown> = Promise.resolve();
    const deadlines = new MissedDeadlines({
      notices: {
        publish: async (notice) => {
          id = notice.id;
          const remembered = [{ subject: assigned.deviceId, state: { last: T0 } }];
          published = this.journal.appendNotice(notice, remembered);
        },
      },
      directory: { size: 0, find: () => undefined, all: () => [], start: async () => {} },
      clock: this.clock,
      log: { info() {}, warn() {}, error() {} },
    });
    const missed = { limit, cause: 'platform_slow', limitMs: 60_000, tookMs: 60_001 } as const;
    if (limit === 'answered') deadlines.ofCall(this.#book.find(assigned.callId) as Call, missed);
    else deadlines.ofPress(assigned, missed);
    await published;
    return id;
  }

  /** Two devices, 60 presses, of which the last of each device is due; events, notices, sessions. */
  async fill(): Promise<void> {
    for (let seq = 1; seq <= 60; seq += 2) {
      await this.clock.advance(SECOND);
      for (const deviceId of ['CB-1', 'CB-2']) {
        const assigned = await this.take({ deviceId, seq, key: seq % 4 === 1 ? 'red' : 'green' });
        if (seq < 59) await this.advance(assigned, 'accepted');
        if (seq % 3 === 0) await this.advance(assigned, 'closed');
        if (seq % 10 === 1) await this.event({ deviceId, seq: seq + 1 });
        if (seq !== 41) continue;
        const id = await this.missedDeadline(assigned, 'accepted');
        if (deviceId === 'CB-2') await this.journal.update({ settledNotice: id });
      }
    }
    await this.journal.renewSession('CB-1', { bootId: 1, connectNo: 2 });
  }

  /** The data folder as it would be if the power had gone this moment. Everything written so far is synced. */
  async crash(): Promise<string> {
    const data = await tempFolder();
    await cp(this.folder, join(data, 'journal'), { recursive: true });
    return data;
  }
}

const made = new Map<'closed' | 'crashed', Promise<string>>();
const templates = mkdtempSync(join(tmpdir(), 'call-button-templates-'));
afterAll(() => rmSync(templates, { recursive: true, force: true }));

/** The data folder of a filled journal: closed cleanly, or crashed with half of it behind the checkpoint. */
export async function filledFolder(how: 'closed' | 'crashed' = 'closed'): Promise<string> {
  const template = made.get(how) ?? makeTemplate(how);
  made.set(how, template);
  const data = await tempFolder();
  await cp(await template, data, { recursive: true });
  return data;
}

async function makeTemplate(how: 'closed' | 'crashed'): Promise<string> {
  const filled = await Filled.start();
  await filled.fill();
  if (how === 'crashed') {
    const early = await filled.take({ deviceId: 'CB-1', seq: 99, key: 'red' });
    await filled.journal.flush();
    await filled.advance(early, 'accepted');
    await filled.advance(early, 'closed');
    for (let seq = 101; seq <= 140; seq++) {
      const assigned = await filled.take({ deviceId: 'CB-2', seq, key: 'red' });
      if (seq % 2 === 0) await filled.advance(assigned, 'accepted');
      if (seq % 5 === 0) await filled.advance(assigned, 'closed');
    }
  } else {
    await filled.journal.stop();
  }
  const template = join(templates, how);
  await cp(filled.data, template, { recursive: true });
  // The room that it keeps on the disk is nothing to look after, and slow to copy.
  await rm(join(template, 'journal', 'reserve'), { force: true });
  return template;
}

/** Open until the test ends. */
export async function open(data: string): Promise<Level> {
  const level: Level = new ClassicLevel(join(data, 'journal'));
  await level.open();
  onTestFinished(() => level.close());
  return level;
}
