// A journal that the version with schema 1 wrote is brought up to date with nothing lost, also when it is killed meanwhile.
import { cp } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { pressId } from '#gateway/domain/press.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import type { Level, Operation } from '#gateway/journal/recovering-level.ts';
import { checkJournal } from '#gateway/journal/tools/check.ts';
import { exportLines } from '#gateway/journal/tools/export.ts';
import { migrateFrom1 } from '#gateway/journal/tools/migrate.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { call as callOf } from '../../presses.ts';
import { tempFolder } from '../../temp.ts';
import { type History, writeHistory } from './schema-1.ts';

const COUNT = 500;

type Batch = (operations: Operation[], options: object) => Promise<void>;

interface Old {
  folder: string;
  level: Level;
  history: History;
}

/** A journal of schema 1, open. */
async function oldJournal(count = COUNT): Promise<Old> {
  const folder = await tempFolder();
  const level: Level = new ClassicLevel(folder);
  await level.open();
  onTestFinished(() => level.close());
  return { folder, level, history: await writeHistory(level, count) };
}

async function copyOf({ folder: from, history }: Old): Promise<Old> {
  const folder = await tempFolder();
  await cp(from, folder, { recursive: true });
  const level: Level = new ClassicLevel(folder);
  await level.open();
  onTestFinished(() => level.close());
  return { folder, level, history };
}

async function expectAllThere(folder: string, level: Level, history: History): Promise<void> {
  expect((await checkJournal(level)).faults).toEqual(new Map());
  await level.close();
  const journal = new LevelJournal({ folder, clock: new MovingClock() });
  await journal.start();
  const never = () => {
    throw new Error('taken for new');
  };
  for (const press of history.presses) {
    expect(await journal.appendPress(press, never)).toEqual({ outcome: 'duplicate' });
  }
  for (const event of history.events) {
    expect(await journal.appendEvent(event)).toEqual({ outcome: 'duplicate' });
  }
  for (const [callId, call] of history.calls) expect(await journal.findCall(callId)).toEqual(call);
  const due = (await journal.openPresses()).map(pressId);
  expect(new Set(due)).toEqual(history.due);
  for (const [deviceId, session] of history.sessions) {
    expect(await journal.renewSession(deviceId, session)).toBe(false);
    const newer = { ...session, connectNo: session.connectNo + 1 };
    expect(await journal.renewSession(deviceId, newer)).toBe(true);
  }
  await journal.stop();
}

/** Dies before or after the n-th write from now. False: it came to its end before. */
async function dies(level: Level, moment: 'before' | 'after', n: number): Promise<boolean> {
  const batch = level.batch as unknown as Batch;
  let left = n;
  const spy = vi.spyOn(level, 'batch') as unknown as { mockImplementation(batch: Batch): void };
  spy.mockImplementation(async (operations, options) => {
    const isLast = --left === 0;
    if (!isLast || moment === 'after') await batch.call(level, operations, options);
    if (isLast) throw new Error('killed');
  });
  try {
    await migrateFrom1(level);
    return false;
  } catch (error) {
    expect(String(error)).toContain('killed');
    return true;
  } finally {
    vi.restoreAllMocks();
  }
}

async function exported(level: Level): Promise<Record<string, unknown>[]> {
  const span = { from: 0, to: Number.POSITIVE_INFINITY };
  const counts = { presses: 0, events: 0, notices: 0, unreadable: 0 };
  let text = '';
  for await (const part of exportLines(level, 'jsonl', span, counts)) text += part;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('a journal of schema 1', () => {
  it('keeps every identity, open delivery, call and session when it is brought up to date', async () => {
    const { folder, level, history } = await oldJournal();
    await migrateFrom1(level);
    expect(level.getSync('meta!schema')).toBe('2');
    const old = ['event!', 'session!', 'by-time!'].map((prefix) =>
      level.keys({ gte: prefix, lt: `${prefix.slice(0, -1)}"` }).all(),
    );
    expect((await Promise.all(old)).flat()).toEqual([]);
    await expectAllThere(folder, level, history);
  });

  it('can be exported afterwards, in the order of arrival', async () => {
    const { level, history } = await oldJournal(60);
    await migrateFrom1(level);
    const lines = await exported(level);
    const presses = lines.filter(({ type }) => type === 'press');
    expect(presses.map(({ press }) => press)).toEqual(
      history.presses.toSorted((a, b) => a.receivedAt - b.receivedAt).map(pressId),
    );
    for (const { press, due, call_id, stage } of presses) {
      expect(due).toBe(history.due.has(String(press)));
      expect(stage).toBe(history.calls.get(String(call_id))?.stage);
    }
    expect(lines.filter(({ type }) => type === 'event')).toHaveLength(history.events.length);
  });

  for (const moment of ['before', 'after'] as const) {
    it(`that dies ${moment} its n-th write and starts once more is whole, for each n`, async () => {
      const old = await oldJournal(210);
      await old.level.close();
      let n = 1;
      for (let isOver = false; !isOver; n++) {
        const { folder, level, history } = await copyOf(old);
        isOver = !(await dies(level, moment, n));
        await migrateFrom1(level);
        await expectAllThere(folder, level, history);
      }
      expect(n).toBeGreaterThan(8);
    });
  }

  it('that dies again and again, each time a little later, is whole in the end', async () => {
    const { folder, level, history } = await oldJournal();
    for (let n = 1; await dies(level, n % 2 === 0 ? 'before' : 'after', n); n++);
    await expectAllThere(folder, level, history);
  });

  it('with a row that can not be read keeps its identity and its bytes, and all others', async () => {
    const { folder, level, history } = await oldJournal(20);
    await level.put('event!CB-9!00000001!0000000a', '{"kind":"press","receiv');
    await level.put('due!CB-9!00000001!0000000a', '');
    await migrateFrom1(level);
    const odd = (await exported(level)).find(({ event }) => event === 'CB-9/1/10');
    expect(odd).toMatchObject({ type: 'event', kind: 'unreadable' });
    expect(Buffer.from(String(odd?.frame), 'base64').toString()).toBe('{"kind":"press","receiv');
    await expectAllThere(folder, level, history);
  });

  it('with a press whose call is missing keeps the press, and the check says so', async () => {
    const { level } = await oldJournal(0);
    const { receivedAt } = { receivedAt: callOf().openedAt };
    const press = { kind: 'press', deviceId: 'CB-1', bootId: 1, seq: 2, key: 'red', count: 1 };
    const rest = { test: false, receivedAt, ageMs: 0, ageIsLowerBound: false };
    const value = { ...press, ...rest, callId: 'CB-1.1.1', joined: true };
    await level.put('event!CB-1!00000001!00000002', JSON.stringify(value));
    await migrateFrom1(level);
    const { faults, presses } = await checkJournal(level);
    expect(presses).toBe(1);
    expect([...faults.keys()]).toEqual(['CALL_MISSING']);
  });

  it('with no press at all is brought up to date too', async () => {
    const { folder, level, history } = await oldJournal(0);
    await migrateFrom1(level);
    await expectAllThere(folder, level, history);
  });
});
