// Where people speak with the gateway: the control socket of its machine, and the admin API. It does its duty without either.

import { type Config, isLoopback } from '../config/index.ts';
import type { RouteTest } from '../delivery/route-test.ts';
import { GatewayError } from '../domain/errors.ts';
import type { GatewayPorts } from '../ports.ts';
import type { Keyring } from '../registry/keyring.ts';
import { VERSION } from '../system/version.ts';
import { AdminApi, type ApiDeps } from './api.ts';
import { answer } from './device-requests.ts';
import { answerRegistry } from './registry-requests.ts';
import { answerRouteTest } from './route-test-requests.ts';
import { Control, controlPath } from './socket-server.ts';

export interface ManagementDeps
  extends Pick<ApiDeps, 'administration' | 'refusals' | 'openCalls' | 'listeners' | 'signsOf'> {
  ports: GatewayPorts;
  keyring: Keyring;
  routeTest: RouteTest;
}

export class ManagementServers {
  readonly #config: Config;
  readonly #ports: GatewayPorts;
  readonly #api: AdminApi;
  readonly #control: Control;
  /** What a client of the admin API compares; undefined on loopback. */
  #fingerprint: string | undefined;
  #port = 0;

  constructor(config: Config, { ports, keyring, routeTest, ...asked }: ManagementDeps) {
    this.#config = config;
    this.#ports = ports;
    this.#api = new AdminApi({ ...ports, ...asked, name: config.name, version: VERSION });
    const { registry, tokens, registryBackup, journalCare, log } = ports;
    const rotated = keyring.rotatedSince.bind(keyring);
    const fingerprint = () => this.#fingerprint;
    this.#control = new Control({
      registryBackup,
      log,
      backup: async () => {
        if (journalCare === undefined) throw new Error('this journal has no backup');
        return journalCare.backup();
      },
      administer: (request) => answer(asked.administration, request),
      testRoute: (request) => answerRouteTest((...route) => routeTest.run(...route), request),
      registry: (request) => answerRegistry({ registry, tokens, rotated, fingerprint }, request),
    });
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
