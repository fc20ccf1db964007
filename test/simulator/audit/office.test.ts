// The audit of a desk: a right history passes, and each thing that must not happen has its sentence.
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '#gateway/desk/call-record.ts';
import { auditOffice, type OfficeAuditInput } from '#simulator/audit/office.ts';
import { SUBJECT } from '../../gateway/desk/subject.ts';

const { callId } = SUBJECT;
const LI = 'officer Li';
const WANG = 'officer Wang';
const PRESS = 'CB-0001/1/1';

const pressed = (eventId: string) =>
  ({ step: 'pressed', eventId, pressedAt: 0, count: 1, subject: SUBJECT }) as const;
const taken = { step: 'taken' } as const;
const reached = { step: 'reached', whom: '' } as const;
const closed = { step: 'closed', outcome: 'helped', followUp: false } as const;
const released = { step: 'released' } as const;

/** A hundred milliseconds lie between two of them. */
function recordsOf(
  ...all: [by: string, what: CallRecord['what'], callId?: string][]
): CallRecord[] {
  return all.map(([by, what, of = callId], index) => ({
    number: index + 1,
    at: (index + 1) * 100,
    callId: of,
    by,
    what,
  }));
}

/** A press, shown, taken, reached and closed by Li; each page says so a moment before it is kept. */
function right(): OfficeAuditInput {
  return {
    records: recordsOf(
      ['', pressed(PRESS)],
      [LI, { step: 'shown' }],
      [LI, taken],
      [LI, reached],
      [LI, closed],
    ),
    unsent: 0,
    isUnsettled: false,
    shown: [{ by: LI, callIds: [callId], at: 190, status: 200 }],
    steps: [
      { by: LI, callId, step: taken, at: 290, status: 200 },
      { by: LI, callId, step: reached, at: 390, status: 200 },
      { by: LI, callId, step: closed, at: 490, status: 200 },
    ],
    presses: [{ id: PRESS, storedAt: 50, acceptedAt: 250, answeredAt: 450, isNewest: true }],
    lights: [{ id: PRESS, pattern: 'accepted', at: 251 }],
  };
}

const faultsOf = (change: Partial<OfficeAuditInput>) =>
  auditOffice({ ...right(), ...change }).faults;

describe('the audit of a desk', () => {
  it('finds nothing in a call that was shown, taken, answered and closed', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it('finds a press that was stored and is not at the desk', () => {
    const [press] = right().presses;
    const lost = {
      ...press!,
      id: 'CB-0001/1/2',
      acceptedAt: undefined,
      answeredAt: undefined,
      isNewest: false,
    };
    expect(faultsOf({ presses: [...right().presses, lost] })).toEqual([
      'CB-0001/1/2 was stored, and is not at the desk',
    ]);
  });

  it('finds a press that is there twice, in one call or in two', () => {
    for (const of of [callId, 'CB-0001.1.9']) {
      const records = recordsOf(['', pressed(PRESS)], ['', pressed(PRESS), of]);
      expect(faultsOf({ records, steps: [] })).toContain(
        `${PRESS} is at the desk in ${callId} and ${of}`,
      );
    }
  });

  it('finds a press that nobody made', () => {
    expect(faultsOf({ presses: [] })).toContain(`${PRESS} is at the desk, and was never made`);
  });

  it('finds a light that said "accepted" before a page had shown the call', () => {
    const lights = [{ id: PRESS, pattern: 'accepted', at: 180 } as const];
    expect(faultsOf({ lights })).toEqual([
      `${PRESS}: the light said "accepted" 10 ms before a page showed it`,
    ]);
  });

  it('finds news that somebody answered before anybody did', () => {
    const [press] = right().presses;
    expect(faultsOf({ presses: [{ ...press!, answeredAt: 300 }] })).toEqual([
      `${PRESS}: the news said "answered" 90 ms before an officer reached anybody`,
    ]);
  });

  it('finds that the desk took a call for shown which no page of that officer had', () => {
    const [told] = right().shown;
    expect(faultsOf({ shown: [{ ...told!, by: WANG }] })).toEqual([
      `${callId}: shown by "${LI}", whose page has not said so`,
    ]);
  });

  it('finds a call that was taken while another had it, and a step of who does not have it', () => {
    const records = recordsOf(['', pressed(PRESS)], [LI, taken], [WANG, taken], [LI, closed]);
    expect(faultsOf({ records })).toEqual(
      expect.arrayContaining([
        `${callId}: taken by "${WANG}" (3) while ${LI} had it`,
        `${callId}: closed by "${LI}" (4) while ${WANG} had it`,
      ]),
    );
  });

  it('takes a call for free after a release, and rightly opened again by a press', () => {
    const { steps } = right();
    const records = recordsOf(
      ['', pressed(PRESS)],
      [LI, { step: 'shown' }],
      [LI, taken],
      [LI, released],
      [WANG, taken],
      [WANG, closed],
      ['', pressed('CB-0001/1/2')],
      [LI, taken],
      [LI, reached],
      [LI, closed],
    );
    const by = (officer: string, step: typeof taken | typeof released | typeof closed) => ({
      by: officer,
      callId,
      step,
      at: 0,
      status: 200,
    });
    const [press] = right().presses;
    const second = { ...press!, id: 'CB-0001/1/2' };
    expect(
      faultsOf({
        records,
        presses: [press!, second],
        steps: [...steps, by(LI, taken), by(LI, released), by(WANG, taken), by(WANG, closed)],
      }),
    ).toEqual([]);
  });

  it('finds a step that was done and is not kept, and one that is kept twice', () => {
    const { records } = right();
    expect(faultsOf({ records: records.filter(({ what }) => what.step !== 'reached') })).toEqual([
      expect.stringMatching(/"reached".*: done 1 times, and kept 0 times/),
    ]);
    const twice = [...records.slice(0, 4), records[3]!, ...records.slice(4)];
    expect(faultsOf({ records: twice })).toEqual([
      expect.stringMatching(/"reached".*: kept 2 times, and done 1 times/),
    ]);
  });

  it('takes what was cut off for kept or not, and what was refused for not kept', () => {
    const { steps, records } = right();
    const cut = steps.map((told) => ({ ...told, status: 0 }));
    expect(faultsOf({ steps: cut })).toEqual([]);
    const refused = steps.map((told) => ({ ...told, status: 409 }));
    expect(faultsOf({ steps: refused, records })).toHaveLength(3);
  });

  it('finds that the desk released what belongs to somebody whose page was heard of', () => {
    const { records, shown } = right();
    const withRelease = recordsOf(
      ...records.slice(0, 3).map(({ by, what }) => [by, what] as [string, CallRecord['what']]),
      ['', released],
      [LI, taken],
      [LI, reached],
      [LI, closed],
    );
    const { steps } = right();
    const again = [...steps, { by: LI, callId, step: taken, at: 0, status: 200 }];
    expect(faultsOf({ records: withRelease, steps: again })).toEqual([
      `${callId}: released 210 ms after the page of ${LI} was heard`,
    ]);
    const silent = shown.map((told) => ({ ...told, at: told.at - 30_000 }));
    const { faults, rangAgain } = auditOffice({
      ...right(),
      records: withRelease,
      steps: again,
      shown: silent,
    });
    expect([faults, rangAgain]).toEqual([[], 1]);
  });

  it('finds what was never closed, never told and never heard', () => {
    const [press] = right().presses;
    const faults = faultsOf({
      records: right().records.slice(0, 4),
      steps: right().steps.slice(0, 2),
      presses: [{ ...press!, answeredAt: undefined }],
      unsent: 2,
      isUnsettled: true,
    });
    expect(faults).toEqual([
      `${PRESS}: its home never heard that anybody was looking after it`,
      `${callId}: was never closed`,
      '2 reports never reached the gateway',
      'the gateway still has open calls',
    ]);
  });
});
