// The check of a journal: a sound one is called sound, and each way of damage is found and named.
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '#gateway/journal/entries.ts';
import { LOG, logKey, logNumber } from '#gateway/journal/keys.ts';
import type { Level } from '#gateway/journal/recovering-level.ts';
import { checkJournal } from '#gateway/journal/tools/check.ts';
import type { FaultCode } from '#gateway/journal/tools/findings.ts';
import { T0 } from '../../presses.ts';
import { Filled, filledFolder, open } from './journals.ts';

/** The fault codes of a filled journal after a change, and the places that are named. */
async function faultsAfter(
  change: (level: Level) => Promise<unknown>,
  how: 'closed' | 'crashed' = 'closed',
): Promise<Partial<Record<FaultCode, string[]>>> {
  const level = await open(await filledFolder(how));
  await change(level);
  const { faults } = await checkJournal(level);
  return Object.fromEntries([...faults].map(([code, { examples }]) => [code, examples]));
}

/** The records of the log with their numbers. */
async function log(level: Level): Promise<[number: number, record: LogRecord][]> {
  const rows = await level.iterator({ gte: LOG, lt: 'log"' }).all();
  return rows.map(([key, value]) => [logNumber(key), JSON.parse(value)]);
}

/** Changes the first record that `change` returns. */
async function changeRecord(level: Level, change: (record: LogRecord) => LogRecord | undefined) {
  for (const [number, record] of await log(level)) {
    const changed = change(record);
    if (changed === undefined) continue;
    await level.put(logKey(number), JSON.stringify(changed));
    return number;
  }
  throw new Error('no record was changed');
}

describe('a sound journal', () => {
  for (const how of ['closed', 'crashed'] as const) {
    it(`that was ${how} has no faults, and everything in it is counted`, async () => {
      const level = await open(await filledFolder(how));
      const findings = await checkJournal(level);
      expect(findings.faults).toEqual(new Map());
      const more = how === 'crashed' ? 41 : 0;
      expect(findings).toMatchObject({ presses: 60 + more, events: 12, notices: 2, devices: 2 });
      expect(findings).toMatchObject({ openPresses: how === 'crashed' ? 22 : 2, openNotices: 1 });
      expect(findings.oldestAt).toBeGreaterThan(T0);
      expect(findings.newestPressAt).toBe(T0 + 30_000);
      const calls = Object.values(findings.calls).reduce((sum, count) => sum + count, 0);
      const ids = new Set<string>();
      for (const [, { entries }] of await log(level)) {
        for (const entry of entries) if (entry.kind === 'press') ids.add(entry.press.callId);
      }
      expect(calls).toBe(ids.size);
      expect(findings.calls.closed).toBeGreaterThan(5);
    });
  }

  it('may have lost its oldest records to age, and keep a delivery that is open since', async () => {
    const filled = await Filled.start();
    await filled.take({ seq: 1 });
    await filled.clock.advance(40 * 86_400_000);
    await filled.take({ seq: 2 });
    await filled.journal.flush();
    filled.clock.pass(700 * 86_400_000);
    await filled.journal.retain(filled.clock.utc());
    await filled.journal.stop();
    const level = await open(filled.data);
    expect((await log(level)).map(([number]) => number)).toEqual([2]);
    const findings = await checkJournal(level);
    expect(findings.faults).toEqual(new Map());
    expect(findings).toMatchObject({ presses: 1, openPresses: 2 });
  });

  it('may be empty', async () => {
    const filled = await Filled.start();
    await filled.journal.stop();
    const findings = await checkJournal(await open(filled.data));
    expect(findings).toMatchObject({ isSound: true, presses: 0, records: 0 });
  });

  it('is left as it was', async () => {
    const level = await open(await filledFolder('crashed'));
    const before = await level.iterator().all();
    await checkJournal(level);
    expect(await level.iterator().all()).toEqual(before);
  });
});

describe('the check finds', () => {
  it('a record that is not JSON, or has another shape, and never says what stood there', async () => {
    const wrong = ['{"at":1,"entr', '{"at":-1,"entries":[]}', '{"at":1,"entries":[{"kind":"x"}]}'];
    for (const text of wrong) {
      const faults = await faultsAfter((level) => level.put(logKey(5), text));
      expect(faults.RECORD_UNREADABLE).toEqual([expect.stringMatching(/^record 5: /)]);
    }
    const secret = await faultsAfter((level) =>
      changeRecord(level, ({ at, entries }) => {
        const [first] = entries;
        if (first?.kind !== 'press') return undefined;
        return {
          at,
          entries: [{ ...first, press: { ...first.press, key: 'Lindenweg' as 'red' } }],
        };
      }),
    );
    expect(secret.RECORD_UNREADABLE?.[0]).toContain('entries.0.press.key');
    expect(JSON.stringify(secret)).not.toContain('Lindenweg');
  });

  it('records that are gone from the middle', async () => {
    const faults = await faultsAfter((level) =>
      level.batch([6, 7].map((number) => ({ type: 'del', key: logKey(number) }))),
    );
    expect(faults.RECORDS_MISSING).toEqual(['records 6 to 7']);
  });

  it('records that are gone from the end, when the rows are further', async () => {
    const faults = await faultsAfter(async (level) => {
      const numbers = (await log(level)).map(([number]) => number);
      await level.del(logKey(numbers.at(-1) as number));
    });
    expect(faults.RECORDS_MISSING).toEqual([expect.stringMatching(/at the end$/)]);
  });

  it('an identity that was stored twice', async () => {
    const faults = await faultsAfter(async (level) => {
      const all = await log(level);
      const last = all.at(-1)?.[0] as number;
      const again = all.find(([, { entries }]) => entries[0]?.kind === 'event')?.[1];
      await level.put(logKey(last + 1), JSON.stringify(again));
    });
    expect(faults).toEqual({
      IDENTITY_TWICE: [expect.stringMatching(/^CB-1\/1\/2, again in record/)],
    });
  });

  it('a press in a call that another press has opened', async () => {
    const faults = await faultsAfter((level) =>
      changeRecord(level, ({ at, entries }) => {
        const [first] = entries;
        if (first?.kind !== 'press' || first.press.joined || first.press.seq < 5) return undefined;
        const callId = 'CB-1.1.1';
        const press = { ...first.press, callId };
        return { at, entries: [{ ...first, press, call: { ...first.call, callId } }] };
      }),
    );
    expect(faults.CALL_ID_WRONG).toEqual([
      expect.stringMatching(/^press CB-\d\/1\/\d+ in call CB-1.1.1/),
    ]);
  });

  it('a press whose call is gone', async () => {
    const faults = await faultsAfter((level) =>
      level.clear({ gte: 'closed-call!', lt: 'closed-call"' }),
    );
    expect(faults.CALL_MISSING?.length).toBeGreaterThan(3);
    expect(Object.keys(faults)).toEqual(['CALL_MISSING']);
  });

  it('a call that stands where its stage does not belong, or in both places', async () => {
    for (const isBoth of [false, true]) {
      const faults = await faultsAfter(async (level) => {
        const [[key, value] = ['', '']] = await level
          .iterator({ gte: 'closed-call!', limit: 1 })
          .all();
        await level.put(key.replace('closed', 'open'), value);
        if (!isBoth) await level.del(key);
      });
      expect(Object.keys(faults)).toEqual(['CALL_MISPLACED']);
    }
  });

  for (const how of ['closed', 'crashed'] as const) {
    it(`a delivery that is open and forgotten, in a journal that was ${how}`, async () => {
      const faults = await faultsAfter((level) => level.del('due!CB-1!00000001!0000003b'), how);
      expect(faults).toEqual({ DUE_MISSING: ['press CB-1/1/59'] });
    });

    it(`a delivery that has ended and is still open, in a journal that was ${how}`, async () => {
      const faults = await faultsAfter(async (level) => {
        const due = JSON.parse((await level.get('due!CB-1!00000001!0000003b')) ?? '');
        await level.put('due!CB-1!00000001!00000005', JSON.stringify({ ...due, seq: 5 }));
      }, how);
      expect(faults).toEqual({ DUE_LEFT_OVER: ['press CB-1/1/5'] });
    });
  }

  it('a notice that is open and forgotten, or unknown', async () => {
    const forgotten = await faultsAfter((level) =>
      level.del('due-notice!breach/CB-1/1/41/accepted'),
    );
    expect(forgotten).toEqual({ DUE_MISSING: ['notice breach/CB-1/1/41/accepted'] });
    const unknown = await faultsAfter((level) => level.del('notice!breach/CB-2/1/41/accepted'));
    expect(unknown).toEqual({ NOTICE_FORGOTTEN: ['notice breach/CB-2/1/41/accepted'] });
  });

  it('an identity that the row of its boot does not have', async () => {
    const faults = await faultsAfter((level) => level.put('seen!CB-1!00000001', '1-4,6-60'));
    expect(faults.IDENTITY_FORGOTTEN).toEqual(['CB-1/1, number 5']);
    const all = await faultsAfter((level) => level.del('seen!CB-1!00000001'));
    expect(all.IDENTITY_FORGOTTEN).toContain('CB-1/1, number 1 to 3');
  });

  it('an identity that the row of its device would take for new', async () => {
    const rows = ['', '1,2,1,58,4294967295', '1,2,1,59,1', '1,2,0,0,0'];
    for (const row of rows) {
      const faults = await faultsAfter((level) =>
        row === '' ? level.del('device!CB-1') : level.put('device!CB-1', row),
      );
      expect(Object.keys(faults)).toEqual(['IDENTITY_FORGOTTEN']);
    }
  });

  it('rows that make no sense', async () => {
    const wrong: [string, string][] = [
      ['due!CB-1!00000001!0000003b', '{'],
      ['due-notice!breach/CB-1/1/41/accepted', '{}'],
      ['open-call!CB-1.1.59', 'null'],
      ['device!CB-2', '1,2,x,4,5'],
      ['seen!CB-2!00000001', '5-3'],
      ['state!CB-1', 'nonsense'],
    ];
    for (const [key, value] of wrong) {
      const faults = await faultsAfter((level) => level.put(key, value));
      expect(faults.ROW_UNREADABLE).toEqual([key]);
    }
    const moved = await faultsAfter(async (level) => {
      const due = (await level.get('due!CB-1!00000001!0000003b')) ?? '';
      await level.put('due!CB-1!00000001!0000003d', due);
    });
    expect(moved).toEqual({ ROW_UNREADABLE: ['due!CB-1!00000001!0000003d'] });
  });
});
