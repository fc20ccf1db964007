// The audit follows every press to one place: what it finds, and what it must not find.
import { describe, expect, it } from 'vitest';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { audit } from '#simulator/audit/audit.ts';
import { auditOf, callOf, good, IN_OUTBOX, named, REJECTED, runOf } from './histories.ts';

const fine = [good(0, 1, 100), good(0, 2, 200), good(1, 1, 300), good(2, 4, 400)];

describe('a good run', () => {
  it('has no findings, and totals that add up', () => {
    const { findings, totals, latency } = auditOf(fine);
    expect(findings).toEqual([]);
    expect(totals).toMatchObject({ presses: 4, stored: 4, accepted: 4, deliveries: 4 });
    expect(latency.toStored).toMatchObject({ count: 4, p50: 3 });
    expect(latency.redToAccepted).toMatchObject({ count: 2, max: 10 });
  });

  it('may be of nothing', () => {
    expect(auditOf([])).toMatchObject({ findings: [], latency: { toStored: null } });
  });

  it('may deliver a press again under the same call', () => {
    const deliveries = [10, 20, 30].map((at) => ({ callId: 'CB-0001.1.1', accepted: true, at }));
    const { findings, totals } = auditOf([good(0, 1, 5, { deliveries, shownAt: 15 })]);
    expect(findings).toEqual([]);
    expect(totals).toMatchObject({ deliveries: 3, redeliveries: 2 });
  });

  it('may leave a press in an outbox, at the platform or not', () => {
    const waiting = { state: IN_OUTBOX, shownAt: undefined };
    const both = [good(0, 1, 5, waiting), good(0, 2, 6, { ...waiting, deliveries: [] })];
    const { findings, totals } = auditOf(both);
    expect(findings).toEqual([]);
    expect(totals).toMatchObject({ inOutbox: 2, accepted: 1 });
  });

  it('counts an entry for all the presses that it stands for', () => {
    const { findings, totals } = auditOf([good(0, 2, 5, { count: 7 })]);
    expect(findings).toEqual([]);
    expect(totals).toMatchObject({ presses: 7, stored: 7, accepted: 7, deliveries: 1 });
  });

  it('may join a press to a call whose acceptance is shown before the press itself is delivered', () => {
    const opener = good(0, 2, 0);
    const delivery = { callId: callOf(opener), accepted: true, at: 500 };
    const joined = good(0, 4, 50, { deliveries: [delivery], shownAt: 60 });
    expect(auditOf([opener, joined]).findings).toEqual([]);
    const waiting = good(0, 4, 50, { deliveries: [], shownAt: 60, state: IN_OUTBOX });
    expect(auditOf([opener, waiting]).findings).toEqual([]);
  });

  it('may reject with a code, and be refused with codes, that the scenario expects', () => {
    const rejected = good(0, 1, 5, {
      state: REJECTED,
      reason: 3,
      deliveries: [],
      shownAt: undefined,
    });
    const expected = { refusals: ['SEAL_WRONG'], rejections: ['IDENTITY_INVALID'] };
    const refusals = { SEAL_WRONG: 12, TOPIC_WRONG: 0 };
    expect(auditOf([rejected], { refusals, expect: expected }).findings).toEqual([]);
  });
});

describe('a press is lost', () => {
  it('when it was receipted and the platform never got it', () => {
    const result = auditOf([...fine, good(0, 6, 9, { deliveries: [], shownAt: undefined })]);
    expect(named(result)).toEqual([['lost', 'CB-0001/1/6']]);
    expect(result.findings[0]?.detail).toMatch(/red press.*stored 0\.012 s.*never got it/);
    expect(result.totals.findings).toEqual({ lost: 1 });
  });

  it('and the finding tells apart what its home and what the platform knew, and when', () => {
    const deliveries = [{ callId: 'CB-0001.1.6', accepted: true, at: 20 }];
    const early = good(0, 6, 9, { deliveries, shownAt: 13 });
    const { detail } = auditOf([...fine, early]).findings[0]!;
    expect(detail).toMatch(/the platform accepted its call at 0\.020 s/);
    expect(detail).toMatch(/in its home: .* known there as stored 0\.012 s, as accepted 0\.013 s/);
  });

  it('when it was receipted and the platform never accepted it', () => {
    const deliveries = [{ callId: 'CB-0001.1.6', accepted: false, at: 20 }];
    const result = auditOf([good(0, 6, 9, { deliveries, shownAt: undefined })]);
    expect(named(result)).toEqual([['lost', 'CB-0001/1/6']]);
    expect(result.findings[0]?.detail).toMatch(/came 1 times, call CB-0001.1.6, and was never acc/);
  });
});

describe('a press is doubled', () => {
  it('when it came under two calls, accepted or not', () => {
    for (const accepted of [true, false]) {
      const deliveries = [
        { callId: 'CB-0001.1.6', accepted: true, at: 17 },
        { callId: 'CB-0001.1.9', accepted, at: 20 },
      ];
      const result = auditOf([...fine, good(0, 6, 9, { deliveries })]);
      expect(named(result)).toEqual([['doubled', 'CB-0001/1/6']]);
      expect(result.findings[0]?.detail).toContain('CB-0001.1.9');
    }
  });

  it.each([
    'CB-0001/1/77',
    'CB-0001/2/1',
    'CB-0099/1/1',
    'CB-0001/01/1',
    'CB-0001/1/4294967296',
    '',
    '//',
    '__proto__',
  ])('when nobody made it: %j', (id) => {
    const run = runOf(fine);
    run.received.record(id, 'CB-0001.1.1', 50, true);
    run.received.record(id, 'CB-0001.1.1', 60, true);
    expect(named(audit(run))).toEqual([['doubled', id]]);
  });

  it('when its call is one of the other key or of another device', () => {
    const green = good(0, 1, 0, { key: KEY_GREEN });
    const under = (callId: string) => ({
      deliveries: [{ callId, accepted: true, at: 30 }],
      shownAt: undefined,
    });
    const ofKey = good(0, 3, 20, { key: KEY_RED, ...under('CB-0001.1.1') });
    expect(named(auditOf([green, ofKey]))).toEqual([['doubled', 'CB-0001/1/3']]);
    const ofDevice = good(1, 3, 20, { key: KEY_GREEN, ...under('CB-0001.1.1') });
    expect(named(auditOf([green, ofDevice]))).toEqual([['doubled', 'CB-0002/1/3']]);
  });

  it('when a call of any name holds presses of two keys', () => {
    const under = (at: number) => [{ callId: 'urn:x', accepted: true, at }];
    const first = good(0, 1, 0, { key: KEY_GREEN, deliveries: under(8) });
    const second = good(0, 3, 20, { key: KEY_RED, deliveries: under(28), shownAt: undefined });
    expect(named(auditOf([first, second]))).toEqual([['doubled', 'CB-0001/1/3']]);
  });
});

describe('a light is untrue', () => {
  it('when it showed acceptance before the platform accepted', () => {
    const result = auditOf([...fine, good(0, 6, 1_000, { shownAt: 1_001 })]);
    expect(named(result)).toEqual([['untrue', 'CB-0001/1/6']]);
    expect(result.findings[0]?.detail).toMatch(
      /shown at 1\.001 s, .*accepted its call at 1\.008 s/,
    );
  });

  it('when the platform never accepted, also for a press that is in the outbox', () => {
    const lie = good(0, 6, 1_000, { state: IN_OUTBOX, deliveries: [] });
    expect(named(auditOf([lie]))).toEqual([['untrue', 'CB-0001/1/6']]);
    const stored = good(0, 6, 1_000, { deliveries: [] });
    expect(named(auditOf([stored]))).toEqual([
      ['lost', 'CB-0001/1/6'],
      ['untrue', 'CB-0001/1/6'],
    ]);
  });

  it('when only an answered call, a later one, or one of the other key was accepted', () => {
    const waiting = good(0, 4, 1_000, { state: IN_OUTBOX, deliveries: [] });
    const otherKey = good(0, 1, 0);
    const later = good(0, 6, 900);
    for (const other of [otherKey, later]) {
      expect(named(auditOf([other, waiting]))).toEqual([['untrue', 'CB-0001/1/4']]);
    }
    const run = runOf([good(0, 2, 0), waiting]);
    expect(named(audit(run))).toEqual([]);
    run.ledgers[0]!.answeredAt[0] = 500;
    expect(named(audit(run))).toEqual([['untrue', 'CB-0001/1/4']]);
  });

  it('when only its home saw it, or only its light, or nobody made the press', () => {
    const onlyHome = runOf([good(0, 2, 0, { shownAt: 1 })]);
    onlyHome.acceptedSeen = [];
    expect(named(audit(onlyHome))).toEqual([['untrue', 'CB-0001/1/2']]);
    const onlyLight = runOf([good(0, 2, 0, { shownAt: 1 })]);
    onlyLight.ledgers[0]!.acceptedAt[0] = Number.NaN;
    expect(named(audit(onlyLight))).toEqual([['untrue', 'CB-0001/1/2']]);
    const nobody = runOf([good(0, 2, 0)]);
    nobody.acceptedSeen[0]!.seq[0] = 9;
    expect(named(audit(nobody))).toEqual([['untrue', 'CB-0001/1/9']]);
  });
});

describe('something is unexplained', () => {
  it('when states contradict each other', () => {
    const rejected = good(0, 1, 5, { state: REJECTED, reason: 3 });
    expect(named(auditOf([rejected]))).toEqual([['unexplained', 'CB-0001/1/1']]);
    expect(named(auditOf([good(0, 1, 5, { state: 9 })]))).toEqual([['unexplained', 'CB-0001/1/1']]);
    const run = runOf([good(0, 1, 5)]);
    run.ledgers[0]!.storedAt[0] = Number.NaN;
    expect(named(audit(run))).toEqual([['unexplained', 'CB-0001/1/1']]);
  });

  it('when two presses have one identity', () => {
    expect(named(auditOf([good(0, 1, 5), good(0, 1, 6)]))).toEqual([
      ['unexplained', 'CB-0001/1/1'],
    ]);
  });
});

describe('a limit or a code', () => {
  it('that the scenario does not expect is a finding', () => {
    const rejected = good(0, 1, 5, {
      state: REJECTED,
      reason: 2,
      deliveries: [],
      shownAt: undefined,
    });
    const result = auditOf([rejected], { refusals: { SEAL_WRONG: 12, TOPIC_WRONG: 0 }, forged: 3 });
    expect(named(result)).toEqual([
      ['unexpected-code', 'CB-0001/1/1'],
      ['unexpected-code', 'SEAL_WRONG'],
      ['forged-delivery', 'the platform'],
    ]);
    expect(result.findings[0]?.detail).toContain('EVENT_MISSING');
  });

  it('of red presses is kept at the platform, counts from the press, and knows no never', () => {
    const limit = (redAcceptedP99Ms: number) => ({
      expect: { refusals: [], rejections: [], redAcceptedP99Ms },
    });
    expect(auditOf(fine, limit(8)).findings).toEqual([]);
    const late = auditOf(fine, limit(7.9));
    expect(named(late)).toEqual([['late', 'red presses']]);
    expect(late.findings[0]?.detail).toMatch(/8\.0 ms \(p99 of 2.*limit is 7\.9 ms.*CB-0001\/1\/2/);
    const never = good(0, 6, 1, { state: IN_OUTBOX, deliveries: [], shownAt: undefined });
    expect(named(auditOf([...fine, never], limit(1e9)))).toEqual([['late', 'red presses']]);
  });
});

it('ten thousand lost presses are counted, 200 findings are listed, and the rarer kind is among them', () => {
  const lost = Array.from({ length: 10_000 }, (_, index) =>
    good(index % 3, 1 + index, index, { deliveries: [], shownAt: undefined }),
  );
  const { findings, totals } = auditOf(lost, { refusals: { SEAL_WRONG: 1 } });
  expect(totals.findings).toEqual({ lost: 10_000, 'unexpected-code': 1 });
  expect(findings).toHaveLength(200);
  expect(findings.at(-1)).toMatchObject({ kind: 'unexpected-code', what: 'SEAL_WRONG' });
});
