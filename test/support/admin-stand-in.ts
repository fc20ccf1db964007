// Stands in for the admin API: its bodies, states and refusals, a registry in memory, and a real gateway behind it.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import {
  AcceptanceBody,
  API,
  BindBody,
  type CallView,
  ChangeBody,
  type DeviceView,
  HomeBody,
  type HomeView,
  ProofBody,
  RegisterBody,
} from '#gateway/admin/wire.ts';
import type { PressEvent } from '#gateway/destinations/event.ts';
import type { DeviceRecord } from '#gateway/domain/ports/directory.ts';
import { DeviceList } from '#gateway/provisioning/device-list.ts';
import { consoleProof } from '#protocol/console.ts';
import type { SealKey } from '#protocol/seal.ts';
import { TestBench } from './test-gateway.ts';

export const TOKEN = 'cb_stand-in';

type View = z.infer<typeof DeviceView>;
type Call = z.infer<typeof CallView>;
type Home = z.infer<typeof HomeView>;

interface Entry {
  view: View;
  keys: SealKey[];
  issuedAt: number;
  calls: Call[];
  acceptance?: z.infer<typeof AcceptanceBody>;
}

/** What a request is refused with. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class AdminStandIn {
  readonly devices = new Map<string, Entry>();
  readonly homes = new Map<string, Home>();
  /** Requests as `METHOD /path`, refused ones included. */
  readonly asked: string[] = [];
  /** Whether the platform takes what it is sent. */
  accepts = true;
  /** Why former bindings ended. */
  readonly reasons: string[] = [];
  /** Refuses what it returns a status for. */
  refuses: (request: string) => Problem | undefined = () => undefined;
  bench!: TestBench;
  url = '';
  /** Where devices connect. */
  main = '';
  readonly directory = new DeviceList(async () => this.#records());
  #server!: ReturnType<typeof createPlain>;

  /** With a certificate and its key it speaks TLS. */
  static async start(tls?: { cert: string; key: string }): Promise<AdminStandIn> {
    const api = new AdminStandIn();
    api.bench = await TestBench.start([], () => ({ directory: api.directory }), {
      onDelivery: ({ event }) => api.#called(event),
    });
    api.main = `127.0.0.1:${api.bench.gateway.mqttPort}`;
    const answer = (request: IncomingMessage, response: ServerResponse) =>
      void api.#answer(request, response);
    api.#server = tls ? createSecure(tls, answer) : createPlain(answer);
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    const { port } = api.#server.address() as AddressInfo;
    api.url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
    return api;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.bench.close();
  }

  /** Of one device. Throws when there is none. */
  entry(id: string): Entry {
    const entry = this.devices.get(id);
    if (!entry) throw new Problem(404, 'NO_SUCH_DEVICE');
    return entry;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const part of request) text += part;
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const url = new URL(request.url ?? '', this.url);
    const path = url.pathname.slice(API.length);
    const asked = `${request.method} ${path}`;
    this.asked.push(asked);
    try {
      if (request.headers.authorization !== `Bearer ${TOKEN}`)
        throw new Problem(401, 'TOKEN_INVALID');
      const refused = this.refuses(asked);
      if (refused) throw refused;
      send(200, this.#do(asked, text === '' ? {} : JSON.parse(text), url.searchParams));
    } catch (error) {
      const problem =
        error instanceof Problem ? error : new Problem(400, 'FIELD_INVALID', String(error));
      send(problem.status, { code: problem.code, message: problem.message });
    }
  }

  #do(asked: string, body: unknown, query: URLSearchParams): object {
    const [, method, kind, id = '', rest = ''] =
      /^(\w+) \/([^/]+)(?:\/([^/]+))?(?:\/(.+))?$/.exec(asked) ?? [];
    switch (`${method} ${kind} ${rest}`.trim()) {
      case 'GET whoami':
        return {
          ...{ name: 'a test', role: 'installer', gateway: 'stand-in', version: '0' },
          time: new Date().toISOString(),
        };
      case 'POST devices':
        return this.#register(RegisterBody.parse(body));
      case 'GET devices':
        return this.#view(id);
      case 'PATCH devices':
        Object.assign(this.entry(id).view, ChangeBody.parse(body));
        return this.#view(id);
      case 'POST devices key':
        return this.#issue(id);
      case 'POST devices provisioned': {
        const { view, keys } = this.entry(id);
        if (view.state === 'new') view.state = 'provisioned';
        keys.splice(1);
        this.#publish();
        return this.#view(id);
      }
      case 'POST devices console-proof': {
        const { key_version, challenge } = ProofBody.parse(body);
        const key = this.entry(id).keys.find(({ version }) => version === key_version);
        if (!key) throw new Problem(404, 'NO_SUCH_KEY');
        return { mac: consoleProof(key, id, Buffer.from(challenge, 'hex')) };
      }
      case 'PUT devices home':
        return this.#bind(id, BindBody.parse(body));
      case 'POST devices acceptance':
        return this.#accept(id, AcceptanceBody.parse(body));
      case 'GET devices calls':
        return {
          calls: this.entry(id)
            .calls.filter(({ test }) => test)
            .toReversed(),
        };
      case 'PUT homes': {
        const home = HomeBody.parse(body);
        const now = new Date().toISOString();
        const before = this.homes.get(home.reference);
        const view = { ...{ home_id: randomBytes(4).toString('hex'), created_at: now }, ...before };
        this.homes.set(home.reference, { ...view, ...home, changed_at: now });
        return this.homes.get(home.reference) as Home;
      }
      case 'GET homes': {
        const home = this.homes.get(query.get('reference') ?? '');
        return { homes: home ? [home] : [] };
      }
      case 'GET coverage':
        return { coverage: this.#coverage() };
    }
    throw new Problem(404, 'NOT_FOUND');
  }

  #register({ device_id, ...given }: z.infer<typeof RegisterBody>): View {
    if (this.devices.has(device_id)) throw new Problem(409, 'DEVICE_EXISTS');
    const view: View = {
      ...{ device_id, state: 'new', group: given.group },
      ...{ key_version: 0, key_version_used: 0, home_id: null, connected: false },
      ...{ highest_boot_id: 0, heard_at: null, battery_percent: null, rssi_dbm: null },
      ...{ model: given.model ?? '', firmware: given.firmware ?? '' },
      ...{ account: given.account ?? '', conditions: [] },
    };
    this.devices.set(device_id, { view, keys: [], issuedAt: 0, calls: [] });
    this.#publish();
    return this.#view(device_id);
  }

  #view(id: string): View {
    const { view, keys } = this.entry(id);
    const isKnown = this.directory.find(id) !== undefined;
    view.connected = isKnown && this.bench.gateway.administration.device(id).connected;
    view.key_version_used = view.connected ? (keys[0]?.version ?? 0) : view.key_version_used;
    return view;
  }

  #issue(id: string): object {
    const entry = this.entry(id);
    if (entry.view.state === 'in_service') throw new Problem(403, 'ROLE_MISSING');
    const key = { version: ++entry.view.key_version, secret: randomBytes(32) };
    entry.keys.unshift(key);
    entry.issuedAt = Date.now();
    this.#publish();
    return { key_version: key.version, key: key.secret.toString('hex') };
  }

  #bind(id: string, { home_id, reason }: z.infer<typeof BindBody>): View {
    const { view } = this.entry(id);
    if (view.home_id !== null && view.home_id !== home_id) {
      if (reason === undefined) throw new Problem(409, 'DEVICE_BOUND');
      this.reasons.push(reason);
    }
    view.home_id = home_id;
    this.#publish();
    return this.#view(id);
  }

  #accept(id: string, acceptance: z.infer<typeof AcceptanceBody>): View {
    const entry = this.entry(id);
    const since = (key: string) =>
      entry.calls.some(
        (call) => call.test && call.key === key && Date.parse(call.opened_at) >= entry.issuedAt,
      );
    const missing = [
      ...(acceptance.light_confirmed && acceptance.buzzer_confirmed ? [] : ['light and buzzer']),
      ...['green', 'red'].filter((key) => !since(key)),
    ];
    if (missing.length > 0) throw new Problem(409, 'ACCEPTANCE_INCOMPLETE', missing.join(', '));
    entry.acceptance = acceptance;
    entry.view.state = 'in_service';
    return this.#view(id);
  }

  #called({ time, data }: PressEvent): void {
    const { device_id, call_id, key, test } = data;
    this.devices.get(device_id)?.calls.push({
      ...{ call_id, device_id, key, test, stage: this.accepts ? 'accepted' : 'stored' },
      opened_at: time,
      reached: { stored: time, ...(this.accepts ? { accepted: time } : {}) },
    });
  }

  #coverage(): object[] {
    const rows = new Map<string, Record<string, string | number>>();
    for (const { home_id, subdistrict, community } of this.homes.values()) {
      const empty = { subdistrict, community, homes: 0, installed: 0, tested: 0, in_service: 0 };
      const row = rows.get(`${subdistrict}/${community}`) ?? empty;
      rows.set(`${subdistrict}/${community}`, row);
      row.homes = Number(row.homes) + 1;
      const states = [...this.devices.values()].filter(({ view }) => view.home_id === home_id);
      for (const { view } of states) {
        row.installed = Number(row.installed) + 1;
        if (view.state === 'in_service') row.in_service = Number(row.in_service) + 1;
        if (/tested|in_service/.test(view.state)) row.tested = Number(row.tested) + 1;
      }
    }
    return [...rows.values()];
  }

  /** The gateway's directory: as a registry would keep it. */
  #publish(): void {
    this.directory.replace(this.#records());
  }

  #records(): DeviceRecord[] {
    return [...this.devices.values()]
      .filter(({ keys }) => keys.length > 0)
      .map(({ view, keys }) => ({
        ...{ deviceId: view.device_id, keys: [...keys], group: view.group, blocked: false },
        home: { reference: view.home_id ?? '' },
      }));
  }
}
