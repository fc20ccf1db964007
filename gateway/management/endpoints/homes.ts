// Endpoints about homes, and what the installers have covered.
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import type { Asker, RegisteredHome, Registry, Resident } from '../../domain/ports/registry.ts';
import { mayAs } from '../../domain/registry/roles.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { homeView } from '../views.ts';
import { CoverageView, HomeBody, HomeView } from '../wire.ts';

/** Somebody counts on what is known of this home, or will again when its device is resumed. */
function isInService({ homeId }: RegisteredHome, registry: Registry): boolean {
  return registry
    .devicesIn(homeId)
    .some(({ state, suspendedFrom }) => [state, suspendedFrom].includes('in_service'));
}

/**
 * Without who lives there for an installer, also of a home that has no device yet: `call-button provision` needs
 * `home_id`, community and subdistrict to go on with an installation, and a lost laptop then tells no name.
 */
function toldTo(actor: Asker, home: RegisteredHome) {
  return homeView(mayAs(actor, 'operator') ? home : { ...home, resident: {} });
}

/** What isn't asked for stays: an empty place, too. An empty name, address or telephone takes it away. */
function isAsAsked(
  { community, subdistrict, resident }: RegisteredHome,
  asked: { community: string; subdistrict: string; resident: Resident },
): boolean {
  return (
    ['', community].includes(asked.community) &&
    ['', subdistrict].includes(asked.subdistrict) &&
    Object.entries(asked.resident).every(
      ([name, value]) => value === (resident[name as keyof Resident] ?? ''),
    )
  );
}

export const HOME_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'PUT',
    path: '/homes',
    role: 'installer',
    summary:
      'Adds a home, or changes the one with the same reference; once a device is in service there, for operators. Name, address and telephone stay when they are left out, and go when they are empty; an installer is not told them',
    body: HomeBody,
    answers: { 200: HomeView },
    async handle({ actor, body }, { registry }) {
      const { reference, community, subdistrict, ...personal } = body;
      const given = Object.entries(personal).filter(([, value]) => value !== undefined);
      const resident: Resident = Object.fromEntries(given);
      const isOperators = (home: RegisteredHome | undefined) =>
        home !== undefined && isInService(home, registry) && !mayAs(actor, 'operator');
      const known = registry.homeOfReference(reference);
      const fields = { reference, community, subdistrict, resident };
      if (known && isOperators(known) && isAsAsked(known, fields)) {
        return { status: 200, body: toldTo(actor, known) };
      }
      const home = await registry.putHome(actor, fields, (before) => {
        if (!isOperators(before)) return;
        throw new GatewayError('ROLE_MISSING', 'a home with a device in service: operator');
      });
      return { status: 200, body: toldTo(actor, home) };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/homes',
    role: 'installer',
    summary: 'Homes; an installer asks for one by its reference, and is not told who lives there',
    query: z.strictObject({
      reference: z.string().min(1).max(64).optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      after: z.string().optional(),
    }),
    answers: { 200: z.object({ homes: z.array(HomeView) }) },
    async handle({ actor, query }, { registry, turns }) {
      const { reference, limit, after } = query;
      if (reference !== undefined) {
        const home = registry.homeOfReference(reference);
        return { status: 200, body: { homes: home ? [toldTo(actor, home)] : [] } };
      }
      if (!mayAs(actor, 'operator')) throw new GatewayError('ROLE_MISSING', 'all homes: operator');
      const homes = registry.homes({ limit, ...(after === undefined ? {} : { after }) });
      return { status: 200, body: { homes: await turns.map(homes, homeView) } };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/homes/{home_id}',
    role: 'installer',
    summary: 'One home; an installer is not told who lives there',
    answers: { 200: HomeView },
    handle({ actor, params }, { registry }) {
      const homeId = params.home_id;
      const home = registry.home(homeId);
      if (home === undefined) throw new GatewayError('NO_SUCH_HOME', homeId);
      return { status: 200, body: toldTo(actor, home) };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/coverage',
    role: 'installer',
    summary: 'Homes, installed, tested and in service, by subdistrict and community',
    answers: { 200: z.object({ coverage: z.array(CoverageView) }) },
    async handle(_asked, { registry, turns }) {
      const counted = await registry.coverage(() => turns.next());
      const coverage = counted.map(({ inService, ...counts }) => ({
        ...counts,
        in_service: inService,
      }));
      return { status: 200, body: { coverage } };
    },
  }),
];
