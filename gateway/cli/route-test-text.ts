// The table of `--test-route`, and what to do about a part that is not good.
import type { Severity } from '../domain/limits.ts';
import { isGood, type RouteTrial } from '../domain/route-trial.ts';
import { aligned } from '../messages/aligned.ts';
import {
  DESTINATION_ERRORS,
  notHttpSaid,
  outcomeSaid,
  ROUTE_TEST,
} from '../messages/route-test.ts';
import { type Language, textsIn } from '../messages/sentence.ts';

/** Whether every part of the route is good, and all that is to be said about it. */
export function routeTestText(
  severity: Severity,
  trials: readonly RouteTrial[],
  language: Language,
): { ok: boolean; text: string } {
  const texts = textsIn(ROUTE_TEST, language);
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
      const wrong = code === 'UNREACHABLE' ? notHttpSaid(detail ?? '') : undefined;
      if (wrong !== undefined) {
        return [`${destination}: ${wrong[language]}. ${texts.notHttp} (${code})`];
      }
      const said = outcomeSaid(detail ?? '')[language];
      return [`${destination}: ${said}. ${DESTINATION_ERRORS[code][language]} (${code})`];
    }
    if (outcome !== 'unknown' || severity === 'status') return [];
    return [`${destination}: ${texts.unreported}`];
  });
  const verdict = bad.length === 0 ? texts.good(trials.length) : texts.bad(bad.length);
  const lines = [aligned(rows), ...new Set(advice), verdict];
  return { ok: bad.length === 0, text: `${lines.join('\n')}\n` };
}
