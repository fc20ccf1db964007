// Where people speak with the gateway: the control socket of its machine, and the admin API. It does its duty without either.

import { type Config, isLoopback } from '../config/index.ts';
import type { RouteTest } from '../delivery/route-test.ts';
import type { Refusals } from '../device-link/refusals.ts';
import { GatewayError } from '../domain/errors.ts';
import type { Actor } from '../domain/ports/registry.ts';
import type { GatewayPorts } from '../ports.ts';
import type { Keyring } from '../registry/keyring.ts';
import { reachable } from '../system/interfaces.ts';
import { VERSION } from '../system/version.ts';
import { AdminApi } from './api.ts';
import { Dispatcher } from './dispatcher.ts';
import type { ApiSubjects } from './endpoint.ts';
import { SOCKET_ENDPOINTS, type SocketPath } from './endpoints.ts';
import { Control, controlPath } from './socket-server.ts';
import { Turns } from './turns.ts';

export interface ManagementDeps
  extends Pick<ApiSubjects, 'administration' | 'updates' | 'openCalls' | 'listeners' | 'signsOf'> {
  ports: GatewayPorts;
  refusals: Refusals;
  keyring: Keyring;
  routeTest: RouteTest;
}

/** Whoever reaches the socket is the gateway's own user. The audit names whom the request names. */
const LOCAL_USER: Actor = { name: 'local', role: 'admin' };
/** A flow looks at devices and commands them, as an operator does. */
const FLOWS: Actor = { name: 'flows', role: 'operator' };
/** The gateway's own desk reads who lives where, and how their buttons are. */
const DESK: Actor = { name: 'desk', role: 'operator' };

export class ManagementServers {
  readonly #config: Config;
  readonly #ports: GatewayPorts;
  readonly #dispatcher: Dispatcher;
  readonly #api: AdminApi;
  readonly #control: Control;
  /** What a client of the admin API compares; undefined on loopback. */
  #fingerprint: string | undefined;
  #certificate: string | undefined;
  #port = 0;

  constructor(config: Config, deps: ManagementDeps) {
    const { ports, refusals, keyring, routeTest, ...seen } = deps;
    this.#config = config;
    this.#ports = ports;
    const dispatcher = new Dispatcher({
      ...ports,
      ...seen,
      name: config.name,
      version: VERSION,
      turns: new Turns(),
      rotated: keyring.rotatedSince.bind(keyring),
      fingerprint: () => this.#fingerprint,
      testRoute: routeTest.run.bind(routeTest),
    });
    this.#dispatcher = dispatcher;
    const { desk, tokens } = ports;
    const verify = (token: string) => (desk?.isToken(token) ? DESK : tokens.verify(token));
    this.#api = new AdminApi({
      ...ports,
      tokens: { verify },
      dispatcher,
      refusals,
      version: VERSION,
    });
    const { registryBackup, journalCare, log } = ports;
    this.#control = new Control({
      registryBackup,
      log,
      backup: async () => {
        if (journalCare === undefined) throw new Error('this journal has no backup');
        return journalCare.backup();
      },
      requests: new Map(
        Object.keys(SOCKET_ENDPOINTS).map((path) => [
          path,
          (request) => dispatcher.answerSocket(path as SocketPath, LOCAL_USER, request),
        ]),
      ),
    });
  }

  /** A flow's request about a device, as `call-button device` asks it. Rejects with a GatewayError. */
  administer(request: unknown): Promise<object> {
    return this.#dispatcher.answerSocket('/devices', FLOWS, request);
  }

  /** Where a program of this machine reaches the admin API, and which certificate it meets; undefined: there is none. */
  get local(): { url: string; ca: string | undefined } | undefined {
    const { admin } = this.#config;
    if (admin === 'off' || this.#port === 0) return undefined;
    const scheme = this.#certificate === undefined ? 'http' : 'https';
    return { url: `${scheme}://${reachable(admin.host)}:${this.#port}`, ca: this.#certificate };
  }

  /** 0 without an admin API. */
  get adminPort(): number {
    return this.#port;
  }

  /** What can't be opened is logged. */
  async start(): Promise<void> {
    await this.#startControl();
    await this.#startApi();
  }

  async stop(): Promise<void> {
    await this.#api.stop();
    await this.#control.stop();
  }

  /** On an address of the network only over TLS. */
  async #startApi(): Promise<void> {
    const { admin } = this.#config;
    if (admin === 'off') return;
    const { certificate, log } = this.#ports;
    try {
      const shown = isLoopback(admin.host) ? undefined : await certificate();
      this.#port = await this.#api.start(admin.host, admin.port, shown);
      this.#fingerprint = shown?.fingerprint;
      this.#certificate = shown?.cert;
      if (shown) log.info({ fingerprint: shown.fingerprint }, 'certificate of the admin API');
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      log.error({ code: error.code, error }, 'no admin API while this gateway runs');
    }
  }

  async #startControl(): Promise<void> {
    try {
      await this.#control.start(controlPath(this.#config));
    } catch (error) {
      const code = error instanceof GatewayError ? error.code : 'CONTROL_UNAVAILABLE';
      this.#ports.log.warn({ code, error }, 'no backup while this gateway runs');
    }
  }
}
