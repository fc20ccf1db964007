// A login by a link, good once and for some minutes: for the demo, which knows nobody's password. Off unless it is asked for.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Role, Sessions } from './sessions.ts';

const LASTS_MS = 10 * 60_000;
const TOKEN_BYTES = 32;
/** More are not waiting at one time; the oldest is forgotten. */
const MAX_WAITING = 100;

interface Waiting {
  name: string;
  until: number;
}

export interface OneTimeLoginsDeps {
  sessions: Pick<Sessions, 'add' | 'login' | 'isPasswordOf'>;
  /** The same in each process of this desk; its gateway knows it too. */
  secret: string;
  /** Milliseconds. */
  monotonic: () => number;
}

export class OneTimeLogins {
  readonly #deps: OneTimeLoginsDeps;
  /** By the hash of the token: nothing of what is in memory logs anybody in. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(deps: OneTimeLoginsDeps) {
    this.#deps = deps;
  }

  /** The token for one login by this name, whose account is made; undefined: the name is somebody else's. */
  async make(name: string, role: Role = 'officer'): Promise<string | undefined> {
    const { sessions, monotonic } = this.#deps;
    const password = this.#passwordOf(name);
    // Made by a former process of this desk, it has the same password.
    const isRefused = (await sessions.add(name, role, password)) !== undefined;
    if (isRefused && !(await sessions.isPasswordOf(name, password))) return undefined;
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= MAX_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
    this.#waiting.set(hashOf(token), { name, until: monotonic() + LASTS_MS });
    return token;
  }

  /** The token of a session; undefined: it was used, is over, or never was one. */
  async redeem(token: string, address: string): Promise<string | undefined> {
    const { sessions, monotonic } = this.#deps;
    const hash = hashOf(token);
    const waiting = this.#waiting.get(hash);
    // Before anything else: two who come at one moment don't both get in.
    this.#waiting.delete(hash);
    if (waiting === undefined || waiting.until < monotonic()) return undefined;
    const { name } = waiting;
    const login = await sessions.login(name, this.#passwordOf(name), address);
    return typeof login === 'string' ? undefined : login.token;
  }

  /** Follows from the secret, so that a desk that was started again knows the accounts that it made here before. */
  #passwordOf(name: string): string {
    const { secret } = this.#deps;
    return createHmac('sha256', secret).update(`one-time login of ${name}`).digest('base64url');
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
