// The plan of shifts: what nobody has is a gap, and who is on the plan without a page on duty is missing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsOf, missingOf } from '#gateway/desk/people/shifts.ts';
import { deskAlone } from '../desk-alone.ts';

const HOUR_MS = 3_600_000;

describe('gaps', () => {
  it('are the moments that no shift has, whatever the shifts', () => {
    const shift = fc
      .tuple(fc.nat(50), fc.integer({ min: 1, max: 20 }))
      .map(([from, hours]) => ({ officer: 'Ann', from, to: from + hours }));
    fc.assert(
      fc.property(fc.array(shift), fc.nat(30), fc.nat(40), (shifts, from, length) => {
        const gaps = gapsOf(shifts, from, from + length);
        for (let at = from; at < from + length; at++) {
          const isCovered = shifts.some((one) => one.from <= at && at < one.to);
          expect(gaps.some((gap) => gap.from <= at && at < gap.to)).toBe(!isCovered);
        }
        for (const gap of gaps) {
          expect(gap.from).toBeGreaterThanOrEqual(from);
          expect(gap.to).toBeLessThanOrEqual(from + length);
        }
      }),
    );
  });
});

describe('missing', () => {
  it('is who has a shift at this moment and no page on duty', () => {
    const shift = (officer: string, from: number, to: number) => ({ officer, from, to });
    const shifts = [shift('Bo', 0, 8), shift('Ann', 0, 8), shift('Ann', 7, 9), shift('Cy', 8, 9)];
    expect(missingOf(shifts, ['Bo'], 7)).toEqual(['Ann']);
    expect(missingOf(shifts, [], 8)).toEqual(['Ann', 'Cy']);
  });
});

describe('the plan', () => {
  it('is made by a leader, copied to the next week once, and seen by all', async () => {
    const desk = await deskAlone();
    const lead = await desk.login('Lead', 'leader');
    const ann = await desk.login('Ann', 'officer');
    await desk.login('Wall', 'viewer');
    const now = desk.clock.utc();
    const add = async (body: object) => (await lead.post('/api/shifts/add', body)).body.code;
    const shift = { officer: 'Ann', from: now - HOUR_MS, to: now + 8 * HOUR_MS };
    expect(await add(shift)).toBeUndefined();
    expect(await add({ ...shift, officer: 'Eve' })).toBe('NO_SUCH_ACCOUNT');
    expect(await add({ ...shift, officer: 'Wall' })).toBe('NO_SUCH_ACCOUNT');
    expect(await add({ ...shift, to: shift.from })).toBe('DESK_REQUEST_MALFORMED');
    expect(await add({ ...shift, to: now + 99 * HOUR_MS })).toBe('DESK_REQUEST_MALFORMED');
    const plan = (await ann.get('/api/shifts?from=2026-01-07&days=1')).body;
    expect(plan).toMatchObject({
      shifts: [{ ...shift, number: 1 }],
      gaps: [{ from: shift.to, to: new Date(2026, 0, 8).getTime() }],
      missing: ['Ann'],
      officers: ['Ann', 'Lead'],
    });
    await ann.onDuty();
    expect((await ann.get('/api/shifts?from=2026-01-07&days=1')).body.missing).toEqual([]);
    const copy = async () => (await lead.post('/api/shifts/copy', { from: '2026-01-05' })).body;
    expect(await copy()).toEqual({ added: 1 });
    expect(await copy()).toEqual({ added: 0 });
    const later = (await ann.get('/api/shifts?from=2026-01-14&days=1')).body;
    expect(later.shifts).toMatchObject([{ officer: 'Ann', from: shift.from + 168 * HOUR_MS }]);
    expect((await lead.post('/api/shifts/remove', { number: 1 })).status).toBe(200);
    const gone = await lead.post('/api/shifts/remove', { number: 1 });
    expect(gone.body.code).toBe('DESK_NO_SUCH_SHIFT');
  });
});
