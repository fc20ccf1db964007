// What a start can't read of the journal is told, with numbers and with the red presses that can be named: it is not taken for the end.
import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { newestRecordIn } from '#gateway/journal/newest-record.ts';
import { checkJournal } from '#gateway/journal/tools/check.ts';
import { openJournal } from '#gateway/journal/tools/open.ts';
import { judgeHealth } from '#gateway/monitoring/health.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { startTestGateway } from '#test/support/test-gateway.ts';
import { tempFolder } from '../temp.ts';

const PRESSES = 400;

/** A journal with a record for each of so many red presses, all of it in one log. */
async function filled() {
  const running = join(await tempFolder(), 'journal');
  const clock = new MovingClock();
  const journal = new LevelJournal({ folder: running, clock });
  await journal.start();
  for (let seq = 1; seq <= PRESSES; seq++) {
    const press = pressOf(seq);
    await journal.appendPress(press, () => opens(press));
  }
  // As a kill leaves it: nothing but the log says what is in it.
  const folder = `${running}-killed`;
  await cp(running, folder, { recursive: true });
  await journal.stop();
  const name = (await readdir(folder)).find((one) => one.endsWith('.log')) as string;
  return { folder, clock, log: join(folder, name) };
}

const restart = async (folder: string, clock: MovingClock) => {
  const journal = new LevelJournal({ folder, clock });
  await journal.start();
  onTestFinished(() => journal.stop());
  return journal;
};

async function cutAt(log: string, part: number) {
  const { length } = await readFile(log);
  await truncate(log, Math.floor(length * part));
}

describe('a start on a log', () => {
  it('that is whole has nothing to tell', async () => {
    const { folder, clock } = await filled();
    const journal = await restart(folder, clock);
    expect([journal.damage, journal.concerns]).toEqual([undefined, []]);
  });

  it('whose last write was cut off has nothing to tell: nobody was told that it was stored', async () => {
    const { folder, clock, log } = await filled();
    await writeFile(
      log,
      Buffer.concat([await readFile(log), Buffer.from('0badc0ffee2a0001', 'hex')]),
    );
    expect((await restart(folder, clock)).damage).toBeUndefined();
  });

  it('with a flipped bit in its middle tells the place, the numbers, and the red presses', async () => {
    const { folder, clock, log } = await filled();
    const bytes = await readFile(log);
    // In the text of a press.
    const at = bytes.indexOf('"seq":150,');
    bytes[at - 30] = (bytes[at - 30] as number) ^ 1;
    await writeFile(log, bytes);
    const journal = await restart(folder, clock);
    const presses = (await journal.openPresses()).map(({ seq }) => seq);
    const missing = Array.from({ length: PRESSES }, (_, index) => index + 1).filter(
      (seq) => !presses.includes(seq),
    );
    expect(missing.length).toBeGreaterThan(0);
    const { text, lost } = journal.damage ?? { text: '', lost: [] };
    expect(text).toMatch(/JOURNAL_DAMAGED.*\.log, byte \d+: a record whose sum is wrong/);
    expect(text).toContain(`${missing[0]}`);
    // All but the one in whose text the bit is: nobody can say whose it was.
    expect(lost.length).toBeGreaterThanOrEqual(missing.length - 1);
    for (const { press, key } of lost) {
      expect(key).toBe('red');
      expect(missing).toContain(Number(press.split('/')[2]));
    }
    const kept = (await readdir(dirname(folder))).find((name) => name.includes('damaged-'));
    expect(
      await readFile(join(dirname(folder), kept as string, log.split('/').at(-1) as string)),
    ).toEqual(bytes);
  });

  it.each([0.5, 0.1])('that was cut to %f of it tells which records are missing', async (part) => {
    const { folder, clock, log } = await filled();
    await cutAt(log, part);
    const journal = await restart(folder, clock);
    const { length } = await journal.openPresses();
    expect(length).toBeLessThan(PRESSES);
    expect(journal.damage?.text).toContain(`records ${length + 1} to ${PRESSES} are missing`);
  });

  it('that is gone tells that all of it is missing, and numbers go on behind the gap', async () => {
    const { folder, clock, log } = await filled();
    await rm(log);
    const journal = await restart(folder, clock);
    expect(journal.damage?.text).toContain('the log is missing');
    expect(journal.damage?.text).toContain(`records 1 to ${PRESSES} are missing`);
    const press = pressOf(PRESSES + 1);
    await journal.appendPress(press, () => opens(press));
    await journal.stop();
    const level = await openJournal(folder);
    const { faults } = await checkJournal(level, await newestRecordIn(folder));
    await level.close();
    expect(faults).toEqual(new Map());
    expect(await newestRecordIn(folder)).toBe(PRESSES + 1);
  });

  it('makes health say so', async () => {
    const { folder, clock, log } = await filled();
    await cutAt(log, 0.5);
    const journal = await restart(folder, clock);
    const health = judgeHealth(
      {
        connected: 0,
        devices: 1,
        refusals: {},
        journalProblem: undefined,
        journalConcerns: journal.concerns,
        unrouted: [],
        isServing: true,
      },
      clock.utc(),
    );
    expect(health).toMatchObject({ status: 'degraded', ready: true });
    expect(health.reasons).toEqual([expect.stringContaining('JOURNAL_DAMAGED')]);
  });
});

it('a check finds a log that was cut to half, where its end looks like a write that was under way', async () => {
  const { folder, log } = await filled();
  await cutAt(log, 0.5);
  const level = await openJournal(folder);
  const { faults } = await checkJournal(level, await newestRecordIn(folder));
  await level.close();
  expect(faults.get('RECORDS_MISSING')?.examples).toEqual([
    expect.stringMatching(new RegExp(`^records \\d+ to ${PRESSES}, at the end$`)),
  ]);
});

it('the operator gets a case of it, which stays until it is accepted', async () => {
  const data = await tempFolder();
  const options = { folder: data, devices: [], platformUrl: 'http://127.0.0.1:9' };
  await (await startTestGateway(options)).stop();
  await writeFile(join(data, 'journal/newest-record'), '0000000000000007\n');
  const gateway = await startTestGateway(options);
  expect(gateway.health().reasons.join()).toContain('records 1 to 7 are missing');
  await gateway.stop();
  const journal = await restart(join(data, 'journal'), new MovingClock());
  expect(await journal.openNotices()).toMatchObject([
    { kind: 'case', event: 'opened', condition: 'journal_damaged', deviceIds: [] },
  ]);
});
