// The table of `--test-route`: every part of the route, what happened, what to do, in both languages.
import { describe, expect, it } from 'vitest';
import { routeTestText } from '#gateway/cli/route-test-text.ts';
import { outcomeOf } from '#gateway/destinations/http-answer.ts';
import { GATEWAY_ERRORS } from '#gateway/domain/errors.ts';
import {
  DESTINATION_ERRORS,
  type DestinationErrorCode,
} from '#gateway/domain/ports/destination.ts';
import type { RouteTrial } from '#gateway/domain/route-trial.ts';
import { Dispatcher } from '#gateway/management/dispatcher.ts';
import type { ApiSubjects } from '#gateway/management/endpoint.ts';
import {
  DESTINATION_ERRORS as ADVICE,
  OUTCOMES,
  ROUTE_TEST,
} from '#gateway/messages/route-test.ts';
import { LANGUAGES } from '#gateway/messages/sentence.ts';
import { sentencesIn } from '../messages/sentences.ts';

const GOOD: RouteTrial = {
  step: 'first',
  destination: 'platform',
  outcome: 'accepted',
  isReported: false,
  tookMs: 12.4,
};
const FAILED: RouteTrial = {
  step: 2,
  destination: 'duty',
  outcome: 'failed',
  isReported: false,
  tookMs: 3,

  code: 'UNREACHABLE',
  detail: 'ECONNREFUSED',
};

/** What goes to the log, to health or to the flow that asked. */
const NO_DETAILS =
  /^flows (ready|take calls|ended|run without|were started)|^a flow gave|^the editor of|^no call_id|^nothing waits/;

describe('the table', () => {
  it('has a line for each part of the route, what to do, and the verdict', () => {
    expect(routeTestText('red', [GOOD, FAILED], 'en')).toEqual({
      ok: false,
      text: `step          destination  outcome   time   code
first         platform     accepted  12 ms
escalation 2  duty         failed    3 ms   UNREACHABLE
duty: ECONNREFUSED. ${DESTINATION_ERRORS.UNREACHABLE} (UNREACHABLE)
One is not good.
`,
    });
    expect(
      routeTestText('red', [GOOD, FAILED], 'zh').text,
    ).toBe(`步骤    目标      结果    用时   代码
首选    platform  已受理  12 ms
升级 2  duty      失败    3 ms   UNREACHABLE
duty: ECONNREFUSED. 无法连接：请检查地址、网络和证书 (UNREACHABLE)
1 个目标不正常。
`);
  });

  it('takes a press that nobody accepts for a fault, and a notice that arrived for good', () => {
    const unknown: RouteTrial = { ...GOOD, outcome: 'unknown' };
    for (const language of LANGUAGES) {
      const press = routeTestText('green', [unknown], language);
      const text = expect.stringContaining(ROUTE_TEST.unreported[language]);
      expect(press).toMatchObject({ ok: false, text });
      expect(routeTestText('status', [unknown], language).ok).toBe(true);
    }
  });

  it('says how the acceptance came', () => {
    const { ok, text } = routeTestText('red', [{ ...GOOD, isReported: true }], 'en');
    expect([ok, text]).toEqual([true, expect.stringContaining('accepted (reported)')]);
  });

  it('tells what a destination said in Chinese too, and a code of the system as it is', () => {
    const saying = (detail: string) => routeTestText('red', [{ ...FAILED, detail }], 'zh').text;
    const answers = [
      outcomeOf({ status: 200, json: { code: 1 } }, 0),
      outcomeOf({ status: 201 }, 0, { field: 'result.code', equals: 0 }),
    ];
    const said = answers.map((outcome) => ('detail' in outcome ? outcome.detail : ''));
    expect(said.map((one) => saying(one).split('\n')[2])).toEqual([
      expect.stringContaining('duty: HTTP 200，但应答正文中的 "code" 表示否定：'),
      expect.stringContaining('duty: HTTP 201，但应答正文中的 "result.code" 不符合 accepted_when'),
    ]);
    expect(saying('CERT_HAS_EXPIRED')).toContain('duty: CERT_HAS_EXPIRED. ');
    expect(saying(`FLOW_HEAP: ${GATEWAY_ERRORS.FLOW_HEAP}`)).toContain('duty: FLOW_HEAP：流程');
    // Those of a flow, which is an operator's own, wherever they are written.
    const flows = ['destination', 'host', 'pending', 'questions'].flatMap((name) =>
      sentencesIn(new URL(`../../../gateway/flows/${name}.ts`, import.meta.url)),
    );
    expect(flows.filter((flow) => !NO_DETAILS.test(flow))).toEqual([]);
    for (const { en, zh } of [OUTCOMES.gatewayStops, OUTCOMES.unwanted, OUTCOMES.stopped('410')]) {
      expect(saying(en)).toContain(`duty: ${zh}. `);
    }
  });

  it('says of an answer that is no HTTP that it came, and what was wrong with it', () => {
    const saying = (detail: string, language: 'en' | 'zh') =>
      routeTestText('red', [{ ...FAILED, detail }], language).text;
    const answers: [string, RegExp, RegExp][] = [
      ['HPE_INVALID_HEADER_TOKEN', /goes on in the next line/, /下一行/],
      ['HPE_CR_EXPECTED', /LF alone/, /只以 LF 结尾/],
      ['HPE_INVALID_CONSTANT', /does not begin with HTTP/, /不是以 HTTP 开头/],
      ['HPE_INVALID_CHUNK_SIZE', /breaks the rules of HTTP/, /违反 HTTP 规则/],
      ['EPROTO', /is not TLS/, /不是 TLS/],
      ['ERR_SSL_WRONG_VERSION_NUMBER', /is not TLS/, /不是 TLS/],
    ];
    for (const [detail, english, chinese] of answers) {
      expect(saying(detail, 'en')).toMatch(english);
      expect(saying(detail, 'en')).toContain(`duty: it answered, but `);
      expect(saying(detail, 'en')).toContain(`(${detail})`);
      expect(saying(detail, 'en')).not.toContain('no connection');
      expect(saying(detail, 'zh')).toMatch(chinese);
      expect(saying(detail, 'zh')).not.toContain('无法连接');
    }
    expect(saying('ECONNREFUSED', 'en')).toContain('no connection');
  });

  it('has advice for every code in both languages', () => {
    for (const language of LANGUAGES) {
      for (const code of Object.keys(DESTINATION_ERRORS)) {
        expect(ADVICE[code as DestinationErrorCode][language]).not.toBe('');
      }
    }
  });
});

/** Asked on the control socket. */
function answerRouteTest(testRoute: ApiSubjects['testRoute'], value: unknown): Promise<object> {
  const dispatcher = new Dispatcher({ testRoute } as ApiSubjects);
  return dispatcher.answerSocket('/test-route', { name: 'local', role: 'admin' }, value);
}

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
