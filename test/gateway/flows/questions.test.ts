// What a flow may ask: news of what was offered to it, orders to one device, and logins, each within its limits.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import type { Question } from '#gateway/flows/messages.ts';
import { Pending } from '#gateway/flows/pending.ts';
import { Questions } from '#gateway/flows/questions.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { KeptLog } from './flows.ts';

const never = new AbortController().signal;

function bench() {
  const pending = new Pending();
  const clock = new MovingClock();
  const log = new KeptLog();
  const reports: unknown[] = [];
  let logins = 0;
  const questions = new Questions({
    pending,
    clock,
    log,
    names: () => ['site', 'spare'],
    keep: async () => {},
    desk: {
      report: async (callId, stage, by) => {
        reports.push([callId, stage, by]);
        if (callId === 'lost') return { ok: false, code: 'REPORT_UNKNOWN_CALL' };
        return { ok: true, call: { callId, stage } };
      },
      administer: async (request) => request as object,
    },
    login: {
      verify: async () => {
        logins += 1;
        return { name: 'ann', role: 'admin' };
      },
      find: async () => undefined,
    },
  });
  const offer = (eventId: string, callId?: string) =>
    pending.add({ destination: 'site', eventId, callId }, never);
  const say = (stage: string, subject: object) =>
    questions.answer({ what: 'progress', id: 1, tell: 'ask', stage, ...subject } as Question);
  return { questions, pending, clock, log, reports, offer, say, logins: () => logins };
}

const ACCEPTED: Outcome = { kind: 'accepted' };

describe('progress', () => {
  it('of a delivery ends that one, and leaves its twin for the dispatcher', async () => {
    const { offer, say, pending, reports } = bench();
    const first = offer('e', 'c');
    const twin = offer('e', 'c');
    const said = await say('accepted', { delivery: first.id, event_id: 'e', call_id: 'c' });
    expect(said).toEqual({ call_id: 'c', stage: 'accepted' });
    expect(await first.outcome).toEqual(ACCEPTED);
    expect(pending.has(twin.id)).toBe(true);
    expect(reports).toEqual([]);
  });

  it('of a delivery that gave up goes to whatever offers the same event', async () => {
    const { offer, say } = bench();
    const former = offer('e', 'c');
    const again = offer('e', 'c');
    const other = offer('other', 'c');
    await say('refused', { delivery: former.id, event_id: 'e' });
    expect(await former.outcome).toMatchObject({ kind: 'failed', code: 'REFUSED' });
    await say('accepted', { delivery: former.id, event_id: 'e', call_id: 'c' });
    expect(await again.outcome).toEqual(ACCEPTED);
    await say('received', { delivery: other.id, event_id: 'other' });
    expect(await other.outcome).toEqual({ kind: 'unknown' });
  });

  it('of a call alone ends all that is offered of it', async () => {
    const { offer, say } = bench();
    const one = offer('e1', 'c');
    const other = offer('e2', 'c');
    await say('accepted', { call_id: 'c' });
    expect(await one.outcome).toEqual(ACCEPTED);
    expect(await other.outcome).toEqual(ACCEPTED);
  });

  it('that comes late is reported, as one of the destinations that lead to the flows', async () => {
    const { say, reports } = bench();
    await say('accepted', { event_id: 'e', call_id: 'c' });
    expect(reports).toEqual([['c', 'accepted', ['site', 'spare']]]);
  });

  for (const stage of ['answered', 'dispatched', 'closed']) {
    it(`that says ${stage} accepts the call too, and is reported`, async () => {
      const { offer, say, reports } = bench();
      const { id, outcome } = offer('e', 'c');
      expect(await say(stage, { delivery: id, event_id: 'e', call_id: 'c' })).toEqual({
        call_id: 'c',
        stage,
      });
      expect(await outcome).toEqual(ACCEPTED);
      expect(reports).toEqual([['c', stage, ['site', 'spare']]]);
    });
  }

  for (const [what, stage, subject, code] of [
    ['of nothing', 'accepted', {}, 'REPORT_MALFORMED'],
    ['of a call that nobody knows', 'closed', { call_id: 'lost' }, 'REPORT_UNKNOWN_CALL'],
    ['of a notice that waits no more', 'accepted', { event_id: 'e' }, 'REPORT_NOT_DELIVERED'],
    [
      'that it arrived, of what waits no more',
      'received',
      { call_id: 'c' },
      'REPORT_NOT_DELIVERED',
    ],
    ['that it is refused, likewise', 'refused', { call_id: 'c' }, 'REPORT_NOT_DELIVERED'],
  ] as const) {
    it(`${what} is refused: ${code}`, async () => {
      await expect(bench().say(stage, subject)).rejects.toMatchObject({ code });
    });
  }

  it('of a call says nothing of deliveries of others', async () => {
    const { offer, say, pending } = bench();
    const notice = offer('n');
    const { id } = offer('e', 'c');
    await say('closed', { call_id: 'd' });
    await say('accepted', { event_id: 'unknown', call_id: 'd' });
    expect([pending.has(notice.id), pending.has(id)]).toEqual([true, true]);
  });
});

describe('an order', () => {
  it('goes to one device, and into the log without what a person typed', async () => {
    const { questions, log } = bench();
    const ask = { what: 'device', id: 1, tell: 'ask', device_id: 'CB-1' } as const;
    expect(await questions.answer({ ...ask, action: 'locate' })).toEqual({
      ask: 'command',
      scope: { device_id: 'CB-1' },
      order: { kind: 'locate', seconds: 30 },
    });
    expect(log.entries).toEqual([
      { message: 'a flow gave an order', fields: { device: 'CB-1', action: 'locate' } },
    ]);
    expect(await questions.answer({ ...ask, action: 'state' })).toEqual({
      ask: 'show',
      device_id: 'CB-1',
    });
  });
});

describe('logins', () => {
  it('are looked at ten times at once and then once a second: hashes cost what the journal needs', async () => {
    const { questions, clock, logins } = bench();
    const login = { what: 'login', id: 1, tell: 'ask', name: 'ann', password: 'x' } as const;
    for (let time = 0; time < 30; time++) await questions.answer(login);
    expect(logins()).toBe(10);
    await clock.advance(25_000);
    expect(await questions.answer(login)).toEqual({ name: 'ann', role: 'admin' });
  });

  it('need a name and a password, or a token', async () => {
    const { questions, logins } = bench();
    const ask = { what: 'login', id: 1, tell: 'ask' } as const;
    expect(await questions.answer({ ...ask, name: 'ann' })).toBeUndefined();
    expect(await questions.answer({ ...ask, password: 'x' })).toBeUndefined();
    expect(logins()).toBe(0);
    expect(await questions.answer({ ...ask, token: 'x' })).toMatchObject({ name: 'ann' });
  });
});

describe('questions without end', () => {
  it('are refused above 256 at one time', async () => {
    const { questions } = bench();
    const ask = { what: 'user', id: 1, tell: 'ask', name: 'ann' } as const;
    const all = await Promise.allSettled(Array.from({ length: 300 }, () => questions.answer(ask)));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(44);
    expect(refused[0]).toMatchObject({ reason: { code: 'FLOWS_BUSY' } });
  });
});
