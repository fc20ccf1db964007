// Health: what is wrong, since when and what that means, in words; and whether presses can be taken at all.
import { describe, expect, it } from 'vitest';
import { type HealthFacts, judgeHealth } from '#gateway/monitoring/health.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-21T10:24:00Z');
const WELL: HealthFacts = {
  connected: 3,
  devices: 4,
  refusals: { SEAL_WRONG: 1 },
  journalProblem: undefined,
  unrouted: [],
  isServing: true,
};

const judged = (facts: Partial<HealthFacts>) => judgeHealth({ ...WELL, ...facts }, NOW);

describe('health', () => {
  it('is ok when nothing is wrong', () => {
    expect(judged({})).toEqual({
      status: 'ok',
      reasons: [],
      ready: true,
      connected: 3,
      devices: 4,
      refusals: { SEAL_WRONG: 1 },
    });
  });

  it('fails while presses can not be stored, with the moment and the reason', () => {
    const journalProblem = { since: NOW - 60_000, reason: 'no space left on device' };
    const { status, ready, reasons } = judged({ journalProblem });
    expect({ status, ready }).toEqual({ status: 'failing', ready: false });
    expect(reasons).toEqual([
      expect.stringMatching(/since 2026-11-21T10:23:00\.000Z: no space left on device/),
    ]);
  });

  const degraded: [string, Partial<HealthFacts>, RegExp][] = [
    [
      'without a route',
      { unrouted: ['red'] },
      /^red has no route.*: name a destination for it in `routes` and reload$/,
    ],
    [
      'without devices',
      { devices: 0 },
      /nobody can connect: install buttons with `call-button provision`, or name a file .* reload$/,
    ],
    ['with damage in its registry', { registryProblem: '1 rows' }, /the registry .*: 1 rows/],
    ['with a certificate that ends soon', { certificateExpiresAt: NOW + 5 * DAY_MS }, /in 5 days/],
    [
      'with a line that is down',
      {
        links: {
          duty: { isUp: true, since: NOW },
          centre: { isUp: false, since: NOW - 60_000, reason: 'CERT_HAS_EXPIRED' },
        },
      },
      /^no link to centre since 2026-11-21T10:23:00\.000Z: CERT_HAS_EXPIRED$/,
    ],
    [
      'with a line that has lost its spare',
      { links: { centre: { isUp: true, since: NOW, reason: 'spare: ECONNREFUSED' } } },
      /^the link to centre is up in part only: spare: ECONNREFUSED$/,
    ],
    ['with what everybody refuses', { refusedByAll: 3 }, /^3 .* refused by every destination/],
    [
      'with a platform that is reached and takes nothing',
      {
        links: { platform: { isUp: true, since: NOW } },
        failingLanes: [
          {
            destination: 'platform',
            severity: 'red',
            failures: 17,
            since: NOW - 75_000,
            code: 'REFUSED',
            detail: 'HTTP 401',
          },
        ],
      },
      /^platform has taken nothing red since .*: 17 attempts .* REFUSED \(HTTP 401\): .*--test-route red/,
    ],
    ['with one that is over', { certificateExpiresAt: NOW - 1 }, /is over: /],
  ];
  for (const [what, facts, reason] of degraded) {
    it(`is degraded, and ready all the same, ${what}`, () => {
      const { status, ready, reasons } = judged(facts);
      expect({ status, ready }).toEqual({ status: 'degraded', ready: true });
      expect(reasons).toEqual([expect.stringMatching(reason)]);
    });
  }

  it('of a certificate that is good for long is no news', () => {
    expect(judged({ certificateExpiresAt: NOW + 31 * DAY_MS }).status).toBe('ok');
  });

  it('is not ready before the start is complete and while it stops', () => {
    expect(judged({ isServing: false })).toMatchObject({ status: 'ok', ready: false });
  });
});
