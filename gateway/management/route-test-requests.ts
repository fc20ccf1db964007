// The test of a route as JSON, for the control socket, and as a table for the operator who asked.
import { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import { SEVERITIES, type Severity } from '../domain/limits.ts';
import { isGood, type RouteTrial } from '../domain/route-trial.ts';
import { aligned } from '../messages/aligned.ts';
import { DESTINATION_ERRORS, outcomeSaid, ROUTE_TEST } from '../messages/route-test.ts';
import { type Language, textsIn } from '../messages/sentence.ts';

const Request = z.strictObject({ severity: z.enum(SEVERITIES), group: z.string().optional() });

export interface RouteTestJson {
  trials: RouteTrial[];
}

/** Rejects with a GatewayError. */
export async function answerRouteTest(
  run: (severity: Severity, group: string | undefined) => Promise<RouteTrial[]>,
  value: unknown,
): Promise<RouteTestJson> {
  const parsed = Request.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GatewayError('REQUEST_MALFORMED', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { severity, group } = parsed.data;
  return { trials: await run(severity, group) };
}

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
