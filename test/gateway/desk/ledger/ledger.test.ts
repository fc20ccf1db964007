// What is found in the ledger, and how it leaves the desk: by the filters alone, page after page, and as no formula.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NEEDS, OUTCOMES, type Step } from '#gateway/desk/call-record.ts';
import { Ledger } from '#gateway/desk/ledger/ledger.ts';
import type { LedgerFilter, LedgerRow } from '#gateway/desk/ledger/shapes.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { tempFolder } from '../../temp.ts';
import { deskAlone } from '../desk-alone.ts';
import { addPress, addStep } from '../one-record.ts';
import { SUBJECT } from '../subject.ts';

const NAMES = ['王秀英', '李建国', '100%_\\', 'Anna Öz'];

async function filled(count: number) {
  const store = await DeskStore.open({
    folder: await tempFolder(),
    masterKey: Buffer.alloc(32, 1),
  });
  onTestFinished(() => store.close());
  for (let index = 0; index < count; index++) {
    const callId = `C${index}`;
    const home = { name: NAMES[index % 4] as string, community: index % 2 ? '东社区' : '西社区' };
    await addPress(store, index < 3 ? 5_000 : index * 1_000, {
      step: 'pressed',
      eventId: callId,
      count: 1,
      subject: {
        ...SUBJECT,
        callId,
        key: index % 3 ? 'green' : 'red',
        isTest: index % 7 === 0,
        deviceId: `CB-${index % 5}`,
        home,
      },
    });
    const step = (what: Step) =>
      addStep(store, { callId, at: index * 1_000 + 10, by: index % 2 ? 'Ann' : 'Bo', what });
    await step({ step: 'taken' });
    await step({ step: 'needed', needs: [NEEDS[index % 6] ?? 'meals'], text: '' });
    if (index % 4 !== 3) {
      await step({ step: 'closed', outcome: OUTCOMES[index % 5] ?? 'helped', followUp: false });
    }
  }
  return new Ledger(store.db);
}

function fits(row: LedgerRow, filter: LedgerFilter): boolean {
  const words = (filter.text ?? '').toLowerCase().split(/\s+/);
  const text = [row.name, row.deviceId, row.community, row.reference].join('\n').toLowerCase();
  return (
    row.openedAt >= (filter.from ?? 0) &&
    row.openedAt < (filter.to ?? Number.POSITIVE_INFINITY) &&
    [undefined, row.key].includes(filter.key) &&
    [undefined, row.isTest].includes(filter.isTest) &&
    [undefined, row.community].includes(filter.community) &&
    [undefined, row.officer].includes(filter.officer) &&
    [undefined, row.outcome || 'open'].includes(filter.outcome) &&
    (filter.need === undefined || row.needs.includes(filter.need)) &&
    words.every((word) => text.includes(word))
  );
}

describe('the ledger', () => {
  it('finds what fits the filter, newest first, each once over all pages', async () => {
    const ledger = await filled(60);
    const { rows: all } = await ledger.find({}, undefined, 100);
    expect(all).toHaveLength(60);
    const filters: fc.Arbitrary<LedgerFilter> = fc.record(
      {
        from: fc.integer({ min: 0, max: 60_000 }),
        to: fc.integer({ min: 0, max: 60_000 }),
        key: fc.constantFrom('red', 'green'),
        need: fc.constantFrom(...NEEDS),
        outcome: fc.constantFrom(...OUTCOMES, 'open'),
        community: fc.constantFrom('东社区', '西社区', '无'),
        officer: fc.constantFrom('Ann', 'Bo'),
        text: fc.constantFrom('王', '秀英', '%', '_', '\\', 'anna', 'cb-3 李', '没有', "' or 1=1"),
        isTest: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 20 }), async (filter, limit) => {
        const found: LedgerRow[] = [];
        let after: string | undefined;
        do {
          const { rows, next } = await ledger.find(filter, after, limit);
          found.push(...rows);
          after = next;
        } while (after !== undefined);
        expect(found).toEqual(all.filter((row) => fits(row, filter)));
      }),
    );
  });

  it('knows the communities and officers that it can be narrowed by', async () => {
    expect(await (await filled(8)).choices()).toEqual({
      communities: ['东社区', '西社区'],
      officers: ['Ann', 'Bo'],
    });
  });
});

describe('an export of the ledger', () => {
  it('is a file for a Chinese Excel, with no formula in it, fetched once by who asked', async () => {
    const { press, steps, login, running } = await deskAlone();
    const ann = await login('Ann', 'officer');
    const bo = await login('Bo', 'leader');
    await press('C1', { home: { name: '=cmd()', address: '@SUM(1)\n"东街"', reference: '+86' } });
    await steps(
      'C1',
      'Ann',
      { step: 'taken' },
      { step: 'needed', needs: ['meals', 'company'], text: '-1' },
      { step: 'closed', outcome: 'helped', followUp: true },
    );
    const asked = await ann.post('/api/ledger/export', { language: 'zh' });
    const path = String(asked.body.path);
    expect((await bo.get(path)).body.code).toBe('DESK_EXPORT_GONE');
    const response = await ann.fetch(path);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [row] = parse(bytes, { bom: true, columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({
      姓名: "'=cmd()",
      地址: '\'@SUM(1)\n"东街"',
      住户编号: "'+86",
      内容: "'-1",
      需求: '助餐、助乐',
      结果: '已帮助',
      需要回访: '是',
      呼叫时间: '2026-01-07 12:00:00',
    });
    expect((await ann.get(path)).body.code).toBe('DESK_EXPORT_GONE');
    const late = await ann.post('/api/ledger/export', { language: 'en' });
    expect(running.port).toBeGreaterThan(0);
    expect(String(late.body.path)).not.toBe(path);
  });
});
