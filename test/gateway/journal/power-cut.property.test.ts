// A crash between any two writes, and a log that ends at any byte: what was synced is there, and nothing is invented.
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pressId } from '#gateway/domain/press.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';
import { noticeOf } from '#test/contract/journal-notices.contract.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

const step = fc.record({
  do: fc.constantFrom('append', 'append', 'settle', 'close', 'notice', 'session', 'checkpoint'),
  press: fc
    .record({ deviceId: fc.constantFrom('CB-1', 'CB-2'), bootId: fc.constantFrom(1, 2) })
    .chain((of) => fc.constantFrom(1, 2, 3, 40, 80).map((seq) => pressOf(seq, of))),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function run(journal: LevelJournal, { do: what, press }: Step): Promise<void> {
  const { bootId, seq } = press;
  if (what === 'append') await journal.appendPress(press, () => opens(press));
  else if (what === 'settle') await journal.update({ settled: press });
  else if (what === 'close') {
    await journal.update({ call: { ...opens(press).call, stage: 'closed' } });
  } else if (what === 'notice') await journal.appendNotice(noticeOf(pressId(press)));
  else if (what === 'session') {
    await journal.renewSession(press.deviceId, { bootId, connectNo: seq });
  } else await journal.flush();
}

/** All that the journal says of itself, as one value. */
async function stateOf(journal: LevelJournal): Promise<unknown> {
  const rows = await journal.flush();
  const all = await rows.iterator({ gt: 'meta!~' }).all();
  const others = await rows.iterator({ lt: 'meta!' }).all();
  return [...others, ...all].filter(([key]) => !key.startsWith('log!'));
}

/** What it says of itself after everything that is open in it has been ended. */
async function stateAtEndOf(journal: LevelJournal): Promise<unknown> {
  for (const settled of await journal.openPresses()) await journal.update({ settled });
  for (const { id } of await journal.openNotices()) await journal.update({ settledNotice: id });
  for (const call of await journal.openCalls()) {
    await journal.update({ call: { ...call, stage: 'closed' } });
  }
  return stateOf(journal);
}

async function opened<T>(folder: string, use: (journal: LevelJournal) => Promise<T>): Promise<T> {
  const journal = new LevelJournal({ folder, clock: new MovingClock() });
  await journal.start();
  try {
    return await use(journal);
  } finally {
    await journal.stop();
  }
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'call-button-cut-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('after a crash', () => {
  it('between any two writes of a checkpoint the journal is what it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) =>
        withFolder(async (folder) => {
          const clock = new MovingClock();
          const copies: string[] = [];
          let isCopying = false;
          const afterSync = () => {
            if (!isCopying) return;
            copies.push(join(folder, `copy-${copies.length}`));
            cpSync(join(folder, 'journal'), copies.at(-1) as string, { recursive: true });
          };
          const journal = new LevelJournal({ folder: join(folder, 'journal'), clock, afterSync });
          await journal.start();
          for (const one of steps) await run(journal, one);
          isCopying = true;
          journal.remember({ subject: 'CB-1', state: 'well' });
          await journal.flush();
          isCopying = false;
          const whole = await stateOf(journal);
          const ended = await stateAtEndOf(journal);
          await journal.stop();
          expect(copies.length).toBeGreaterThanOrEqual(2);
          for (const [index, copy] of copies.entries()) {
            const twin = `${copy}-twin`;
            cpSync(copy, twin, { recursive: true });
            expect(await opened(copy, stateOf), `after write ${index}`).toEqual(whole);
            expect(await opened(twin, stateAtEndOf), `after write ${index}`).toEqual(ended);
          }
        }),
      ),
      { numRuns: 12 },
    );
  });
});

describe('after a power cut', () => {
  it('that left any part of the log, every press is there whose sync it contains, and no other', async () => {
    await withFolder(async (folder) => {
      const from = join(folder, 'journal');
      const synced: { bytes: number; stored: number[] }[] = [];
      const stored: number[] = [];
      const afterSync = () => synced.push({ bytes: logOf(from).bytes, stored: [...stored] });
      const journal = new LevelJournal({ folder: from, clock: new MovingClock(), afterSync });
      await journal.start();
      for (let seq = 1; seq <= 60; seq++) {
        stored.push(seq);
        await journal.appendPress(pressOf(seq), () => opens(pressOf(seq)));
        if (seq % 20 === 0) await journal.flush();
        else if (seq % 7 === 0) await journal.update({ settled: pressOf(seq) });
      }
      const copy = join(folder, 'copy');
      cpSync(from, copy, { recursive: true });
      await journal.stop();
      const { file, bytes } = logOf(copy);
      const cuts = fc.oneof(fc.integer({ min: 0, max: bytes }), fc.constantFrom(0, 1, bytes));
      await fc.assert(
        fc.asyncProperty(cuts, async (cut) => {
          const cutFolder = mkdtempSync(join(folder, 'cut-'));
          cpSync(copy, cutFolder, { recursive: true });
          truncateSync(join(cutFolder, file), cut);
          const sure = synced.filter((one) => one.bytes <= cut).at(-1)?.stored ?? [];
          await opened(cutFolder, async (journal) => {
            const due = (await journal.openPresses()).map(({ seq }) => seq);
            expect(due.every((seq) => stored.includes(seq))).toBe(true);
            for (const seq of [...stored].reverse()) {
              const press = pressOf(seq);
              const { outcome } = await journal.appendPress(press, () => opens(press));
              if (sure.includes(seq)) expect(outcome).toBe('duplicate');
              if (due.includes(seq)) expect(outcome).toBe('duplicate');
            }
          });
        }),
        { numRuns: 25 },
      );
    });
  });
});

/** LevelDB's own log, and how long it is. */
function logOf(folder: string): { file: string; bytes: number } {
  const file = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .at(-1) as string;
  return { file, bytes: statSync(join(folder, file)).size };
}
