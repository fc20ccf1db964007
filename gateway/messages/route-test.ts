// The words of `--test-route`, in the languages of operators.
import type { Severity } from '../domain/limits.ts';
import { DESTINATION_ERRORS, type DestinationErrorCode } from '../domain/ports/destination.ts';
import { isGood, type RouteTrial } from '../domain/route-trial.ts';
import { aligned } from './aligned.ts';
import { detailInChinese } from './route-details.ts';

export interface RouteTexts {
  columns: Record<'step' | 'destination' | 'outcome' | 'time' | 'code', string>;
  step: Record<'first' | 'fallback', string>;
  escalation(step: number): string;
  outcome: Record<RouteTrial['outcome'], string>;
  /** Accepted, by a report. */
  reported: string;
  /** It arrived, and that was all. */
  unreported: string;
  /** What the destination said. */
  detail(said: string): string;
  advice: Record<DestinationErrorCode, string>;
  good(count: number): string;
  bad(count: number): string;
}

const EN: RouteTexts = {
  columns: {
    step: 'step',
    destination: 'destination',
    outcome: 'outcome',
    time: 'time',
    code: 'code',
  },
  step: { first: 'first', fallback: 'fallback' },
  escalation: (step) => `escalation ${step}`,
  outcome: {
    accepted: 'accepted',
    unknown: 'acceptance unknown',

    refused: 'refused',
    failed: 'failed',
  },
  reported: 'accepted (reported)',
  unreported:
    'it arrived, but no report of its acceptance came in time: see that the platform reports, and that it may',
  detail: (said) => said,
  advice: DESTINATION_ERRORS,
  good: (count) => (count === 1 ? 'Good.' : `All ${count} are good.`),
  bad: (count) => (count === 1 ? 'One is not good.' : `${count} are not good.`),
};

const ZH: RouteTexts = {
  columns: {
    step: '步骤',
    destination: '目标',
    outcome: '结果',
    time: '用时',
    code: '代码',
  },
  step: { first: '首选', fallback: '备用' },
  escalation: (step) => `升级 ${step}`,
  outcome: {
    accepted: '已受理',
    unknown: '已送达，未知是否受理',

    refused: '被拒绝',
    failed: '失败',
  },
  reported: '已受理（平台回报）',
  unreported: '已送达，但未按时收到受理的回报：请检查平台是否回报，以及是否有权回报',
  detail: detailInChinese,
  advice: {
    UNREACHABLE: '无法连接：请检查地址、网络和证书',
    TIMEOUT: '未按时应答',
    BUSY: '对方要求稍后再试',
    REFUSED: '对方拒绝了该事件：请检查地址、密钥和对方日志',
    BROKEN: '对方处理该事件时出错：请查看对方日志',
    FLOW_DOWN:
      '目前没有流程受理呼叫：请等待网关日志中出现 `flows take calls`；若一直不出现，请在编辑器中修正所指出的问题',
    NOT_CARRIED: '该目标无法表达此类事件：请改用其他路由',
  },
  good: (count) => (count === 1 ? '正常。' : `${count} 个目标全部正常。`),
  bad: (count) => `${count} 个目标不正常。`,
};

export const ROUTE_TEXTS = { en: EN, zh: ZH };

/** Whether every part of the route is good, and all that is to be said about it. */
export function routeTestText(
  severity: Severity,
  trials: readonly RouteTrial[],
  texts: RouteTexts,
): { ok: boolean; text: string } {
  const bad = trials.filter((trial) => !isGood(trial, severity === 'status'));
  const rows = [
    Object.values(texts.columns),
    ...trials.map((trial) => [
      typeof trial.step === 'number' ? texts.escalation(trial.step) : texts.step[trial.step],
      trial.destination,
      trial.isReported ? texts.reported : texts.outcome[trial.outcome],
      `${Math.round(trial.tookMs)} ms`,
      trial.code ?? '',
    ]),
  ];
  const advice = trials.flatMap(({ destination, outcome, code, detail }) => {
    if (code) {
      return [`${destination}: ${texts.detail(detail ?? '')}. ${texts.advice[code]} (${code})`];
    }
    if (outcome !== 'unknown' || severity === 'status') return [];
    return [`${destination}: ${texts.unreported}`];
  });
  const verdict = bad.length === 0 ? texts.good(trials.length) : texts.bad(bad.length);
  const lines = [aligned(rows), ...new Set(advice), verdict];
  return { ok: bad.length === 0, text: `${lines.join('\n')}\n` };
}
