// What a destination hears goes to the calls in its own name, and what is refused is counted with its code.
import { describe, expect, it } from 'vitest';
import { destinationContextOf } from '#gateway/delivery/destination-context.ts';
import type { ReportCall } from '#gateway/domain/report.ts';

const DEVICES = { deviceIds: () => [], viewOf: () => undefined, watch: () => () => {} };

function contextOf(answer: () => ReturnType<ReportCall>) {
  const asked: Parameters<ReportCall>[] = [];
  const refused: string[] = [];
  const one = destinationContextOf('city', {
    devices: DEVICES,
    report: (...report) => {
      asked.push(report);
      return answer();
    },
    refuse: (code, detail) => void refused.push(`${code} ${detail}`),
  });
  return { one, asked, refused };
}

describe('a report that a destination hears', () => {
  it('is made in the name of that destination: it may not speak for others', async () => {
    const { one, asked, refused } = contextOf(async () => ({ ok: true, call: {} as never }));
    await one.report('CB-1.1.1', 'answered');
    expect(asked).toEqual([['CB-1.1.1', 'answered', ['city']]]);
    expect(refused).toEqual([]);
  });

  for (const code of ['REPORT_UNKNOWN_CALL', 'REPORT_NOT_DELIVERED'] as const) {
    it(`that is refused is counted: ${code}`, async () => {
      const { one, refused } = contextOf(async () => ({ ok: false, code }));
      await one.report('CB-1.1.1', 'accepted');
      expect(refused).toEqual([`${code} city`]);
    });
  }

  it('that can not be written is counted, and nothing is thrown into the destination', async () => {
    const { one, refused } = contextOf(() => Promise.reject(new Error('disk full')));
    await one.report('CB-1.1.1', 'accepted');
    expect(refused).toEqual(['JOURNAL_FAILED city']);
  });

  it('that is none is counted with its destination', () => {
    const { one, refused } = contextOf(() => Promise.reject(new Error('asked')));
    one.malformed('no report in a message');
    expect(refused).toEqual(['REPORT_MALFORMED city: no report in a message']);
  });
});
