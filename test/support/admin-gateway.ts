// A real gateway with its registry and admin API, and a thin proxy before it that notes, refuses, and speaks TLS.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createPlain, request as forward, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Call } from '#gateway/domain/call.ts';
import type { RegisteredDevice, RegisteredHome, Role } from '#gateway/domain/ports/registry.ts';
import type { GatewayPorts } from '#gateway/main.ts';
import { API } from '#gateway/management/wire.ts';
import { ADMIN } from './registry.ts';
import { TestBench } from './test-gateway.ts';

/** What a request is refused with, in place of the gateway's answer. */
export interface Refusal {
  status: number;
  code: string;
  message?: string;
}

export class AdminGateway {
  /** Requests as `METHOD /path`, refused ones included. */
  readonly asked: string[] = [];
  /** Refuses what it returns a refusal for. */
  refuses: (request: string) => Refusal | undefined = () => undefined;
  /** Whether the platform accepts at once; else it says nothing of what it has taken. */
  accepts = true;
  bench!: TestBench;
  ports!: GatewayPorts;
  /** Of the admin API, through the proxy. */
  url = '';
  /** An installer's, and the file in which it is. */
  token = '';
  tokenFile = '';
  readonly #proxy: ReturnType<typeof createPlain>;

  private constructor(tls: { cert: string; key: string } | undefined) {
    const pass: RequestListener = (request, response) => {
      const asked = `${request.method} ${request.url?.slice(API.length).split('?')[0]}`;
      this.asked.push(asked);
      const refusal = this.refuses(asked);
      if (refusal) {
        const { status, code, message = code } = refusal;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ code, message }));
        return;
      }
      const { method, headers, url: path } = request;
      const port = this.bench.gateway.adminPort;
      const onward = forward({ host: '127.0.0.1', port, method, headers, path }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    };
    this.#proxy = tls ? createSecure(tls, pass) : createPlain(pass);
  }

  /** With a certificate and its key the proxy speaks TLS. */
  static async start(tls?: { cert: string; key: string }): Promise<AdminGateway> {
    const api = new AdminGateway(tls);
    const keep = (ports: GatewayPorts) => {
      api.ports = ports;
      return { directory: ports.directory };
    };
    const platform = { status: () => (api.accepts ? 200 : 202) };
    api.bench = await TestBench.start([], keep, platform, 0);
    api.#proxy.listen(0, '127.0.0.1');
    await once(api.#proxy, 'listening');
    const { port } = api.#proxy.address() as AddressInfo;
    api.url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
    api.token = await api.newToken('an-installer');
    api.tokenFile = join(api.bench.folder, 'token');
    writeFileSync(api.tokenFile, api.token);
    return api;
  }

  async stop(): Promise<void> {
    this.#proxy.closeAllConnections();
    this.#proxy.close();
    await this.bench.close();
  }

  /** Where devices connect. */
  get main(): string {
    return `127.0.0.1:${this.bench.gateway.mqttPort}`;
  }

  newToken(name: string, role: Role = 'installer'): Promise<string> {
    return this.ports.tokens.create(ADMIN, name, role);
  }

  get devices(): RegisteredDevice[] {
    return this.ports.registry.devices({ limit: 1_000 });
  }

  /** Throws when it isn't registered. */
  device(deviceId = 'CB-0001'): RegisteredDevice {
    const device = this.ports.registry.device(deviceId);
    if (!device) throw new Error(`${deviceId} is not registered`);
    return device;
  }

  /** Of its newest key: 64 hex digits. */
  secretOf(deviceId = 'CB-0001'): string {
    const [newest] = this.ports.registry.record(deviceId)?.keys ?? [];
    return Buffer.from(newest?.secret ?? []).toString('hex');
  }

  get homes(): RegisteredHome[] {
    return this.ports.registry.homes({ limit: 1_000 });
  }

  home(reference: string): RegisteredHome | undefined {
    return this.ports.registry.homeOfReference(reference);
  }

  callsOf(deviceId = 'CB-0001'): Promise<Call[]> {
    return this.ports.history.callsOf(deviceId, 100);
  }

  /** The platform accepts from now on, and reports that on what it has taken before. */
  async acceptAll(): Promise<void> {
    this.accepts = true;
    const { platform } = this.bench;
    const taken = [...platform.received.values()].flatMap(({ callIds }) => [...callIds]);
    for (const callId of taken) await platform.report(callId, 'accepted');
  }
}
