// Who may ask for what: every route of the desk with every role. A new route without a rule fails here.
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '#gateway/desk/http.ts';
import type { DeskParts } from '#gateway/desk/routes/parts.ts';
import { ROLES, type Role } from '#gateway/desk/sessions.ts';
import { SECRET } from '#test/support/test-gateway.ts';
import { deskAlone } from '../desk-alone.ts';

const ALL: readonly Role[] = ROLES;
const WORKING: readonly Role[] = ['officer', 'leader', 'archive_keeper'];
const KEEPERS: readonly Role[] = ['leader', 'archive_keeper'];
const LEADER: readonly Role[] = ['leader'];

/** Undefined: no session is needed; what the route asks instead has tests of its own. */
const RULES: Record<string, readonly Role[] | undefined> = {
  'POST /v1/events': undefined,
  'GET /api/session': undefined,
  'POST /api/first-account': undefined,
  'POST /api/login': undefined,
  'POST /api/one-time-login': undefined,
  'POST /api/logout': undefined,
  'GET /api/helper': undefined,
  'POST /api/helper/steps': undefined,
  'GET /api/stream': ALL,
  'POST /api/page': ALL,
  'POST /api/page/left': ALL,
  'POST /api/calls/:callId/steps': WORKING,
  'GET /api/calls/:callId/records': ALL,
  'GET /api/closed': ALL,
  'GET /api/calls/:callId/sheet': WORKING,
  'GET /api/calls/:callId/proposals': WORKING,
  'POST /api/calls/:callId/helper-link': WORKING,
  'POST /api/calls/:callId/helper-link/revoke': WORKING,
  'GET /api/helpers': WORKING,
  'GET /api/helpers/:id': KEEPERS,
  'POST /api/helpers': KEEPERS,
  'POST /api/helpers/:id': KEEPERS,
  'POST /api/residents/search': WORKING,
  'GET /api/residents/places': WORKING,
  'GET /api/residents/:id': WORKING,
  'POST /api/residents': KEEPERS,
  'POST /api/residents/:id': KEEPERS,
  'POST /api/residents/:id/check': KEEPERS,
  'POST /api/residents/export': KEEPERS,
  'POST /api/residents/import/preview': KEEPERS,
  'POST /api/residents/import': KEEPERS,
  'GET /api/cases': WORKING,
  'POST /api/cases/steps': WORKING,
  'GET /api/coverage': ALL,
  'GET /api/looks': LEADER,
  'POST /api/ledger': WORKING,
  'GET /api/ledger/choices': WORKING,
  'POST /api/ledger/export': WORKING,
  'GET /api/ledger/exports/:id': WORKING,
  'GET /api/ledger/follow-ups': WORKING,
  'POST /api/ledger/surveys': WORKING,
  'GET /api/samples': WORKING,
  'POST /api/samples/draw': LEADER,
  'POST /api/samples/drawn': WORKING,
  'GET /api/figures': ALL,
  'GET /api/people': LEADER,
  'POST /api/people/add': LEADER,
  'POST /api/people/change': LEADER,
  'POST /api/people/end-sessions': LEADER,
  'POST /api/me/password': ALL,
  'POST /api/me/language': ALL,
  'GET /api/shifts': ALL,
  'POST /api/shifts/add': LEADER,
  'POST /api/shifts/copy': LEADER,
  'POST /api/shifts/remove': LEADER,
};

/** What the rooms of routes add, asked from themselves. */
function routesOfDesk(): string[] {
  const found: string[] = [];
  const fastify = Fastify();
  fastify.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') found.push(`${String(method)} ${url}`);
  });
  // Nothing is asked of the parts before a request comes.
  const parts = { secret: SECRET, store: {}, clock: {} } as unknown as DeskParts;
  for (const routes of ROUTES) routes(fastify, parts);
  return found;
}

describe('every route', () => {
  it('has a rule, and every rule a route', () => {
    expect(routesOfDesk().sort()).toEqual(Object.keys(RULES).sort());
  });

  it('is refused without a session, to another role, and, when it changes something, to another site', async () => {
    const desk = await deskAlone();
    const people = new Map<Role, Awaited<ReturnType<typeof desk.login>>>();
    for (const role of ROLES) people.set(role, await desk.login(`a-${role}`, role));
    const wrong: string[] = [];
    for (const [route, allowed] of Object.entries(RULES)) {
      const [method = '', url = ''] = route.split(' ');
      const path = url.replace(/:\w+/, 'x');
      const ask = async (role: Role, headers: Record<string, string> = {}) => {
        const officer = people.get(role)!;
        if (method === 'POST') return (await officer.post(path, {}, headers)).body.code;
        const response = await officer.fetch(path, headers);
        // What is no JSON has not been refused. A stream would never end.
        if (response.ok) return await response.body?.cancel();
        return ((await response.json()) as { code: string }).code;
      };
      if (allowed === undefined) continue;
      const nobody = await ask('leader', { cookie: '' });
      if (nobody !== 'DESK_LOGIN_NEEDED') wrong.push(`${route} without a session: ${nobody}`);
      for (const role of ROLES) {
        const code = await ask(role);
        const isRefused = code === 'DESK_FORBIDDEN' || code === 'DESK_LOGIN_NEEDED';
        if (isRefused === allowed.includes(role)) wrong.push(`${route} as ${role}: ${code}`);
      }
      if (method === 'GET') continue;
      const foreign = await ask(allowed[0] as Role, { 'x-call-button': '' });
      if (foreign !== 'DESK_FORBIDDEN') wrong.push(`${route} from another site: ${foreign}`);
    }
    expect(wrong).toEqual([]);
  });
});
