// The admin API of a real gateway with a registry, and clients of each role. Every answer is held against its schema.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Role } from '#gateway/domain/ports/registry.ts';
import type { Gateway, GatewayPorts } from '#gateway/main.ts';
import type { Endpoint } from '#gateway/management/endpoint.ts';
import { ENDPOINTS } from '#gateway/management/endpoints.ts';
import { API, Problem } from '#gateway/management/wire.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { SECRET, startTestGateway } from '#test/support/test-gateway.ts';

/** What tests look at of an answer; its schema knows the rest. */
interface HeardBody {
  code?: string;
  message?: string;
  token?: string;
  key?: string;
  key_version?: number;
  home_id?: string;
  calls?: { stage: string }[];
  commands?: { state: string }[];
  bindings?: object[];
  coverage?: object[];
  records?: object[];
}

export interface Heard {
  status: number;
  body: HeardBody;
  headers: Headers;
}

export const ADMIN = { name: 'test', role: 'admin' } as const;

export class ApiBench {
  readonly gateway: Gateway;
  readonly ports: GatewayPorts;
  readonly tokens: Record<Role, string>;

  private constructor(gateway: Gateway, ports: GatewayPorts, tokens: Record<Role, string>) {
    this.gateway = gateway;
    this.ports = ports;
    this.tokens = tokens;
  }

  static async start(change: (ports: GatewayPorts) => Partial<GatewayPorts> = () => ({})) {
    const folder = await mkdtemp(join(tmpdir(), 'call-button-api-'));
    const platform = new StandInPlatform({ secret: SECRET });
    const platformUrl = await platform.start();
    let ports!: GatewayPorts;
    const gateway = await startTestGateway({
      folder,
      devices: [],
      platformUrl,
      adminPort: 0,
      change: (real) => {
        ports = { ...real, ...change(real) };
        return ports;
      },
    });
    platform.reportTo(`http://127.0.0.1:${gateway.httpPort}`);
    onTestFinished(async () => {
      await gateway.stop();
      await platform.stop();
      await rm(folder, { recursive: true, force: true });
    });
    const tokenOf = (role: Role) => ports.tokens.create(ADMIN, `the-${role}`, role);
    const tokens = {
      installer: await tokenOf('installer'),
      operator: await tokenOf('operator'),
      admin: await tokenOf('admin'),
    };
    return new ApiBench(gateway, ports, tokens);
  }

  /** Asks with a role's token, or with any text as one, or with none. */
  async ask(
    by: Role | { token: string | undefined },
    method: Endpoint['method'],
    path: string,
    body?: unknown,
  ): Promise<Heard> {
    const token = typeof by === 'string' ? this.tokens[by] : by.token;
    const response = await fetch(`http://127.0.0.1:${this.gateway.adminPort}${API}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const heard = text === '' || text === 'null' ? {} : JSON.parse(text);
    holdAgainstSchema(method, path, response.status, heard);
    return { status: response.status, body: heard, headers: response.headers };
  }
}

/** Throws when an answer is not what the document says. */
function holdAgainstSchema(method: string, path: string, status: number, body: unknown): void {
  if (status >= 400) {
    Problem.parse(body);
    return;
  }
  const [plain = ''] = path.split('?');
  const served = ENDPOINTS.find(
    (endpoint) =>
      endpoint.method === method &&
      patternOf(endpoint.path).test(plain) &&
      status in endpoint.answers,
  );
  if (served === undefined) throw new Error(`${method} ${path}: ${status} is not in the document`);
  served.answers[status as 200]?.parse(body);
}

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** A path with something in place of each of its parts. */
export function filled(path: string, deviceId: string): string {
  return path
    .replace('{device_id}', deviceId)
    .replace('{home_id}', 'h')
    .replace('{command_id}', '1')
    .replace('{name}', 'nobody');
}
