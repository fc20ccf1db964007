// `call-button gateway --test-route red`: has the running gateway send a marked test call over a route, and tells.

import { languageOf } from '../config/index.ts';
import type { Severity } from '../domain/limits.ts';
import { askGateway } from '../management/socket-client.ts';
import { controlPath } from '../management/socket-server.ts';
import { ROUTE_TEXTS, routeTestText } from '../messages/route-test.ts';
import type { JournalPlace } from './journal.ts';

/** Returns the exit code: 1 when a part of the route is not good. Errors: GATEWAY_NOT_RUNNING, NO_ROUTE, NO_SUCH_GROUP. */
export async function testRoute(
  place: JournalPlace,
  severity: Severity,
  group: string | undefined,
): Promise<number> {
  const socket = controlPath(place);
  const { trials } = await askGateway(socket, '/test-route', '', { severity, group });
  const { ok, text } = routeTestText(severity, trials, ROUTE_TEXTS[languageOf(process.env)]);
  process.stdout.write(text);
  return ok ? 0 : 1;
}
