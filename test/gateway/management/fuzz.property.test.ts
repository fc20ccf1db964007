// Anything that anybody with a token may ask of the admin API: it is answered in its words, never with a 5xx, and tells nothing of a home.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Role } from '#gateway/domain/ports/registry.ts';
import type { Endpoint } from '#gateway/management/endpoint.ts';
import { ENDPOINTS } from '#gateway/management/endpoints.ts';
import { API, Problem } from '#gateway/management/wire.ts';
import { HOME, install, RESIDENT } from '#test/support/registry.ts';
import { ADMIN, ApiBench } from './management-bench.ts';

/** The API bounds the requests of a token. */
const REQUESTS_OF_A_TOKEN = 500;
const ROLES: readonly Role[] = ['installer', 'operator', 'admin'];
const DEVICES = ['CB-0001', 'CB-0003', 'CB-0004', 'CB-0005'];
/** Stands for the home in which all of them are. */
const A_HOME = 'home-0';
const IDS = [...DEVICES, 'CB-0002', A_HOME, 'the-installer', '1'];

/** Words that mean something somewhere, and whoever must not come back in an error. */
const word = fc.constantFrom(
  ...[...IDS, RESIDENT.name, RESIDENT.address, RESIDENT.telephone, HOME.reference],
  ...['', 'admin', 'in_service', 'red', 'locate', 'self_test', 'g', '2026-01-01T00:00:00Z'],
  ...['+275760-09-14T00:00:00Z', '9999-12-31T23:59:59Z', '0'.repeat(32), 'f'.repeat(64)],
);
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 30, 1_000, 1_001, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -0.5),
  fc.integer(),
);
const text = fc.oneof(word, fc.string({ unit: 'binary', maxLength: 300 }));
const value = fc.oneof(
  ...[text, number, fc.boolean(), fc.constant(null)],
  fc.array(text, { maxLength: 3 }),
);

/** Objects with the fields that some endpoint knows, each with something good or bad. */
const FIELDS = [
  'device_id',
  'group',
  'model',
  'firmware',
  'account',
  'zone',
  'reference',
  'community',
  'subdistrict',
  'name',
  'address',
  'telephone',
  'key_version',
  'challenge',
  'home_id',
  'reason',
  'light_confirmed',
  'buzzer_confirmed',
  'rssi_dbm',
  'battery_percent',
  'role',
  'expires_at',
  'kind',
  'seconds',
  'state',
  'heartbeat_s',
  '__proto__',
  'constructor',
];
const fields = fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 5 });
/** What an endpoint takes, of which a field may be another. */
const GOOD: Record<string, object> = {
  'PUT /homes': { reference: HOME.reference, ...RESIDENT },
  'POST /devices': { device_id: 'CB-0002', group: 'g' },
  'PATCH /devices/{device_id}': { group: 'g', model: 'm' },
  'POST /devices/{device_id}/provisioned': { key_version: 1 },
  'POST /devices/{device_id}/console-proof': { key_version: 1, challenge: '0'.repeat(32) },
  'PUT /devices/{device_id}/home': { home_id: A_HOME, reason: RESIDENT.name },
  'POST /devices/{device_id}/acceptance': {
    light_confirmed: true,
    buzzer_confirmed: true,
    rssi_dbm: -60,
    battery_percent: null,
  },
  'POST /devices/{device_id}/suspend': { reason: RESIDENT.address },
  'POST /devices/{device_id}/resume': { reason: RESIDENT.address },
  'POST /devices/{device_id}/retire': { reason: RESIDENT.address },
  'POST /devices/{device_id}/commands': { kind: 'locate', seconds: 30 },
  'POST /tokens': { name: 'li', role: 'installer' },
};
const nearlyGood = ({ method, path }: Endpoint) => {
  const good = GOOD[`${method} ${path}`] ?? {};
  const changes = fc.dictionary(fc.constantFrom(...Object.keys(good), 'x'), value, { maxKeys: 1 });
  return changes.map((changed) => ({ ...good, ...changed }));
};
const body = (endpoint: Endpoint) =>
  fc.oneof(
    { weight: 4, arbitrary: nearlyGood(endpoint) },
    { weight: 1, arbitrary: fields },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
const raw = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.constantFrom('[', '['.repeat(60_000), '{"a":'.repeat(9_000), 'x'.repeat(70_000), '"\\ud800"'),
  fc.constantFrom('{"__proto__":{"x":1}}', '{"constructor":{"prototype":{}}}', 'null', '1e999'),
);
const query = fc.dictionary(
  fc.constantFrom('limit', 'after', 'before', 'group', 'state', 'subject', 'reference', 'reason'),
  fc.oneof(text, number.map(String)),
  { maxKeys: 3 },
);
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...IDS) },
  { weight: 1, arbitrary: text },
);
const request = fc.constantFrom(...ENDPOINTS.keys()).chain((at) => {
  const endpoint = ENDPOINTS[at] as Endpoint;
  return fc.record({
    at: fc.constant(at),
    by: fc.constantFrom(...ROLES, 'admin' as const),
    ids: fc.tuple(id, id),
    query: fc.oneof(fc.constant({}), query),
    repeats: fc.boolean(),
    content: fc.oneof(
      { weight: 5, arbitrary: body(endpoint).map((json) => ({ json })) },
      { weight: 1, arbitrary: raw.map((bytes) => ({ bytes })) },
    ),
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'a/b', 'multipart/form-data') },
    ),
  });
});
type Request = typeof request extends fc.Arbitrary<infer R> ? R : never;

const endpointOf = (at: number) => ENDPOINTS[at] as Endpoint;

/** A path of the endpoint with these in place of its parts; what can be no path is left out. */
function pathOf({ at, ids, query, repeats }: Request): string {
  let next = 0;
  const filled = endpointOf(at).path.replaceAll(/\{\w+\}/g, () => encoded(ids[next++] ?? ''));
  const pairs = Object.entries(query).map(([name, one]) => `${name}=${encoded(one)}`);
  const all = repeats ? [...pairs, ...pairs] : pairs;
  return `${API}${filled}${all.length > 0 ? `?${all.join('&')}` : ''}`;
}

function encoded(of: string): string {
  return encodeURIComponent(Buffer.from(of).toString());
}

class Client {
  readonly #bench: ApiBench;
  readonly #homeId: string;
  #left = 0;
  #generation = 0;

  constructor(bench: ApiBench, homeId: string) {
    this.#bench = bench;
    this.#homeId = homeId;
  }

  /** A token is spent, or may have been revoked by what was asked. */
  async #tokenOf(role: Role): Promise<string> {
    const { tokens } = this.#bench.ports;
    if (this.#left-- <= 0) {
      this.#generation++;
      for (const name of ROLES) {
        this.#bench.tokens[name] = await tokens.create(ADMIN, `${name}-${this.#generation}`, name);
      }
      this.#left = REQUESTS_OF_A_TOKEN;
    }
    return this.#bench.tokens[role];
  }

  async ask(one: Request): Promise<{ status: number; text: string }> {
    const { at, by, content, type } = one;
    const { method } = endpointOf(at);
    const token = await this.#tokenOf(by);
    const json = 'bytes' in content ? content.bytes : JSON.stringify(content.json);
    const text = json?.replaceAll(A_HOME, this.#homeId);
    const hasBody = method !== 'GET' && text !== undefined;
    const response = await fetch(
      `http://127.0.0.1:${this.#bench.gateway.adminPort}${pathOf(one).replaceAll(A_HOME, this.#homeId)}`,
      {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(hasBody ? { 'content-type': type } : {}),
        },
        ...(hasBody ? { body: text } : {}),
      },
    );
    return { status: response.status, text: await response.text() };
  }
}

test('every request is answered by its endpoint or refused in words that tell nothing of anybody', async () => {
  const bench = await ApiBench.start();
  const { registry } = bench.ports;
  for (const [index, deviceId] of DEVICES.entries()) {
    await install(registry, deviceId, index === 0 ? 'in_service' : 'provisioned');
  }
  const client = new Client(bench, registry.device('CB-0001')?.homeId as string);
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 16 }), async (requests) => {
      for (const one of requests) {
        const { status, text } = await client.ask(one);
        expect(status, text).toBeLessThan(500);
        expect(status).not.toBe(429);
        if (status < 400) continue;
        Problem.parse(JSON.parse(text));
        for (const secret of Object.values(RESIDENT)) expect(text).not.toContain(secret);
      }
    }),
    { numRuns: 120 },
  );
  expect(bench.gateway.health().status).toBe('ok');
});
