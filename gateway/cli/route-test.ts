// `call-button gateway --test-route red`: has the running gateway send a marked test call over a route, and tells.

import type { Severity } from '../domain/limits.ts';
import { type RouteTestJson, routeTestText } from '../management/route-test-requests.ts';
import { askGateway } from '../management/socket-client.ts';
import { controlPath, TEST_ROUTE } from '../management/socket-server.ts';
import { languageOf } from '../messages/language.ts';
import type { JournalPlace } from './journal.ts';

/** Returns the exit code: 1 when a part of the route is not good. Errors: GATEWAY_NOT_RUNNING, NO_ROUTE, NO_SUCH_GROUP. */
export async function testRoute(
  place: JournalPlace,
  severity: Severity,
  group: string | undefined,
): Promise<number> {
  const asked = { severity, ...(group === undefined ? {} : { group }) };
  const answer = await askGateway(controlPath(place), asked, TEST_ROUTE);
  const { trials } = answer as unknown as RouteTestJson;
  const { ok, text } = routeTestText(severity, trials, languageOf(process.env));
  process.stdout.write(text);
  return ok ? 0 : 1;
}
