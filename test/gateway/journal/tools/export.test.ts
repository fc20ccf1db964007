// The export: one row per press with what became of its call, in CSV and as JSON lines, from any moment of a journal.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCall } from '#gateway/domain/call.ts';
import { type AssignedPress, pressId } from '#gateway/domain/press.ts';
import { logKey } from '#gateway/journal/keys.ts';
import type { Level } from '#gateway/journal/recovering-level.ts';
import {
  COLUMN_NAMES,
  type Exported,
  exportLines,
  type Format,
} from '#gateway/journal/tools/export.ts';
import { assigned, SECOND, T0 } from '../../presses.ts';
import { Filled, filledFolder, open } from './journals.ts';
import { parseCsv } from './parse-csv.ts';

const ALL = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

async function exported(level: Level, format: Format, span = ALL) {
  const counts: Exported = { presses: 0, events: 0, notices: 0, unreadable: 0 };
  let text = '';
  for await (const part of exportLines(level, format, span, counts)) text += part;
  return { text, counts };
}

async function jsonLines(level: Level, span = ALL): Promise<Record<string, unknown>[]> {
  const { text } = await exported(level, 'jsonl', span);
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
}

describe('an export', () => {
  it('tells of a press what became of its call', async () => {
    const filled = await Filled.start();
    const first = await filled.take({ seq: 7, ageMs: 140, count: 2 });
    await filled.clock.advance(SECOND);
    await filled.advance(first, 'accepted');
    await filled.take({ seq: 8, ageIsLowerBound: true });
    await filled.clock.advance(SECOND);
    for (const stage of ['answered', 'dispatched', 'closed'] as const) {
      await filled.clock.advance(SECOND);
      await filled.advance(first, stage);
    }
    await filled.take({ seq: 9, test: true });
    await filled.journal.flush();
    const lines = await jsonLines(await open(await filled.crash()));
    const call = {
      call_id: 'CB-1.1.7',
      stage: 'closed',
      accepted_at: '2026-01-01T00:00:01.000Z',
      answered_at: '2026-01-01T00:00:03.000Z',
      dispatched_at: '2026-01-01T00:00:04.000Z',
      closed_at: '2026-01-01T00:00:05.000Z',
    };
    expect(lines).toEqual([
      {
        type: 'press',
        press: 'CB-1/1/7',
        device_id: 'CB-1',
        key: 'red',
        test: false,
        received_at: '2026-01-01T00:00:00.000Z',
        age_ms: 140,
        age_is_lower_bound: false,
        count: 2,
        ...call,
        joined: false,
        due: false,
      },
      {
        type: 'press',
        press: 'CB-1/1/8',
        device_id: 'CB-1',
        key: 'red',
        test: false,
        received_at: '2026-01-01T00:00:01.000Z',
        age_ms: 0,
        age_is_lower_bound: true,
        count: 1,
        ...call,
        joined: true,
        due: true,
      },
      {
        type: 'press',
        press: 'CB-1/1/9',
        device_id: 'CB-1',
        key: 'red',
        test: true,
        received_at: '2026-01-01T00:00:05.000Z',
        age_ms: 0,
        age_is_lower_bound: false,
        count: 1,
        call_id: 'CB-1.1.9',
        joined: false,
        stage: 'stored',
        due: true,
      },
    ]);
  });

  it('tells which limits were missed, by the press or by its call', async () => {
    const filled = await Filled.start();
    const first = await filled.take({ seq: 1 });
    await filled.missedDeadline(first, 'late');
    await filled.missedDeadline(first, 'accepted');
    await filled.journal.flush();
    const second = await filled.take({ seq: 2 });
    await filled.missedDeadline(second, 'stored');
    await filled.missedDeadline(second, 'answered');
    await filled.take({ deviceId: 'CB-2', seq: 1 });
    const presses = (await jsonLines(await open(await filled.crash()))).filter(
      ({ type }) => type === 'press',
    );
    const expected = ['late accepted answered', 'stored answered', undefined];
    expect(presses.map(({ missed }) => missed)).toEqual(expected);
  });

  it('has events and notices as JSON lines, and only presses as CSV', async () => {
    const level = await open(await filledFolder());
    const lines = await jsonLines(level);
    expect(lines).toContainEqual({
      type: 'event',
      event: 'CB-2/1/2',
      device_id: 'CB-2',
      kind: 'boot',
      received_at: '2026-01-01T00:00:01.000Z',
      age_ms: 7,
      frame: 'AAEC',
    });
    expect(lines).toContainEqual(
      expect.objectContaining({
        type: 'notice',
        kind: 'breach',
        id: 'breach/CB-1/1/41/accepted',
        at: '2026-01-01T00:00:21.000Z',
        group: '',
        limit: 'accepted',
        cause: 'platform_slow',
        took_ms: 60_001,
      }),
    );
    const { text, counts } = await exported(level, 'csv');
    expect(counts).toEqual({ presses: 60, events: 0, notices: 0, unreadable: 0 });
    expect(parseCsv(text)).toHaveLength(61);
  });

  it('says the same in both formats, of a journal that was closed and of one that crashed', async () => {
    for (const how of ['closed', 'crashed'] as const) {
      const level = await open(await filledFolder(how));
      const [header = [], ...rows] = parseCsv((await exported(level, 'csv')).text);
      expect(header).toEqual(COLUMN_NAMES);
      const presses = (await jsonLines(level)).filter(({ type }) => type === 'press');
      expect(rows.map((row) => row.map((field, index) => [header[index], field]))).toEqual(
        presses.map((press) => COLUMN_NAMES.map((name) => [name, String(press[name] ?? '')])),
      );
      // What was open at the checkpoint and has ended since.
      const early = presses.filter(({ press }) => press === 'CB-1/1/99');
      expect(early).toHaveLength(how === 'crashed' ? 1 : 0);
      for (const one of early) expect(one).toMatchObject({ stage: 'closed', due: false });
      const due = presses.filter((press) => press.due).map(({ press }) => press);
      expect(due).toHaveLength(how === 'crashed' ? 22 : 2);
      expect(presses.filter(({ closed_at }) => closed_at).length).toBeGreaterThan(10);
    }
  });

  it('ends at the ends of its span, both included', async () => {
    const level = await open(await filledFolder());
    const at = (seconds: number) => T0 + seconds * SECOND;
    const lines = await jsonLines(level, { from: at(5), to: at(21) });
    expect(lines.filter(({ type }) => type === 'press')).toHaveLength(2 * 17);
    expect(lines.filter(({ type }) => type === 'notice')).toHaveLength(2);
    expect(lines.filter(({ type }) => type === 'event')).toHaveLength(2 * 4);
    const none = await exported(level, 'csv', { from: at(31), to: at(99) });
    expect(parseCsv(none.text)).toEqual([COLUMN_NAMES]);
  });

  it('leaves out what can not be read, and counts it', async () => {
    const level = await open(await filledFolder());
    await level.put(logKey(1), 'nonsense');
    await level.put('closed-call!CB-1.1.3', '{"nonsense":1}');
    const { counts } = await exported(level, 'csv');
    expect(counts.unreadable).toBe(1);
    expect(counts.presses).toBeGreaterThan(57);
  });

  it('of an empty journal is a header, or nothing', async () => {
    const filled = await Filled.start();
    await filled.journal.stop();
    const level = await open(filled.data);
    expect(parseCsv((await exported(level, 'csv')).text)).toEqual([COLUMN_NAMES]);
    expect((await exported(level, 'jsonl')).text).toBe('');
  });

  it('as CSV returns whatever presses there are', async () => {
    const filled = await Filled.start();
    await filled.journal.stop();
    const level = await open(filled.data);
    const deviceId = fc.string({
      unit: fc.constantFrom(...'=+-@_aZ9,"\n'.split('')),
      minLength: 4,
    });
    const press = fc.record({
      deviceId,
      bootId: fc.nat(),
      seq: fc.nat(),
      count: fc.integer({ min: 1, max: 9 }),
      key: fc.constantFrom('red', 'green'),
      test: fc.boolean(),
      ageMs: fc.nat(),
      receivedAt: fc.nat({ max: 4e12 }),
      ageIsLowerBound: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(press, { minLength: 1, maxLength: 20 }), async (changes) => {
        const presses = changes.map((change) => assigned(change as Partial<AssignedPress>));
        const entries = presses.map((pressed) => ({
          kind: 'press',
          press: pressed,
          call: openCall(pressed, undefined),
        }));
        await level.put(logKey(1), JSON.stringify({ at: T0, entries }));
        const { text } = await exported(level, 'csv');
        const [header = [], ...rows] = parseCsv(text);
        const read = rows.map((row) => {
          const fields = row.map((field, index) => [header[index], field.replace(/^'/, '')]);
          return Object.fromEntries(fields);
        });
        expect(read).toMatchObject(
          presses.map((pressed) => ({
            press: pressId(pressed),
            device_id: pressed.deviceId,
            key: pressed.key,
            due: 'true',
            received_at: new Date(pressed.receivedAt).toISOString(),
            count: `${pressed.count}`,
            age_ms: `${pressed.ageMs}`,
            test: `${pressed.test}`,
            call_id: pressed.callId,
          })),
        );
      }),
      { numRuns: 50 },
    );
  });
});
