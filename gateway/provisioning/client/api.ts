// The admin API as provisioning uses it. Bodies and answers are those of gateway/management/wire.ts.
import { z } from 'zod';
import type { Answer } from '../../management/exchange.ts';
import {
  type AcceptanceBody,
  API,
  CallView,
  type ChangeBody,
  CoverageView,
  DeviceView,
  type HomeBody,
  HomeView,
  KeyView,
  Problem,
  ProofView,
  type RegisterBody,
  WhoAmI as WhoAmIView,
} from '../../management/wire.ts';
import { Failure } from '../failure.ts';
import { pause } from '../pace.ts';
import type { GatewayHttp } from './http.ts';

export type Device = z.infer<typeof DeviceView>;
export type Call = z.infer<typeof CallView>;
export type Home = z.infer<typeof HomeView>;
export type HomeFields = z.infer<typeof HomeBody>;
export type Coverage = z.infer<typeof CoverageView>;

export type WhoAmI = z.infer<typeof WhoAmIView>;

/** The gateway said no; `problem` is its code. */
export class Refused extends Failure {
  readonly problem: string;

  constructor(problem: string, message: string) {
    super(
      problem === 'ACCEPTANCE_INCOMPLETE' ? problem : 'GATEWAY_REFUSED',
      problem === 'ACCEPTANCE_INCOMPLETE' ? message : `${problem}: ${message}`,
    );
    this.problem = problem;
  }
}

const TIMES_BUSY = 6;
const MAX_WAIT_S = 30;

export class AdminClient {
  readonly #http: GatewayHttp;
  readonly #signal: AbortSignal;

  constructor(http: GatewayHttp, signal: AbortSignal) {
    this.#http = http;
    this.#signal = signal;
  }

  whoami(): Promise<WhoAmI> {
    return this.#call(WhoAmIView, 'GET', '/whoami');
  }

  /** Null when the gateway has no such device. */
  async device(id: string): Promise<Device | null> {
    try {
      return await this.#call(DeviceView, 'GET', `/devices/${id}`);
    } catch (error) {
      if (error instanceof Refused && error.problem === 'NO_SUCH_DEVICE') return null;
      throw error;
    }
  }

  register(body: z.infer<typeof RegisterBody>): Promise<Device> {
    return this.#call(DeviceView, 'POST', '/devices', body);
  }

  change(id: string, body: z.infer<typeof ChangeBody>): Promise<Device> {
    return this.#call(DeviceView, 'PATCH', `/devices/${id}`, body);
  }

  issueKey(id: string): Promise<z.infer<typeof KeyView>> {
    return this.#call(KeyView, 'POST', `/devices/${id}/key`, {});
  }

  provisioned(id: string, keyVersion: number): Promise<Device> {
    return this.#call(DeviceView, 'POST', `/devices/${id}/provisioned`, {
      key_version: keyVersion,
    });
  }

  /** Null when the gateway doesn't hold this key of this device. */
  async proof(id: string, keyVersion: number, challenge: string): Promise<string | null> {
    const body = { key_version: keyVersion, challenge };
    try {
      return (await this.#call(ProofView, 'POST', `/devices/${id}/console-proof`, body)).mac;
    } catch (error) {
      if (error instanceof Refused && /^NO_SUCH_|^STATE_WRONG/.test(error.problem)) return null;
      throw error;
    }
  }

  bind(id: string, homeId: string, reason?: string): Promise<Device> {
    const body = { home_id: homeId, ...(reason === undefined ? {} : { reason }) };
    return this.#call(DeviceView, 'PUT', `/devices/${id}/home`, body);
  }

  /** Null when no home has this reference. */
  async home(reference: string): Promise<Home | null> {
    const path = `/homes?reference=${encodeURIComponent(reference)}`;
    try {
      const { homes } = await this.#call(z.object({ homes: z.array(HomeView) }), 'GET', path);
      return homes.find((home) => home.reference === reference) ?? null;
    } catch (error) {
      if (error instanceof Refused && /^NO_SUCH_/.test(error.problem)) return null;
      throw error;
    }
  }

  putHome(body: HomeFields): Promise<Home> {
    return this.#call(HomeView, 'PUT', '/homes', body);
  }

  accept(id: string, body: z.infer<typeof AcceptanceBody>): Promise<Device> {
    return this.#call(DeviceView, 'POST', `/devices/${id}/acceptance`, body);
  }

  /** Newest first. */
  async calls(id: string): Promise<Call[]> {
    const path = `/devices/${id}/calls?limit=20`;
    return (await this.#call(z.object({ calls: z.array(CallView) }), 'GET', path)).calls;
  }

  async coverage(): Promise<Coverage[]> {
    const answer = z.object({ coverage: z.array(CoverageView) });
    return (await this.#call(answer, 'GET', '/coverage')).coverage;
  }

  close(): void {
    this.#http.close();
  }

  /** Errors: those of the connection, GATEWAY_BUSY, TOKEN_REFUSED, ROLE_MISSING, and Refused. */
  async #call<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
    for (let times = 1; ; times++) {
      const answer = await this.#http.send(method, `${API}${path}`, body);
      if (answer.status >= 200 && answer.status < 300) {
        const read = schema.safeParse(answer.body);
        if (read.success) return read.data;
        throw new Failure('GATEWAY_ODD', `${method} ${path.split('?')[0]}`);
      }
      const failure = refusalOf(answer);
      if (failure.code !== 'GATEWAY_BUSY' || times === TIMES_BUSY) throw failure;
      await pause(Math.min(answer.retryAfterS ?? 1, MAX_WAIT_S) * 1_000, this.#signal);
    }
  }
}

function refusalOf({ status, body }: Answer): Failure {
  const problem = Problem.safeParse(body);
  if (status === 401) return new Failure('TOKEN_REFUSED', problem.data?.code ?? '');
  if (status === 403) return new Failure('ROLE_MISSING');
  if (status === 429 || status === 503)
    return new Failure('GATEWAY_BUSY', problem.data?.code ?? '');
  if (!problem.success) return new Failure('GATEWAY_ODD', `HTTP ${status}`);
  return new Refused(problem.data.code, problem.data.message.split('\n')[0] ?? '');
}
