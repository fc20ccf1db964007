// The table of `--test-route`: every part of the route, what happened, what to do, in both languages.
import { describe, expect, it } from 'vitest';
import { answerRouteTest, routeTestText } from '#gateway/administration/route-tests.ts';
import { ROUTE_TEXTS } from '#gateway/administration/route-texts.ts';
import {
  DESTINATION_ERRORS,
  type DestinationErrorCode,
} from '#gateway/domain/ports/destination.ts';
import type { RouteTrial } from '#gateway/domain/route-trial.ts';

const GOOD: RouteTrial = {
  ...{ step: 'first', destination: 'platform', outcome: 'accepted', isReported: false },
  tookMs: 12.4,
};
const FAILED: RouteTrial = {
  ...{ step: 2, destination: 'duty', outcome: 'failed', isReported: false, tookMs: 3 },
  ...{ code: 'UNREACHABLE', detail: 'ECONNREFUSED' },
};

describe('the table', () => {
  it('has a line for each part of the route, what to do, and the verdict', () => {
    expect(routeTestText('red', [GOOD, FAILED], ROUTE_TEXTS.en)).toEqual({
      ok: false,
      text: `step          destination  outcome   time   code
first         platform     accepted  12 ms
escalation 2  duty         failed    3 ms   UNREACHABLE
duty: ECONNREFUSED. ${DESTINATION_ERRORS.UNREACHABLE} (UNREACHABLE)
One is not good.
`,
    });
    expect(
      routeTestText('red', [GOOD, FAILED], ROUTE_TEXTS.zh).text,
    ).toBe(`步骤    目标      结果    用时   代码
首选    platform  已受理  12 ms
升级 2  duty      失败    3 ms   UNREACHABLE
duty: ECONNREFUSED. 无法连接：请检查地址、网络和证书 (UNREACHABLE)
1 个目标不正常。
`);
  });

  it('takes a press that nobody accepts for a fault, and a notice that arrived for good', () => {
    const unknown: RouteTrial = { ...GOOD, outcome: 'unknown' };
    for (const texts of Object.values(ROUTE_TEXTS)) {
      const press = routeTestText('green', [unknown], texts);
      expect(press).toMatchObject({ ok: false, text: expect.stringContaining(texts.unreported) });
      expect(routeTestText('status', [unknown], texts).ok).toBe(true);
    }
  });

  it('says how the acceptance came', () => {
    const { ok, text } = routeTestText('red', [{ ...GOOD, isReported: true }], ROUTE_TEXTS.en);
    expect([ok, text]).toEqual([true, expect.stringContaining('accepted (reported)')]);
  });

  it('has advice for every code in both languages', () => {
    for (const { advice } of Object.values(ROUTE_TEXTS)) {
      for (const code of Object.keys(DESTINATION_ERRORS)) {
        expect(advice[code as DestinationErrorCode]).not.toBe('');
      }
    }
  });
});

describe('a request', () => {
  it('that is none is refused, and nothing is offered', async () => {
    const run = () => Promise.reject(new Error('offered'));
    for (const value of [null, {}, { severity: 'blue' }, { severity: 'red', group: 7 }, 'red']) {
      await expect(answerRouteTest(run, value)).rejects.toMatchObject({
        code: 'REQUEST_MALFORMED',
      });
    }
    expect(await answerRouteTest(async () => [GOOD], { severity: 'red' })).toEqual({
      trials: [GOOD],
    });
  });
});
